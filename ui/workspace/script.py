"""The region "Call script": the script in force, a page at a time."""

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer
from ui.workspace.script_run import ScriptRun

SCRIPT = "script { name versionId frontPage }"


class Script(Answer, frozen=True):
    """The script of a call; ``front_page`` is where a tab begins that has turned no page."""

    name: str
    version_id: str
    front_page: str


def script_section(workspace_id: str, script: Script | None) -> VdomDict:
    """Show the page in front, beginning anew when another script is in force."""
    return html.section(
        {"aria-label": texts.CALL_SCRIPT, "class": "script-run"},
        html.div(
            {"key": script.version_id},
            ScriptRun(workspace_id, script.name, script.front_page, key=script.version_id),
        )
        if script and script.front_page
        else html.div(
            {"key": "none"},
            html.h3({"class": "eyebrow"}, texts.CALL_SCRIPT),
            html.p({"class": "soft"}, texts.NO_SCRIPT),
        ),
    )
