"""The form of a new reason."""

from collections.abc import Callable, Sequence

from reactpy import component
from reactpy.types import VdomDict

from ui import texts
from ui.components.editing import use_creator
from ui.components.notices import Notices
from ui.customize.reasons.documents import CREATE, ScriptName
from ui.customize.reasons.fields import new_reason_fields, read_new_reason


@component
def NewReason(
    scripts: Sequence[ScriptName],
    notices: Notices,
    *,
    opener: str,
    close: Callable[[], None],
    received: str = "",
) -> VdomDict:
    """Define a reason; ``received`` is the id that calls came with."""

    def saved() -> None:
        close()
        notices.say(texts.REASON_CREATED)

    editor = use_creator(CREATE, subject=f"reason:{received}", read=read_new_reason, saved=saved)
    return editor.form(
        *new_reason_fields(editor.names, scripts, received=received),
        opener=opener,
        cancel=lambda _: close(),
    )
