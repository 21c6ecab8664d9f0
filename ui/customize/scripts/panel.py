"""The tab "Scripts": every call script by its name."""

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading
from ui.components.badge import badge
from ui.components.empty import empty_state
from ui.customize.reading import use_call_management


class ListedScript(Answer, frozen=True):
    """A call script."""

    id: str
    name: str
    is_published: bool


class ScriptsAnswer(Answer, frozen=True):
    """The answer to SCRIPTS."""

    call_scripts: tuple[ListedScript, ...]


SCRIPTS = Document("query Scripts { callScripts { id name isPublished } }", ScriptsAnswer)


@component
def Scripts() -> VdomDict | Component:
    """List the scripts."""
    answer = use_call_management(SCRIPTS).answer
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    if not answer.call_scripts:
        return empty_state(texts.NO_SCRIPTS_TITLE, texts.NO_SCRIPTS)
    return html.ul({"class": "entries"}, *(_script(script) for script in answer.call_scripts))


def _script(script: ListedScript) -> VdomDict:
    return html.li(
        {"key": script.id, "class": "entry"},
        html.div(
            {"class": "entry-head"},
            html.h3(script.name),
            badge(texts.PUBLISHED, "good") if script.is_published else badge(texts.NOT_PUBLISHED),
        ),
    )
