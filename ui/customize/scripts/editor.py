"""The editor of one script: the map on the left, a page in the middle, the preview on the right."""

import json
from typing import Any

import msgspec
from reactpy import Vdom, component, html, use_ref, use_state
from reactpy.types import Component, VdomDict
from reactpy.utils import Ref

from ui import texts
from ui.client import Failed, Loading, use_mutation, use_query, use_subscription
from ui.customize.scripts.desk import Desk
from ui.customize.scripts.documents import (
    CHANGES,
    CHANGING,
    SCRIPT,
    ManagedCallScript,
    MergeField,
    ScriptAnswer,
)
from ui.customize.scripts.findings import findings
from ui.customize.scripts.flow_map import flow_map
from ui.customize.scripts.head import EDITOR, LIST, head
from ui.customize.scripts.page_form import page_form
from ui.customize.scripts.preview import Preview
from ui.customize.scripts.questions_asked import question_asked
from ui.customize.scripts.versions import versions
from ui.customize.scripts.writing import Writing

script_editor = Vdom("script-editor")


@component
def Editor(script_id: str, first_page: str, *, is_new: bool = False) -> VdomDict | Component:
    """Load the script, and again with each change that anybody makes."""
    changes = use_subscription(CHANGES).answer
    count = 0 if isinstance(changes, Loading | Failed) else changes.call_management_changed
    # No variable of the document: asks again after a change.
    asked = {"id": script_id, "changes": count}
    answer = use_query(SCRIPT, asked, keeps_answer=True).answer
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.div(
            html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message)),
            html.a({"href": LIST}, texts.ALL_SCRIPTS),
        )
    return Workbench(answer.call_script, answer.merge_fields, first_page, is_new=is_new)


@component
def Workbench(
    script: ManagedCallScript,
    merge_fields: tuple[MergeField, ...],
    first_page: str,
    *,
    is_new: bool,
) -> VdomDict:
    """Hold what is being written, and show it."""
    writing = _use_writing(script)
    open_id, set_open = use_state(first_page)
    focus, set_focus = use_state("script-name#1" if is_new else "")
    asking, set_asking = use_state("")

    def focus_on(id: str) -> None:
        set_focus(lambda before: f"{id}#{int(before.partition('#')[2] or 0) + 1}")

    page = writing.page(open_id) or writing.script.pages[0]
    desk = Desk(
        writing=writing,
        page=page,
        merge_fields=merge_fields,
        open_page=set_open,
        focus=focus_on,
        ask=set_asking,
    )
    return _shown(desk, focus, asking)


def _use_writing(script: ManagedCallScript) -> Writing:
    """Keep one Writing for as long as the editor is open, with what is newest in it."""
    mutations = {document: use_mutation(document) for document in CHANGING}
    ask_again = use_mutation(SCRIPT)
    _, set_round = use_state(0)
    kept: Ref[Writing | None] = use_ref(None)

    async def run(document: Any, variables: dict[str, Any]) -> Any:
        return await mutations[document](variables)

    async def read_again() -> ScriptAnswer | Failed:
        return await ask_again({"id": script.id})

    if kept.current is None:
        kept.current = Writing(
            script=script,
            run=run,
            read_again=read_again,
            redraw=lambda: set_round(lambda number: number + 1),
        )
    kept.current.adopt(script)
    return kept.current


def _shown(desk: Desk, focus: str, asking: str) -> VdomDict:
    script = desk.writing.script
    attributes = {
        "id": EDITOR,
        "data-script": script.id,
        "data-version": str(script.version),
        "data-page": desk.page.id,
        "data-focus": focus,
        "data-stored": json.dumps(msgspec.to_builtins(desk.page)),
    }
    return script_editor(
        attributes,
        html.div({"key": "head"}, head(desk)),
        html.div({"key": "findings"}, findings(desk)),
        html.div(
            {"key": "columns", "class": "script-columns"},
            html.div({"key": "map"}, flow_map(desk), versions(desk)),
            html.div({"key": "form"}, page_form(desk)),
            html.div({"key": "preview"}, Preview(script.id, script.version, desk.page.id)),
        ),
        html.div({"key": "question"}, question_asked(desk, asking)),
    )
