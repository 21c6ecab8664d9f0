"""The tab "Scripts": every script, or the one that the address names in the editor."""

from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs

from reactpy import Vdom, component, html, use_connection, use_memo, use_state
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Failed, Loading, use_mutation, use_query, use_subscription
from ui.components.button import button
from ui.components.empty import empty_state
from ui.components.table import Column, Row, table
from ui.customize.scripts.documents import (
    CHANGES,
    CREATE,
    DELETE,
    DUPLICATE,
    RENAME,
    RETIRE,
    SCRIPTS,
    ChangedAnswer,
    ListedScript,
    ManagedCallScript,
    Refusal,
    ScriptsAnswer,
)
from ui.customize.scripts.editor import Editor
from ui.customize.scripts.head import states
from ui.customize.scripts.list_questions import list_question
from ui.events import BrowserEvent, EventFunction
from ui.once import Once

front_tab = Vdom("front-tab")


@component
def Scripts() -> VdomDict | Component:
    """Show the list, or the editor where the address names a script."""
    asked = parse_qs(use_connection().location.query_string.lstrip("?"), keep_blank_values=True)
    script_id, set_script = use_state(asked.get("script", [""])[0])
    page_id = asked.get("page", [""])[0]
    is_new, set_new = use_state(False)

    def open_new(id: str) -> None:
        set_new(True)
        set_script(id)

    if script_id:
        return html.div({"key": script_id}, Editor(script_id, page_id, is_new=is_new))
    return html.div({"key": "list"}, List(open_new), front_tab() if "script" in asked else "")


@component
def List(open_new: Any) -> VdomDict | Component:
    """List the scripts; they change by themselves when anybody changes one."""
    changes = use_subscription(CHANGES).answer
    count = 0 if isinstance(changes, Loading | Failed) else changes.call_management_changed
    # No variable of the document: asks again after a change.
    answer = use_query(SCRIPTS, {"changes": count}, keeps_answer=True).answer
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    return Overview(answer, open_new)


@component
def Overview(answer: ScriptsAnswer, open_new: Any) -> VdomDict:
    """Show the list with what can be done to each script."""
    problem, set_problem = use_state("")
    asking, set_asking = use_state(("", ""))
    run: dict[Any, Any] = {
        each: use_mutation(each) for each in (CREATE, DUPLICATE, RENAME, RETIRE, DELETE)
    }

    async def change(document: Any, **variables: Any) -> Any:
        done = await run[document](variables)
        if not isinstance(done, Failed):
            done = done.script if isinstance(done, ChangedAnswer) else done.delete_call_script
        is_refused = isinstance(done, Failed | Refusal)
        set_problem(done.message if is_refused else "")
        return None if is_refused else done

    # One copy of each for as long as the list does not show it.
    copying = use_memo(lambda: defaultdict[str, Once](Once), [answer.call_scripts])

    async def duplicate(id: str) -> None:
        await copying[id].do(lambda: change(DUPLICATE, id=id))

    async def create(_: BrowserEvent) -> None:
        names = {each.name for each in answer.call_scripts}
        name = next(each for each in texts.new_script_names() if each not in names)
        script = await change(CREATE, name=name)
        if isinstance(script, ManagedCallScript):
            open_new(script.id)

    new = button(texts.NEW_SCRIPT, create, kind="primary")
    return html.div(
        {"class": "script-list"},
        html.div({"class": "panel-bar"}, html.p({"class": "soft"}, texts.SCRIPTS_HINT), new)
        if answer.call_scripts
        else empty_state(texts.NO_SCRIPTS_YET, texts.SCRIPTS_HINT, action=new),
        html.p({"class": "failure", "role": "alert"}, texts.not_done(problem)) if problem else "",
        _table(answer, duplicate, set_asking) if answer.call_scripts else "",
        list_question(answer.call_scripts, asking, change, lambda: set_asking(("", ""))),
    )


def _table(answer: ScriptsAnswer, duplicate: Any, ask: Any) -> VdomDict:
    names = {reason.id: reason.name for reason in answer.call_reasons}
    columns = [
        Column(title=title) for title in (texts.NAME, texts.STATE, texts.USED_BY, texts.WHAT_TO_DO)
    ]
    rows = [
        Row(
            key=script.id,
            cells=(
                html.a({"href": f"?tab=scripts&script={script.id}"}, script.name),
                html.div(
                    {"class": "states"},
                    *states(is_published=script.is_published, has_draft=script.has_draft),
                ),
                texts.joined(*(names.get(reason, reason) for reason in script.call_reasons))
                or html.span({"class": "soft"}, texts.NO_REASON_SHOWS_IT),
                _actions(script, duplicate, ask),
            ),
        )
        for script in answer.call_scripts
    ]
    return table(texts.SCRIPTS, columns, rows)


def _actions(script: ListedScript, duplicate: Any, ask: Any) -> VdomDict:
    async def copy(_: BrowserEvent) -> None:
        await duplicate(script.id)

    def asks(kind: str) -> EventFunction:
        return lambda _: ask((kind, script.id))

    def action(label: str, act: EventFunction, *, is_unavailable: bool = False) -> VdomDict:
        name = texts.named_action(label, script.name)
        more: dict[str, Any] = {"aria-label": name}
        return button(label, act, kind="quiet", is_unavailable=is_unavailable, **more)

    return html.div(
        {"class": "row-actions"},
        action(texts.DUPLICATE, copy),
        action(texts.RENAME, asks("rename")),
        action(texts.RETIRE, asks("retire"), is_unavailable=not script.is_published),
        action(texts.DELETE, asks("delete")),
    )
