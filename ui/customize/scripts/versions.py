"""The versions of a script, with who wrote them and when, and the way back to one."""

from typing import Any

from reactpy import html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.components.badge import Kind, badge
from ui.components.button import button
from ui.customize.scripts.desk import Desk
from ui.customize.scripts.documents import Version


def versions(desk: Desk) -> VdomDict:
    """List the versions, the newest first."""
    script = desk.writing.script
    return html.details(
        {"class": "versions"},
        html.summary(texts.versions(len(script.versions))),
        html.ol(
            {"aria-label": texts.VERSIONS},
            *(html.li({"key": each.id}, *_version(desk, each)) for each in script.versions),
        ),
    )


def _version(desk: Desk, version: Version) -> tuple[VdomDict | str, ...]:
    when = version.published_at or version.created_at
    kind: Kind = "good" if version.status == "PUBLISHED" else ""
    name: dict[str, Any] = {"aria-label": texts.return_to(version.number)}
    return (
        html.div(
            {"class": "bar"},
            html.span(texts.version_number(version.number)),
            badge(texts.VERSION_STATES[version.status], kind),
        ),
        html.p(
            {"class": "soft"},
            texts.joined(version.author or texts.CAME_WITH_IT, formats.date_and_time(when)),
        ),
        ""
        if version.status == "DRAFT"
        else button(texts.RETURN_TO_THIS, lambda _: desk.ask(f"return:{version.id}"), **name),
    )
