"""The parts of a script's page: pure functions from one page to the next."""

import pytest

from ui.customize.scripts import parts
from ui.customize.scripts.documents import Branch, Condition, Option, Page, Question

PAGE = Page(
    id="page-1",
    title="Greeting",
    text="Good morning",
    questions=(
        Question(id="question_1", label="Disputed?", type="YES_NO"),
        Question(id="question_2", type="CHOICE", options=(Option(value="a", label="A one"),)),
    ),
    branches=(
        Branch(next="page-2", conditions=(Condition(question="question_1", value="yes"),)),
        Branch(next=None),
    ),
)


@pytest.mark.parametrize("path", list(parts.text_paths(PAGE)))
def test_what_is_written_to_a_place_is_read_there(path: str) -> None:
    changed = parts.write_text(PAGE, path, "something else")

    assert parts.read_text(changed, path) == "something else"
    others = [each for each in parts.text_paths(PAGE) if each != path]
    assert all(parts.read_text(changed, each) == parts.read_text(PAGE, each) for each in others)


@pytest.mark.parametrize(
    "path",
    ["questions.gone.label", "branches.7.conditions.0.value", "nowhere", "questions.gone.choices"],
)
def test_a_place_that_is_not_there_leaves_the_page_as_it_is(path: str) -> None:
    assert parts.write_text(PAGE, path, "text") == PAGE
    assert parts.read_text(PAGE, path) is None


def test_choices_stand_one_a_line_with_what_is_shown_behind() -> None:
    options = parts.read_choices("resolved\n\n open = Still open \n")

    assert options == (Option(value="resolved"), Option(value="open", label="Still open"))
    assert parts.written_choices(options) == "resolved\nopen = Still open"


def test_a_new_branch_stands_before_the_one_that_always_leads() -> None:
    added = Branch(next="page-3", conditions=(Condition(question="question_2"),))

    page = parts.add_branch(PAGE, added)

    assert [branch.next for branch in page.branches] == ["page-2", "page-3", None]
    assert parts.lead_otherwise(page, None).branches == page.branches[:2]


def test_parts_move_one_step_and_never_beyond_the_ends() -> None:
    assert parts.moved(("a", "b", "c"), 0, 1) == ("b", "a", "c")
    assert parts.moved(("a", "b", "c"), 2, 1) == ("a", "b", "c")
    assert parts.moved(("a", "b"), None, 1) == ("a", "b")


def test_an_id_that_was_taken_is_not_given_again() -> None:
    assert parts.free_id("page-", ["page-1", "page-7", "greeting"]) == "page-8"
