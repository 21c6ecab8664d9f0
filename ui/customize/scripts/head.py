"""The head of the editor: the script's name, what is saved, and the way into force."""

from reactpy import Vdom, html
from reactpy.types import VdomDict

from ui import texts
from ui.components.badge import badge
from ui.components.button import button
from ui.customize.scripts.desk import Desk
from ui.customize.scripts.documents import ManagedCallScript
from ui.customize.scripts.findings import ELEMENT as FINDINGS
from ui.customize.scripts.typed import typed_field
from ui.customize.scripts.writing import SCRIPT_NAME
from ui.events import BrowserEvent

text_status = Vdom("text-status")

LIST = "?tab=scripts&script="
EDITOR = "script-editor"


def head(desk: Desk) -> VdomDict:
    """Show it."""
    script = desk.writing.script
    return html.div(
        {"class": "script-head"},
        html.a({"href": LIST}, texts.ALL_SCRIPTS),
        html.div(
            {"class": "bar"},
            typed_field(desk.writing, SCRIPT_NAME, texts.SCRIPT_NAME, required=True),
            html.div(
                {"class": "states"},
                *states(is_published=script.is_published, has_draft=script.has_draft),
            ),
            _status(desk),
            _discard(desk, script),
            _publish(desk, script),
        ),
        html.div({"role": "status"}, _published(script) if desk.writing.is_just_published else ""),
        html.p({"class": "failure", "role": "alert"}, texts.not_done(desk.writing.problem))
        if desk.writing.problem
        else "",
    )


def states(*, is_published: bool, has_draft: bool) -> list[VdomDict]:
    """Say whether a version is in force and whether one is being written."""
    in_force = (
        badge(texts.SCRIPT_PUBLISHED, "good") if is_published else badge(texts.SCRIPT_NOT_PUBLISHED)
    )
    return [in_force, badge(texts.DRAFT)] if has_draft else [in_force]


def _status(desk: Desk) -> VdomDict:
    is_held = bool(desk.writing.problem or desk.writing.conflicts)
    return text_status(
        {
            "for": EDITOR,
            "role": "status",
            "data-held": "" if is_held else None,
            "data-saving": texts.SAVING,
            "data-saved": texts.SAVED,
            "data-unsaved": texts.NOT_SAVED_YET,
        }
    )


def _discard(desk: Desk, script: ManagedCallScript) -> VdomDict | str:
    if not script.has_draft or len(script.versions) == 1:
        return ""
    return button(texts.DISCARD_DRAFT, lambda _: desk.ask("discard"))


def _publish(desk: Desk, script: ManagedCallScript) -> VdomDict:
    async def publish(_: BrowserEvent) -> None:
        is_done = await desk.writing.publish()
        if not is_done and any(each.is_error for each in desk.writing.script.findings):
            desk.focus(FINDINGS)

    title = None if script.has_draft else texts.NOTHING_TO_PUBLISH
    return button(
        texts.PUBLISH, publish, kind="primary", is_unavailable=not script.has_draft, title=title
    )


def _published(script: ManagedCallScript) -> VdomDict:
    said = texts.IS_PUBLISHED if script.call_reasons else texts.IS_PUBLISHED_UNUSED
    return html.p({"class": "done"}, said)
