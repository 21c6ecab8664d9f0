"""What the list of scripts asks: another name, and whether a script may go."""

from collections.abc import Callable, Sequence
from typing import Any

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.components.button import button
from ui.components.dialog import alert_dialog, open_dialog
from ui.components.field import text_field
from ui.customize.scripts.documents import DELETE, RENAME, RETIRE, ListedScript
from ui.events import BrowserEvent, fields_of, submit

FIELD = "script-name"


def list_question(
    scripts: Sequence[ListedScript], asking: tuple[str, str], change: Any, close: Callable[[], None]
) -> VdomDict | str:
    """Show the dialog that is asked for: "rename", "retire" or "delete", and of which script."""
    kind, id = asking
    script = next((each for each in scripts if each.id == id), None)
    if script is None or not kind:
        return ""
    if kind == "rename":
        return _rename(script, change, close)
    retires = kind == "retire"

    async def agree(_: BrowserEvent) -> None:
        close()
        await change(RETIRE if retires else DELETE, id=script.id, version=script.version)

    return alert_dialog(
        f"{kind}-script",
        texts.retire_asked(script.name) if retires else texts.delete_asked(script.name),
        texts.RETIRE_EXPLAINED if retires else texts.DELETE_EXPLAINED,
        agree=texts.RETIRE if retires else texts.DELETE,
        on_agree=agree,
        keep=texts.CANCEL,
        on_keep=lambda _: close(),
    )


def _rename(script: ListedScript, change: Any, close: Callable[[], None]) -> VdomDict:
    async def save(event: BrowserEvent) -> None:
        name = fields_of(event).get(FIELD, "")
        close()
        await change(RENAME, id=script.id, name=name, version=script.version)

    more: dict[str, Any] = {"data-escape": ""}
    return open_dialog(
        {"key": "rename"},
        html.dialog(
            {"aria-labelledby": "rename-title"},
            html.h2({"id": "rename-title"}, texts.rename_asked(script.name)),
            html.form(
                {"onSubmit": submit(save)},
                text_field(
                    FIELD,
                    texts.NAME,
                    defaultValue=script.name,
                    required=True,
                    maxLength=255,
                    autofocus=True,
                ),
                html.div(
                    {"class": "actions"},
                    button(texts.CANCEL, lambda _: close(), **more),
                    html.button({"type": "submit", "class": "primary"}, texts.SAVE),
                ),
            ),
        ),
    )
