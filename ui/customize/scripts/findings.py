"""What is wrong with the script, each with the way to its page."""

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.customize.scripts.desk import Desk, element_id
from ui.customize.scripts.documents import Finding
from ui.events import BrowserEvent, listen

ELEMENT = "script-findings"


def findings(desk: Desk) -> VdomDict:
    """List errors, which keep the script from being published, then warnings."""
    found = desk.writing.script.findings
    errors = sum(each.is_error for each in found)
    return html.section(
        {
            "id": ELEMENT,
            "aria-label": texts.FINDINGS_TITLE,
            "class": "findings",
            "tabIndex": -1,
            "hidden": True if not found else None,
        },
        html.h2({"class": "eyebrow"}, texts.script_findings(errors, len(found) - errors)),
        html.ul(*(_finding(desk, each, at) for at, each in enumerate(found))),
    )


def _finding(desk: Desk, found: Finding, at: int) -> VdomDict:
    said = texts.FINDINGS[found.code].format(subject=found.subject)
    return html.li(
        {"key": str(at), "class": "error" if found.is_error else None},
        _link(desk, found, at) if found.page else "",
        said,
    )


def _link(desk: Desk, found: Finding, at: int) -> VdomDict:
    page_id = found.page or ""
    path = f"questions.{found.question}.label" if found.question else "text"

    def go(_: BrowserEvent) -> None:
        desk.open_page(page_id)
        desk.focus(element_id(path))

    name = texts.numbered(desk.number_of(page_id), desk.title_of(page_id))
    attributes = {
        "href": f"?tab=scripts&script={desk.writing.script.id}&page={page_id}",
        "data-opens": page_id,
        "onClick": listen(go, target=f"finding:{at}", prevent_default=True),
    }
    return html.fragment(html.a(attributes, name), ": ")
