"""Following a script: the next page, the way, what is not answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calls.messages import JSON
from models.errors import InvalidValue
from models.scripts.flow import (
    Branch,
    Condition,
    Flow,
    Operator,
    Option,
    Question,
    QuestionType,
    ScriptPage,
    check_limits,
    read_flow,
    write_flow,
)
from models.scripts.walking import (
    missing_answers,
    next_page,
    path,
    progress,
    wrong_answers,
)
from tests.models.scripts.flows import FLOW, asking

Q, Op = QuestionType, Operator


def way(answers: dict[str, JSON]) -> list[str]:
    return [page.id for page in path(FLOW, answers)]


def test_an_answer_chooses_the_way() -> None:
    assert way({}) == ["hello", "bill", "end"]
    assert way({"topic": "bill"}) == ["hello", "bill", "end"]
    assert way({"topic": "fault"}) == ["hello", "fault", "end"]


def test_the_last_page_and_one_that_is_not_there_have_no_next() -> None:
    assert next_page(FLOW, "end", {}) is None
    assert next_page(FLOW, "nowhere", {}) is None
    assert path((), {}) == ()


def test_progress_counts_the_pages_on_the_way() -> None:
    second = progress(FLOW, "bill", {})
    aside = progress(FLOW, "fault", {})

    assert (second.position, second.total, second.is_last) == (2, 3, False)
    assert progress(FLOW, "end", {}).is_last
    assert (aside.position, aside.total) == (4, 4)


def test_a_branch_without_a_page_ends_the_script() -> None:
    flow = (ScriptPage(id="a", branches=(Branch(),)), ScriptPage(id="b"))

    assert next_page(flow, "a", {}) is None


def test_a_loop_is_walked_once() -> None:
    flow = (ScriptPage(id="a"), ScriptPage(id="b", branches=(Branch(next="a"),)))

    assert [page.id for page in path(flow, {})] == ["a", "b"]


@pytest.mark.parametrize(
    ("flow", "answer"),
    [
        (asking(Q.TEXT, Op.EQUALS, "Yes"), " yes "),
        (asking(Q.TEXT, Op.NOT_EQUALS, "yes"), "no"),
        (asking(Q.TEXT, Op.NOT_EQUALS, "yes"), None),
        (asking(Q.LONG_TEXT, Op.CONTAINS, "BROKEN"), "It is broken"),
        (asking(Q.NUMBER, Op.EQUALS, "12"), "12.0"),
        (asking(Q.NUMBER, Op.GREATER, "9"), 12),
        (asking(Q.NUMBER, Op.LESS, "9"), "-1.5"),
        (asking(Q.DATE, Op.LESS, "2027-01-31"), "2026-12-01"),
        (asking(Q.YES_NO, Op.EQUALS, "yes"), True),
        (asking(Q.CHOICE, Op.EQUALS, "a", options=("a", "b")), "a"),
        (asking(Q.SEVERAL_CHOICES, Op.CONTAINS, "b", options=("a", "b")), "a\nb"),
        (asking(Q.SEVERAL_CHOICES, Op.EQUALS, "b\na", options=("a", "b")), ["a", "b"]),
        (asking(Q.TEXT, Op.ANSWERED), "x"),
        (asking(Q.TEXT, Op.NOT_ANSWERED), "  "),
    ],
)
def test_a_condition_that_holds_leads_to_its_page(flow: Flow, answer: JSON) -> None:
    page = next_page(flow, "a", {"q": answer})

    assert page
    assert page.id == "c"


@pytest.mark.parametrize(
    ("flow", "answer"),
    [
        (asking(Q.TEXT, Op.EQUALS, "yes"), "no"),
        (asking(Q.TEXT, Op.CONTAINS, "x"), ""),
        (asking(Q.NUMBER, Op.GREATER, "9"), "many"),
        (asking(Q.NUMBER, Op.GREATER, "9"), None),
        (asking(Q.NUMBER, Op.EQUALS, "9"), "nine"),
        (asking(Q.DATE, Op.GREATER, "2027-01-31"), "soon"),
        (asking(Q.DATE, Op.GREATER, "2027-01-31"), ""),
        (asking(Q.SEVERAL_CHOICES, Op.CONTAINS, "b", options=("a", "b")), "a"),
        (asking(Q.TEXT, Op.ANSWERED), None),
    ],
)
def test_a_condition_that_does_not_hold_leads_on(flow: Flow, answer: JSON) -> None:
    page = next_page(flow, "a", {"q": answer})

    assert page
    assert page.id == "b"


def test_a_condition_about_no_question_never_holds() -> None:
    branch = Branch(conditions=(Condition(question="gone"),), next=None)
    flow = (ScriptPage(id="a", branches=(branch,)), ScriptPage(id="b"))

    assert next_page(flow, "a", {"gone": ""}) == flow[1]


@given(answer=st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.text()))
def test_no_answer_breaks_a_condition(answer: JSON) -> None:
    for type in Q:
        for operator in Op:
            flow = asking(type, operator, "1", options=("1",))

            assert next_page(flow, "a", {"q": answer})
            assert wrong_answers(flow[0], {"q": answer}) in {(), ("q",)}


def test_required_questions_without_an_answer_are_named() -> None:
    assert missing_answers(FLOW[0], {}) == ("topic",)
    assert missing_answers(FLOW[0], {"topic": " "}) == ("topic",)
    assert missing_answers(FLOW[0], {"topic": "bill"}) == ()


def test_answers_of_another_type_are_named() -> None:
    number = Question(id="n", type=Q.NUMBER)
    page = ScriptPage(id="a", questions=(*FLOW[0].questions, number))

    assert wrong_answers(page, {"topic": "weather", "n": "many"}) == ("topic", "n")
    assert wrong_answers(page, {"topic": "bill", "n": "1.5"}) == ()


def test_pages_of_the_first_version_of_callbeacon_stay_readable() -> None:
    written = '[{"id": "welcome", "title": "Welcome", "text": "Hello"}]'

    assert read_flow(written) == (ScriptPage(id="welcome", title="Welcome", text="Hello"),)


def test_a_flow_is_read_as_it_was_written() -> None:
    assert read_flow(write_flow(FLOW)) == FLOW


@pytest.mark.parametrize(
    "page",
    [
        ScriptPage(id=""),
        ScriptPage(id="a b"),
        ScriptPage(id="a", title="x" * 256),
        ScriptPage(id="a", text="x" * 20_001),
        ScriptPage(id="a", text="\x00"),
        ScriptPage(id="a", text="\ud800"),
        ScriptPage(id="a", questions=(Question(id="1st"),)),
        ScriptPage(id="a", questions=(Question(id="q", help="x" * 2_001),)),
        ScriptPage(id="a", questions=(Question(id="q"),) * 51),
        ScriptPage(id="a", questions=(Question(id="q", options=(Option(value="a\nb"),)),)),
        ScriptPage(id="a", questions=(Question(id="q", options=(Option(value="a"),) * 201),)),
        ScriptPage(id="a", branches=(Branch(),) * 51),
        ScriptPage(id="a", branches=(Branch(conditions=(Condition(question="q"),) * 21),)),
    ],
)
def test_what_no_draft_could_hold_is_refused(page: ScriptPage) -> None:
    with pytest.raises(InvalidValue):
        check_limits(page)
