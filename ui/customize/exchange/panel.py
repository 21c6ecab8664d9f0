"""The import of a file: what it would change is shown first."""

from collections.abc import Callable, Mapping
from typing import Any

from reactpy import Vdom, component, html, use_ref, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Failed, use_mutation
from ui.components.button import button
from ui.components.dialog import form_dialog
from ui.components.field import long_text_field
from ui.customize.addressing import use_address
from ui.customize.changing import Refusal, refusal_notice
from ui.customize.editing import opener_button
from ui.customize.exchange.changes import change_list, counted
from ui.customize.exchange.documents import IMPORT, PREVIEW, CallManagementImport
from ui.customize.notices import Notices
from ui.events import BrowserEvent, EventFunction, listen

file_text = Vdom("file-text")

OPEN = "import"
SENDS: dict[str, Any] = {"data-send": ""}
# The schema refuses less; this only bounds what a browser can make the server keep.
MOST_PIECES = 200


@component
def Import(notices: Notices) -> VdomDict:
    """Show the button, and the dialog behind it."""
    opened = use_address("dialog-import")

    def close() -> None:
        opened.close(OPEN)

    return html.fragment(
        opened.element,
        opener_button(texts.IMPORT, "open-import", lambda _: opened.open(OPEN)),
        form_dialog(
            "import",
            texts.IMPORT_TITLE,
            ImportForm(notices, close),
            close=texts.CLOSE,
            on_close=lambda _: close(),
        )
        if opened.values
        else "",
    )


@component
def ImportForm(notices: Notices, close: Callable[[], None]) -> VdomDict:
    """Take a file or a pasted text, show what it changes, and change that."""
    content, set_content = use_state("")
    plan, set_plan = use_state(_nothing)
    preview, run = use_mutation(PREVIEW), use_mutation(IMPORT)

    async def show(text: str) -> None:
        answer = await preview({"content": text})
        set_content(text)
        set_plan(answer if isinstance(answer, Failed) else _told(answer.result))

    async def change(_: BrowserEvent) -> None:
        answer = await run({"content": content})
        result = answer if isinstance(answer, Failed) else _told(answer.result)
        if isinstance(result, Failed):
            set_plan(result)
            return
        close()
        notices.say(texts.imported(counted(result.changes)))

    return html.div(
        html.p({"class": "soft"}, texts.IMPORT_HINT),
        Source(show),
        html.div({"role": "status"}, *_outcome(plan, change)),
    )


@component
def Source(show: Callable[[str], Any]) -> VdomDict:
    """Take the text; static/file-text.js reads a file into the field, and sends the field in pieces."""
    pieces: list[str] = use_ref(list[str]()).current

    async def take(event: BrowserEvent) -> None:
        piece: Mapping[str, Any] = event["detail"]
        if piece["isFirst"]:
            pieces.clear()
        if len(pieces) < MOST_PIECES:
            pieces.append(str(piece["text"]))
        if piece["isLast"]:
            await show("".join(pieces))

    return file_text(
        {"onpiece": listen(take, target="import-piece")},
        html.div(
            {"class": "field"},
            html.label({"htmlFor": "import-file"}, texts.IMPORT_FILE),
            html.input({"type": "file", "id": "import-file", "accept": ".json,application/json"}),
        ),
        long_text_field(
            "import-text", texts.IMPORT_TEXT, rows=6, spellcheck="false", **{"class": "code"}
        ),
        html.div({"class": "actions"}, button(texts.SHOW_CHANGES, **SENDS)),
    )


def _outcome(
    plan: CallManagementImport | Failed | None, change: EventFunction
) -> tuple[VdomDict | str, ...]:
    if plan is None:
        return ()
    if isinstance(plan, Failed):
        return (refusal_notice(plan),)
    return (
        change_list(plan.changes),
        html.div(
            {"class": "actions"},
            button(
                texts.IMPORT_NOW,
                change,
                kind="primary",
                is_unavailable=all(each.action == "LEFT" for each in plan.changes),
            ),
        ),
    )


def _told(result: CallManagementImport | Refusal) -> CallManagementImport | Failed:
    if isinstance(result, Refusal):
        return Failed(code=result.code, message=result.message)
    return result


def _nothing() -> CallManagementImport | Failed | None:
    return None
