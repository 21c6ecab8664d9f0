"""The text of a page, with the merge fields that exist, and those in it that do not."""

import difflib
import json

from reactpy import Vdom, component, html
from reactpy.types import VdomDict

from ui import texts
from ui.client import Failed, Loading, use_query
from ui.customize.scripts.desk import Desk, element_id
from ui.customize.scripts.documents import CHECK_TEXT, Finding
from ui.customize.scripts.typed import conflict, typed
from ui.customize.scripts.writing import Place

merge_fields = Vdom("merge-fields")

PATH = "text"


def page_text(desk: Desk) -> VdomDict:
    """Show the text box, and below it what is wrong with the text."""
    place, id, offered = Place(desk.page.id, PATH), element_id(PATH), _offered(desk)
    names, latest = tuple(each["name"] for each in offered), desk.writing.latest(place)
    return html.div(
        {"class": "field page-text"},
        html.label({"htmlFor": id}, texts.TEXT),
        _completed(desk, place, offered),
        html.p({"id": f"{id}-help", "class": "soft"}, texts.TEXT_HELP),
        html.div(
            {"id": f"{id}-found", "role": "status"},
            TextCheck(desk.writing.script.id, latest, names),
        ),
        conflict(desk.writing, place),
    )


def _completed(desk: Desk, place: Place, offered: list[dict[str, str]]) -> VdomDict:
    """Show the text box; static/merge-fields.js completes what is typed after ``{{``."""
    id = element_id(PATH)
    more = {"aria-describedby": f"{id}-help {id}-found", "aria-autocomplete": "list"}
    listed = {"id": f"{id}-fields", "aria-label": texts.MERGE_FIELDS, "hidden": True}
    return merge_fields(
        {"data-fields": json.dumps(offered), "data-offered": texts.FIELDS_OFFERED},
        html.button(
            {"type": "button", "class": "quiet insert", "data-insert": ""},
            texts.INSERT_MERGE_FIELD,
        ),
        typed(
            desk.writing,
            place,
            lines=9,
            placeholder=texts.TEXT_HINT,
            lang=desk.page.language,
            **more,
        ),
        html.div({"role": "listbox", **listed}),
        html.span({"class": "visually-hidden", "role": "status", "data-said": ""}),
    )


@component
def TextCheck(script_id: str, text: str, names: tuple[str, ...]) -> VdomDict | str:
    """Say what is wrong with the text as it was typed last, saved or not."""
    query = use_query(CHECK_TEXT, {"text": text, "script": script_id}, keeps_answer=True)
    if isinstance(query.answer, Loading | Failed) or not query.answer.check_script_text:
        return ""
    return html.ul(
        {"class": "found"},
        *(
            html.li({"key": f"{each.code}{each.subject}"}, _said(each, names))
            for each in query.answer.check_script_text
        ),
    )


def _said(found: Finding, names: tuple[str, ...]) -> str:
    said = texts.FINDINGS[found.code].format(subject=found.subject)
    similar = difflib.get_close_matches(found.subject, names, n=1)
    if found.code == "UNKNOWN_MERGE_FIELD" and similar:
        return f"{said} {texts.did_you_mean(similar[0])}"
    return said


def _offered(desk: Desk) -> list[dict[str, str]]:
    standing = [{"name": each.name, "description": each.description} for each in desk.merge_fields]
    answers = [
        {"name": f"answers.{each.id}", "description": texts.answer_to(each.label)}
        for each in desk.questions
    ]
    return [*standing, *answers]
