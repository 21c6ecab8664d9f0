"""What the editor asks before something is lost: a page, a draft, what a draft holds."""

from collections.abc import Awaitable, Callable

from reactpy.types import VdomDict

from ui import texts
from ui.components.dialog import alert_dialog
from ui.customize.scripts.desk import Desk
from ui.customize.scripts.documents import DISCARD, RETURN_TO
from ui.events import BrowserEvent


def question_asked(desk: Desk, asking: str) -> VdomDict | str:
    """Show the dialog that stands for a word: "page", "discard", "return:<version>"."""
    kind, _, subject = asking.partition(":")
    if kind == "page":
        return _dialog(desk, texts.delete_page(desk.title_of(desk.page.id)), texts.PAGE_IS_LOST,
                       texts.DELETE_PAGE, lambda: _remove_page(desk))  # fmt: skip
    if kind == "discard":
        return _dialog(desk, texts.DISCARD_DRAFT_ASKED, texts.DRAFT_IS_LOST,
                       texts.DISCARD_DRAFT, lambda: desk.writing.ask(DISCARD))  # fmt: skip
    if kind == "return":
        number = next((v.number for v in desk.writing.script.versions if v.id == subject), 0)
        return _dialog(desk, texts.return_asked(number), texts.RETURN_EXPLAINED,
                       texts.RETURN, lambda: desk.writing.ask(RETURN_TO, versionId=subject))  # fmt: skip
    return ""


def _dialog(
    desk: Desk, question: str, explanation: str, agree: str, act: Callable[[], Awaitable[object]]
) -> VdomDict:
    async def on_agree(_: BrowserEvent) -> None:
        desk.ask("")
        await act()

    return alert_dialog(
        "script-question",
        question,
        explanation,
        agree=agree,
        on_agree=on_agree,
        keep=texts.CANCEL,
        on_keep=lambda _: desk.ask(""),
    )


async def _remove_page(desk: Desk) -> None:
    place = desk.number_of(desk.page.id)
    left = [page.id for page in desk.pages if page.id != desk.page.id]
    if await desk.writing.remove_page(desk.page.id):
        desk.open_page(left[min(place, len(left)) - 1])
