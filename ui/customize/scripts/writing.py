"""One open script: what the server holds of it, what is typed over that, and how it gets there.

Changes go one after another. A page that somebody else changed meanwhile is read again and the change made on top of
it; only where both changed one text the editor has to choose, and until then sees both.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from ui.client import Document, Failed
from ui.customize.scripts import parts
from ui.customize.scripts.documents import (
    PUBLISH,
    REMOVE_PAGE,
    RENAME,
    REORDER,
    SAVE_PAGE,
    ChangedAnswer,
    ManagedCallScript,
    Page,
    Refusal,
    ScriptAnswer,
)

CHANGED_MEANWHILE = "CHANGED_MEANWHILE"
MOST_TRIES = 5

Run = Callable[[Document[Any], dict[str, Any]], Awaitable[Any]]


class Place(NamedTuple):
    """A text of a page."""

    page: str
    path: str


SCRIPT_NAME = Place("", "name")


@dataclass(slots=True)
class Writing:
    """The state of one open editor; ``redraw`` shows it anew."""

    script: ManagedCallScript
    run: Run
    read_again: Callable[[], Awaitable[ScriptAnswer | Failed]]
    redraw: Callable[[], None]
    problem: str = ""
    _published: int | None = None
    conflicts: dict[Place, str] = field(default_factory=dict)
    _typed: dict[Place, str] = field(default_factory=dict)
    _own: dict[Place, str] = field(default_factory=dict)
    _editions: dict[Place, str] = field(default_factory=dict)
    _turns: dict[Place, int] = field(default_factory=dict)
    _gone: dict[str, Page] = field(default_factory=dict)
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)

    def page(self, page_id: str) -> Page | None:
        """Return a page as it is stored, or as it last was when somebody else has removed it."""
        stored = next((page for page in self.script.pages if page.id == page_id), None)
        return stored or self._gone.get(page_id)

    def is_gone(self, page_id: str) -> bool:
        """Say whether somebody else has removed a page that was seen here."""
        return page_id in self._gone

    def shown(self, place: Place) -> str:
        """Return a text as it is stored, in the very words that were typed where they mean the same."""
        own = self._own.get(place)
        return own if own is not None and self._is_stored(place, own) else self._stored(place)

    def latest(self, place: Place) -> str:
        """Return a text as it was last typed here, saved or not."""
        return self._typed.get(place, self._stored(place))

    def edition(self, place: Place) -> str:
        """Change with each text that did not come from this field: the browser then shows it."""
        return self._editions.setdefault(place, parts.digest(self.shown(place)))

    def adopt(self, script: ManagedCallScript) -> None:
        """Take in what the server holds now, unless that is older."""
        if script.version < self.script.version:
            return
        before, self.script = self.script, script
        stored = {page.id: page for page in script.pages}
        for page in before.pages:
            if page.id not in stored:
                self._gone[page.id] = msgspec.structs.replace(page, revision=0)
            elif page != stored[page.id]:
                self._show_what_others_wrote(page, stored[page.id])
        for page_id in stored:
            self._gone.pop(page_id, None)
        if script.name not in (before.name, self._typed.get(SCRIPT_NAME)):
            self._replace(SCRIPT_NAME, script.name)

    async def type(self, place: Place, text: str, *, over: str, turn: int | None = None) -> None:
        """Save a text typed over the one with that digest, or keep both when another is there now.

        ``turn`` counts up in the browser, which may send what it held back after what was typed later.
        """
        if turn is not None and turn < self._turns.get(place, 0):
            return
        self._turns[place] = turn or self._turns.get(place, 0)
        self._typed[place] = text
        async with self._one_by_one:
            if self._typed.get(place) != text:
                return  # typed on meanwhile
            if self._may_replace(place, text, over):
                self.conflicts.pop(place, None)
                await self._store(place, text)
            else:
                self.conflicts[place] = text
            if self._is_stored(place, text):
                self._own[place] = text
        self.redraw()

    async def choose(self, place: Place, *, own: bool) -> None:
        """End a conflict with the text typed here or the one that is stored."""
        text = self.conflicts.pop(place, None)
        if text is None:
            return
        if own:
            await self.type(place, text, over=parts.digest(self._stored(place)))
            return
        self._replace(place, self._stored(place), although_typed_over=True)
        self.redraw()

    async def change(self, page_id: str, edit: Callable[[Page], Page]) -> bool:
        """Change a page as it is stored now; say whether that is done."""
        async with self._one_by_one:
            is_done = await self._change(page_id, edit)
        self.redraw()
        return is_done

    async def add_page(self) -> str | None:
        """Add an empty page at the end, in the language of the one before, and return its id."""
        async with self._one_by_one:
            for _ in range(MOST_TRIES):
                id = parts.free_id("page-", [page.id for page in self.script.pages] + [*self._gone])
                added = Page(id=id, language=self.script.pages[-1].language)
                if await self._ask(SAVE_PAGE, page=msgspec.to_builtins(added)):
                    return id
        self.redraw()
        return None

    async def remove_page(self, page_id: str) -> bool:
        """Take a page out as it is on screen."""
        async with self._one_by_one:
            page = self.page(page_id)
            revision = page.revision if page else 0
            is_done = await self._ask(REMOVE_PAGE, page=page_id, revision=revision)
            if is_done:
                self._gone.pop(page_id, None)
        self.redraw()
        return is_done

    async def move_page(self, page_id: str, by: int) -> None:
        """Move a page up (-1) or down (1)."""
        async with self._one_by_one:
            order = tuple(page.id for page in self.script.pages)
            if page_id in order:
                order = parts.moved(order, order.index(page_id), by)
                await self._ask(REORDER, order=list(order))
        self.redraw()

    @property
    def is_just_published(self) -> bool:
        """Say whether this editor has published it, and nothing has changed since."""
        return self._published == self.script.version

    async def publish(self) -> bool:
        """Put the draft in force; say whether that is done."""
        async with self._one_by_one:
            is_done = await self._ask(PUBLISH, version=self.script.version)
            if is_done:
                self._published = self.script.version
        self.redraw()
        return is_done

    async def ask(self, document: Document[ChangedAnswer], **variables: Any) -> bool:
        """Run a mutation that names the version on screen; say whether it was done."""
        async with self._one_by_one:
            is_done = await self._ask(document, version=self.script.version, **variables)
            if is_done:
                self._gone.clear()
        self.redraw()
        return is_done

    def _stored(self, place: Place) -> str:
        if place == SCRIPT_NAME:
            return self.script.name
        page = self.page(place.page)
        return (parts.read_text(page, place.path) if page else None) or ""

    def _is_stored(self, place: Place, text: str) -> bool:
        """Say whether this text is stored; choices may be written in several ways."""
        page = self.page(place.page)
        if page is None:
            return text == self._stored(place)
        return parts.write_text(page, place.path, text) == page

    def _may_replace(self, place: Place, text: str, over: str) -> bool:
        stored, own = self._stored(place), self._own.get(place)
        if over == parts.digest(stored) or self._is_stored(place, text):
            return True
        return own is not None and self._is_stored(place, own)

    async def _store(self, place: Place, text: str) -> None:
        if place == SCRIPT_NAME:
            await self._rename(text)
            return
        over = self._stored(place)

        def edit(page: Page) -> Page:
            if (parts.read_text(page, place.path) or "") not in (over, text):
                self.conflicts[place] = text
                return page
            return parts.write_text(page, place.path, text)

        await self._change(place.page, edit)

    async def _rename(self, name: str) -> None:
        for _ in range(MOST_TRIES):
            if name == self.script.name:
                self.problem = ""
                return
            if await self._ask(RENAME, name=name, version=self.script.version):
                return

    async def _change(self, page_id: str, edit: Callable[[Page], Page]) -> bool:
        for _ in range(MOST_TRIES):
            page = self.page(page_id)
            if page is None:
                return False
            changed, revision = edit(page), self.script.version
            if changed == page and not self.is_gone(page_id):
                self.problem = ""
                return True
            if await self._ask(SAVE_PAGE, page=msgspec.to_builtins(changed)):
                return True
            if self.script.version == revision:
                return False  # nobody was faster: once more would fail again
        return False

    async def _ask(self, document: Document[ChangedAnswer], **variables: Any) -> bool:
        answer = await self.run(document, {"id": self.script.id, **variables})
        result = answer if isinstance(answer, Failed) else answer.script
        if isinstance(result, ManagedCallScript):
            self.problem = ""
            self.adopt(result)
            return True
        self.problem = result.message
        if isinstance(result, Refusal) and result.code == CHANGED_MEANWHILE:
            newest = await self.read_again()
            if isinstance(newest, ScriptAnswer):
                self.adopt(newest.call_script)
        return False

    def _show_what_others_wrote(self, before: Page, now: Page) -> None:
        for path in parts.text_paths(now):
            text, place = parts.read_text(now, path) or "", Place(now.id, path)
            typed = self._typed.get(place)
            is_own = typed is not None and parts.write_text(now, path, typed) == now
            if text != (parts.read_text(before, path) or "") and not is_own:
                self._replace(place, text)

    def _replace(self, place: Place, text: str, *, although_typed_over: bool = False) -> None:
        """Let the browser show a text; one that is typed over at this moment only if it must."""
        self._typed.pop(place, None)
        self._own.pop(place, None)
        before = self._editions.get(place, "")
        edition = parts.digest(text)
        again = "." if before.strip("!.") == edition and not before.endswith(".") else ""
        self._editions[place] = edition + again + ("!" if although_typed_over else "")
