"""One open script: what is typed reaches the server in order, and two who write lose nothing."""

from collections.abc import Callable
from typing import Any

import msgspec

from ui.client import Failed
from ui.customize.scripts import parts
from ui.customize.scripts.documents import (
    SAVE_PAGE,
    ChangedAnswer,
    ManagedCallScript,
    Page,
    Question,
    Refusal,
    ScriptAnswer,
)
from ui.customize.scripts.writing import Place, Writing

TEXT, TITLE = Place("page-1", "text"), Place("page-1", "title")


class Shelf:
    """Hold one script as the server does: a page is saved over the revision that was read."""

    def __init__(self) -> None:
        self.is_away = False
        self.script = ManagedCallScript(
            id="1", name="Script", version=1, is_published=False, has_draft=True,
            call_reasons=(), versions=(), findings=(), pages=(Page(id="page-1", revision=1),),
        )  # fmt: skip

    @property
    def page(self) -> Page:
        return self.script.pages[0]

    def put(self, *pages: Page) -> None:
        version = self.script.version + 1
        self.script = msgspec.structs.replace(self.script, version=version, pages=pages)

    def write(self, **changes: object) -> None:
        """Change the first page as somebody else would."""
        self.put(msgspec.structs.replace(self.page, revision=self.script.version + 1, **changes))

    async def run(self, document: object, variables: dict[str, Any]) -> ChangedAnswer | Failed:
        if self.is_away:
            return Failed(code="INTERNAL", message="The database is away.")
        assert document is SAVE_PAGE
        page = msgspec.convert(variables["page"], Page)
        stored = {each.id: each.revision for each in self.script.pages}
        if stored.get(page.id, 0) != page.revision:
            return ChangedAnswer(script=Refusal(code="CHANGED_MEANWHILE", message="Read again."))
        newer = msgspec.structs.replace(page, revision=self.script.version + 1)
        self.put(*(each for each in self.script.pages if each.id != page.id), newer)
        return ChangedAnswer(script=self.script)

    async def read(self) -> ScriptAnswer:
        return ScriptAnswer(call_script=self.script, merge_fields=())

    def opened(self, redraw: Callable[[], None] = lambda: None) -> Writing:
        return Writing(script=self.script, run=self.run, read_again=self.read, redraw=redraw)


EMPTY = parts.digest("")


async def test_what_is_typed_is_stored() -> None:
    shelf = Shelf()
    writing = shelf.opened()

    await writing.type(TEXT, "Good", over=EMPTY)
    await writing.type(TEXT, "Good morning", over=EMPTY)

    assert shelf.page.text == writing.shown(TEXT) == "Good morning"
    assert writing.conflicts == {}


async def test_what_was_held_back_never_replaces_what_was_typed_later() -> None:
    shelf = Shelf()
    writing = shelf.opened()

    await writing.type(TEXT, "Good morning", over=EMPTY, turn=12)
    await writing.type(TEXT, "Good mor", over=EMPTY, turn=8)

    assert shelf.page.text == "Good morning"


async def test_another_text_of_the_same_page_is_no_conflict() -> None:
    shelf = Shelf()
    writing = shelf.opened()
    shelf.write(title="Theirs")

    await writing.type(TEXT, "Mine", over=EMPTY)

    assert (shelf.page.title, shelf.page.text) == ("Theirs", "Mine")


async def test_both_texts_are_kept_until_one_is_chosen() -> None:
    shelf = Shelf()
    writing = shelf.opened()
    shelf.write(text="Theirs")

    await writing.type(TEXT, "Mine", over=EMPTY)

    assert (writing.conflicts[TEXT], writing.shown(TEXT)) == ("Mine", "Theirs")
    await writing.choose(TEXT, own=True)
    assert shelf.page.text == "Mine"
    assert writing.conflicts == {}


async def test_the_browser_shows_the_other_text_when_that_is_chosen() -> None:
    shelf = Shelf()
    writing = shelf.opened()
    before = writing.edition(TEXT)
    shelf.write(text="Theirs")
    await writing.type(TEXT, "Mine", over=EMPTY)

    await writing.choose(TEXT, own=False)

    assert shelf.page.text == "Theirs"
    assert writing.edition(TEXT) != before
    assert writing.edition(TEXT).endswith("!")


async def test_what_somebody_else_wrote_is_shown_and_ones_own_text_stays() -> None:
    shelf = Shelf()
    writing = shelf.opened()
    title, text = writing.edition(TITLE), writing.edition(TEXT)
    await writing.type(TEXT, "Mine", over=EMPTY)

    shelf.write(title="Theirs")
    writing.adopt(shelf.script)

    assert writing.edition(TITLE) != title
    assert writing.edition(TEXT) == text


async def test_a_page_that_somebody_else_removed_comes_back_with_what_is_typed() -> None:
    shelf = Shelf()
    writing = shelf.opened()
    shelf.put(Page(id="page-2", revision=2))
    writing.adopt(shelf.script)
    assert writing.is_gone("page-1")

    await writing.type(TEXT, "Mine", over=EMPTY)

    assert [(page.id, page.text) for page in shelf.script.pages] == [
        ("page-2", ""),
        ("page-1", "Mine"),
    ]
    assert not writing.is_gone("page-1")


async def test_a_server_that_is_away_is_said_and_the_same_text_is_taken_later() -> None:
    shelf = Shelf()
    writing = shelf.opened()
    shelf.is_away = True
    await writing.type(TEXT, "Mine", over=EMPTY)
    assert writing.problem == "The database is away."

    shelf.is_away = False
    await writing.type(TEXT, "Mine", over=EMPTY)

    assert (shelf.page.text, writing.problem) == ("Mine", "")


async def test_choices_keep_the_very_words_that_were_typed() -> None:
    shelf = Shelf()
    writing = shelf.opened()
    place = Place("page-1", "questions.question_1.choices")
    await writing.change(
        "page-1",
        lambda page: msgspec.structs.replace(
            page,
            questions=(msgspec.convert({"id": "question_1", "type": "CHOICE"}, Question),),
        ),
    )

    await writing.type(place, "resolved\n", over=EMPTY)
    await writing.type(place, "resolved\nopen\n", over=EMPTY)

    assert [option.value for option in shelf.page.questions[0].options] == ["resolved", "open"]
    assert writing.shown(place) == "resolved\nopen\n"
    assert writing.conflicts == {}
