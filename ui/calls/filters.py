"""The filters of the list of calls: a form that leads to an address, which can be sent on and gone back from."""

from collections.abc import Mapping, Sequence

from reactpy import Vdom, component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.calls.asking import PATH, Asked
from ui.calls.documents import AGENTS, CHOICES, AgentEntry, Choice
from ui.client import Failed, Loading, use_query
from ui.components.button import button
from ui.components.field import choice_field, text_field

filter_form = Vdom("filter-form")


@component
def Filters(asked: Asked, is_supervisor: bool) -> VdomDict:
    """Show what is filtered; the agents are those of a supervisor's teams."""
    answer = use_query(CHOICES).answer
    known = None if isinstance(answer, Loading | Failed) else answer
    reasons, outcomes = (known.call_reasons, known.outcomes) if known else ((), ())
    given = asked.filters
    return filter_form(
        html.form(
            {
                "class": "filters",
                "method": "get",
                "action": PATH,
                "role": "search",
                "aria-label": texts.FILTERS,
            },
            text_field("from", texts.FROM_DAY, type="date", defaultValue=given.get("from", "")),
            text_field("to", texts.TO_DAY, type="date", defaultValue=given.get("to", "")),
            AgentFilter(given.get("agent", "")) if is_supervisor else "",
            _choice("reason", texts.REASON, texts.ANY_REASON, reasons, given),
            _choice("outcome", texts.OUTCOME, texts.ANY_OUTCOME, outcomes, given),
            text_field(
                "number",
                texts.NUMBER_FILTER,
                type="search",
                autocomplete="off",
                placeholder=texts.NUMBER_FILTER_HINT,
                defaultValue=given.get("number", ""),
            ),
            html.div(
                {"class": "actions"},
                button(texts.APPLY, kind="primary", type="submit"),
                html.a({"class": "button plain", "href": PATH}, texts.CLEAR_FILTERS)
                if given
                else "",
                html.a(
                    {"class": "button plain", "href": asked.file, "download": ""},
                    texts.EXPORT_CALLS,
                ),
            ),
        )
    )


@component
def AgentFilter(chosen: str) -> Component | VdomDict:
    """Show the agents whose calls can be looked at."""
    answer = use_query(AGENTS).answer
    agents: tuple[AgentEntry, ...] = ()
    if not isinstance(answer, Loading | Failed):
        agents = answer.agents
    choices = [Choice(id=each.user.id, name=each.user.full_name) for each in agents]
    return _choice("agent", texts.AGENT_OF_CALL, texts.ANYBODY, choices, {"agent": chosen})


def _choice(
    name: str, label: str, nothing: str, choices: Sequence[Choice], given: Mapping[str, str]
) -> VdomDict:
    """Show a native select; what an old link asks for and nobody knows any more stays chosen."""
    chosen = given.get(name, "")
    offered = {"": nothing, **{each.id: each.name for each in choices}}
    return choice_field(
        name,
        label,
        {chosen: texts.NO_LONGER_LISTED, **offered} if chosen else offered,
        chosen=chosen,
    )
