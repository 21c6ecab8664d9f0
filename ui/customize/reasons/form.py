"""The form of a reason, with what else can be done with it."""

from collections.abc import Callable, Sequence

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.components.button import button
from ui.components.changing import OwnChanges, refusal_notice, use_change
from ui.components.editing import use_editor
from ui.components.notices import Notices
from ui.customize.reasons.aliases import Aliases
from ui.customize.reasons.documents import MAKE_DEFAULT, UPDATE, Reason, ScriptName
from ui.customize.reasons.fields import read_reason, reason_fields, stored_reason
from ui.customize.reasons.removal import Removal
from ui.events import BrowserEvent


@component
def ReasonForm(
    reason: Reason,
    scripts: Sequence[ScriptName],
    notices: Notices,
    own: OwnChanges,
    *,
    opener: str,
    close: Callable[[], None],
) -> VdomDict:
    """Change a reason."""

    def saved() -> None:
        close()
        notices.say(texts.saved(reason.name))

    editor = use_editor(
        UPDATE,
        subject=reason.id,
        version=reason.version,
        own=own,
        read=lambda given: read_reason(given, is_default=reason.is_default),
        saved=saved,
    )
    return html.div(
        {"class": "entry-body"},
        editor.form(
            *reason_fields(editor.names, reason, scripts),
            opener=opener,
            stored=stored_reason(reason),
            cancel=lambda _: close(),
        ),
        html.div(
            {"key": "more", "class": "entry-more"},
            Aliases(reason, own),
            "" if reason.is_default else MoveDefault(reason, own),
            "" if reason.is_default else Removal(reason, notices, close),
        ),
    )


@component
def MoveDefault(reason: Reason, own: OwnChanges) -> VdomDict:
    """Let the reason apply where none is said."""
    change = use_change(MAKE_DEFAULT)

    async def make_default(_: BrowserEvent) -> None:
        result = await change.run({"id": reason.id, "version": reason.version})
        own.note_result(reason.id, reason.version, result)

    return html.section(
        {"aria-label": texts.IS_DEFAULT},
        html.h4({"class": "eyebrow"}, texts.IS_DEFAULT),
        html.p({"class": "soft"}, texts.MAKE_DEFAULT_HINT),
        button(texts.MAKE_DEFAULT, make_default, is_unavailable=not reason.is_active),
        refusal_notice(change.refusal),
    )
