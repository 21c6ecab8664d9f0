"""The import of a file: what it would change is shown first."""

from collections.abc import Callable

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Failed, use_mutation
from ui.components.addressing import use_address
from ui.components.button import button
from ui.components.changing import Refusal, refusal_notice
from ui.components.dialog import form_dialog
from ui.components.editing import opener_button
from ui.components.file_text import FileText
from ui.components.notices import Notices
from ui.customize.exchange.changes import change_list, counted
from ui.customize.exchange.documents import IMPORT, PREVIEW, CallManagementImport
from ui.events import BrowserEvent, EventFunction

OPEN = "import"


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
        FileText("import", show, accept=".json,application/json", agree=texts.SHOW_CHANGES),
        html.div({"role": "status"}, *_outcome(plan, change)),
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
