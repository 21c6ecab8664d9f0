"""What is found wrong with a script."""

import pytest
from msgspec.structs import replace

from models.scripts.checking import Finding, FindingCode, check_flow
from models.scripts.flow import (
    Branch,
    Condition,
    Operator,
    Option,
    Question,
    QuestionType,
    ScriptPage,
)
from models.scripts.naming import STANDING, MergeField
from tests.models.scripts.flows import FLOW

FIELDS = [
    *STANDING,
    MergeField(name="call.details.account_number", description="Account", example="1"),
]
F = FindingCode


def asks(question: Question) -> tuple[ScriptPage, ...]:
    return (ScriptPage(id="a", text="a", questions=(question,)),)


def leads(*branches: Branch) -> tuple[ScriptPage, ...]:
    number = Question(id="n", label="?", type=QuestionType.NUMBER)
    return (
        ScriptPage(id="a", text="a", questions=(number,), branches=branches),
        ScriptPage(id="b", text="b"),
    )


def says(text: str) -> tuple[ScriptPage, ...]:
    return (ScriptPage(id="a", text=text),)


def when(question: str, operator: Operator = Operator.EQUALS, value: str = "1") -> Branch:
    condition = Condition(question=question, operator=operator, value=value)
    return Branch(conditions=(condition,), next="b")


def test_nothing_is_wrong_with_a_sound_script() -> None:
    assert check_flow(FLOW, FIELDS) == []


@pytest.mark.parametrize(
    ("flow", "code", "subject"),
    [
        ((), F.NO_PAGES, ""),
        ((*says("a"), *says("b")), F.DUPLICATE_PAGE, "a"),
        (says("{{ contact.first_nam }}"), F.UNKNOWN_MERGE_FIELD, "contact.first_nam"),
        (says("{{ answers.gone }}"), F.UNKNOWN_MERGE_FIELD, "answers.gone"),
        (says("{{ 'a' | shout }}"), F.BROKEN_TEXT, "unknown filter 'shout'"),
        (asks(Question(id="q")), F.NO_LABEL, ""),
        (asks(Question(id="q", label="?", type=QuestionType.CHOICE)), F.NO_OPTIONS, ""),
        (
            asks(
                Question(
                    id="q",
                    label="?",
                    type=QuestionType.CHOICE,
                    options=(Option(value="a"), Option(value="a")),
                )
            ),
            F.DUPLICATE_OPTION,
            "a",
        ),
        (
            asks(Question(id="q", label="?", type=QuestionType.DATE, default="soon")),
            F.WRONG_DEFAULT,
            "soon",
        ),
        (
            asks(Question(id="q", label="?", prefill="contact.age")),
            F.UNKNOWN_PREFILL,
            "contact.age",
        ),
        (
            asks(Question(id="q", label="?", write_back="contact.full_name")),
            F.UNKNOWN_WRITE_BACK,
            "contact.full_name",
        ),
        (leads(Branch(next="gone")), F.MISSING_PAGE, "gone"),
        (leads(when("gone")), F.UNKNOWN_QUESTION, "gone"),
        (leads(when("n", value="many")), F.WRONG_VALUE, "many"),
        (leads(when("n", value=" ")), F.WRONG_VALUE, " "),
    ],
)
def test_an_error_is_found(flow: tuple[ScriptPage, ...], code: F, subject: str) -> None:
    found = next(each for each in check_flow(flow, FIELDS) if each.code is code)

    assert found.is_error
    assert found.subject == subject


def test_a_question_id_used_twice_is_found_on_both_pages() -> None:
    question = Question(id="q", label="?")
    flow = tuple(ScriptPage(id=page, text="x", questions=(question,)) for page in "ab")

    found = check_flow(flow, FIELDS)

    assert {(each.code, each.page) for each in found} == {
        (F.DUPLICATE_QUESTION, "a"),
        (F.DUPLICATE_QUESTION, "b"),
    }


def test_pages_that_never_lead_to_the_end_are_found() -> None:
    flow = (
        ScriptPage(id="a", text="a"),
        ScriptPage(id="b", text="b", branches=(Branch(next="a"),)),
        ScriptPage(id="c", text="c"),
    )

    assert check_flow(flow, FIELDS) == [
        Finding(code=F.ENDLESS_LOOP, page="a"),
        Finding(code=F.ENDLESS_LOOP, page="b"),
        Finding(code=F.UNREACHABLE_PAGE, page="c"),
    ]


def test_a_loop_with_a_way_out_is_none() -> None:
    first, second = leads(when("n"))
    flow = (first, replace_branches(second, Branch(conditions=when("n").conditions, next="a")))

    assert check_flow(flow, FIELDS) == []


def replace_branches(page: ScriptPage, *branches: Branch) -> ScriptPage:
    return ScriptPage(id=page.id, text=page.text, branches=branches)


@pytest.mark.parametrize(
    ("flow", "code"),
    [
        (leads(Branch(next=None)), F.UNREACHABLE_PAGE),
        (leads(Branch(next="b"), when("n")), F.UNREACHABLE_BRANCH),
        (says("{{ call.details['shoe size'] }}"), F.UNDECLARED_DETAIL),
        (says(" "), F.EMPTY_PAGE),
    ],
)
def test_a_warning_keeps_nothing_from_being_published(
    flow: tuple[ScriptPage, ...], code: F
) -> None:
    found = check_flow(flow, FIELDS)

    assert [each.code for each in found] == [code]
    assert not found[0].is_error


@pytest.mark.parametrize(
    "text",
    [
        "{{ call.details.account_number }}",
        "{{ call.details['account_number'] }}",
        "{% if contact %}x{% endif %}",
        "{{ contact.email.size }}",
        "{% assign x = contact.email %}{{ x }}",
        "{% for detail in call.details %}{{ detail }}{% endfor %}",
    ],
)
def test_known_merge_fields_are_found_whatever_their_form(text: str) -> None:
    assert check_flow(says(text), FIELDS) == []


def test_errors_come_first_and_never_more_than_500() -> None:
    text = "".join(f"{{{{ a{n} }}}}" for n in range(300))
    pages = [ScriptPage(id=page, text=text) for page in "bc"]

    found = check_flow((*says(" "), *pages), FIELDS)

    assert len(found) == 500
    assert found[0].is_error
    assert found[-1] == replace(found[-1], code=F.EMPTY_PAGE, page="a", subject="")
