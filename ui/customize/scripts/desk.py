"""What every part of the editor needs: the script, the page being edited, and what can be done with them."""

from collections.abc import Awaitable, Callable

from msgspec import Struct

from ui import texts
from ui.customize.scripts.documents import Finding, MergeField, Page, Question
from ui.customize.scripts.writing import Writing
from ui.events import BrowserEvent


class Desk(Struct, frozen=True, kw_only=True):
    """One open script with one page in front."""

    writing: Writing
    page: Page
    merge_fields: tuple[MergeField, ...]
    open_page: Callable[[str], None]
    focus: Callable[[str], None]
    ask: Callable[[str], None]

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages as they are stored."""
        return self.writing.script.pages

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all pages."""
        return tuple(question for page in self.pages for question in page.questions)

    def number_of(self, page_id: str) -> int:
        """Return the place of a page from 1; of one that is gone, the place after the last."""
        ids = [page.id for page in self.pages]
        return ids.index(page_id) + 1 if page_id in ids else len(ids) + 1

    def title_of(self, page_id: str) -> str:
        """Name a page; one without a title by its number."""
        page = self.writing.page(page_id)
        if page is None:
            return texts.PAGE_THAT_IS_MISSING
        return page.title.strip() or texts.untitled_page(self.number_of(page_id))

    def findings_on(self, page_id: str) -> list[Finding]:
        """Return what is wrong with a page."""
        return [each for each in self.writing.script.findings if each.page == page_id]

    def changing(self, edit: Callable[[Page], Page]) -> Callable[[BrowserEvent], Awaitable[None]]:
        """Make a handler that changes the page in front."""

        async def change(_: BrowserEvent) -> None:
            await self.writing.change(self.page.id, edit)

        return change


def element_id(path: str) -> str:
    """Name the element of a text."""
    return "script-" + path.replace(".", "-")
