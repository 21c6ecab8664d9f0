"""The audit trail: who, when, what it was before and what it is since."""

import json
from urllib.parse import urlencode

from reactpy import Vdom, component, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.addresses import AFTER, Asked, address, pager, search_form, use_asked
from ui.administration.audit.documents import AUDIT, Entries, Entry
from ui.administration.reading import not_there
from ui.client import Failed, Loading, use_query
from ui.components.empty import empty_state
from ui.components.field import choice_field, text_field
from ui.components.table import Column, Row, table

PART = "audit"
PAGE = 25
FILE = "/admin/audit.csv"
was, now = Vdom("del"), Vdom("ins")

FILTERS = ("who", "action", "subject", "since", "until")


@component
def AuditTrail() -> VdomDict:
    """Show the entries that the address asks for, the newest first."""
    asked = use_asked()
    variables, ends = _variables(asked), asked.all(AFTER)
    answer = use_query(
        AUDIT, {**variables, "first": PAGE, "after": ends[-1] if ends else None}
    ).answer
    found = asked.some(*FILTERS)
    file = f"{FILE}?{urlencode({key: value for key, value in variables.items() if value})}"
    return html.div(
        {"class": "entry-panel"},
        html.p({"class": "soft"}, texts.AUDIT_HINT),
        search_form(PART, *_fields(asked), label=texts.SEARCH_AUDIT, found=found),
        html.p(
            {"key": "file", "class": "file"}, html.a({"href": file, "download": ""}, texts.AS_CSV)
        ),
        not_there(answer)
        if isinstance(answer, Loading | Failed)
        else _page(answer.audit_entries, found, ends),
    )


def _fields(asked: Asked) -> tuple[VdomDict, ...]:
    kinds = {"": texts.ANY_ACTION, **texts.AUDIT_KINDS}
    if asked("action") not in kinds:
        kinds[asked("action")] = texts.AUDIT_ACTIONS.get(asked("action"), asked("action"))
    subject = asked("subject")
    return (
        text_field("who", texts.WHO, defaultValue=asked("who"), spellcheck="false"),
        choice_field("action", texts.ACTION, kinds, chosen=asked("action")),
        text_field("since", texts.SINCE, type="datetime-local", defaultValue=asked("since")),
        text_field("until", texts.UNTIL, type="datetime-local", defaultValue=asked("until")),
        text_field("subject", texts.SUBJECT_ID, defaultValue=subject, spellcheck="false")
        if subject
        else html.input({"key": "subject", "type": "hidden", "disabled": True}),
    )


def _page(entries: Entries, found: dict[str, str], ends: tuple[str, ...]) -> VdomDict:
    if not entries.edges:
        return empty_state(texts.NO_ENTRIES_TITLE, texts.NO_ENTRIES)
    info = entries.page_info
    titles = (texts.WHEN, texts.WHO, texts.ACTION, texts.SUBJECT, texts.CHANGES)
    return html.div(
        table(
            texts.AUDIT_TRAIL,
            [Column(title=title) for title in titles],
            [_row(edge.node) for edge in entries.edges],
        ),
        pager(PART, found, after=ends, following=info.end_cursor if info.has_next_page else None),
    )


def _row(entry: Entry) -> Row:
    return Row(
        key=entry.id,
        cells=(
            formats.date_and_exact_time(entry.at),
            f"{entry.full_name} ({entry.login_name})" if entry.login_name else texts.COMMAND_LINE,
            texts.AUDIT_ACTIONS.get(entry.action, entry.action),
            html.a(
                {"href": address(PART, {"subject": entry.subject}), "title": entry.subject},
                entry.subject_name or entry.subject,
            ),
            _changes(entry),
        ),
    )


def _changes(entry: Entry) -> VdomDict:
    """Show what differs; of what is new or gone, all of it."""
    before, after = entry.before or {}, entry.after or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return html.ul(
        {"class": "changes"},
        *(
            html.li(
                {"key": name},
                html.span({"class": "soft"}, f"{name.replace('_', ' ')} "),
                *_values(entry, name),
            )
            for name in names
        ),
    )


def _values(entry: Entry, name: str) -> tuple[VdomDict | str, ...]:
    if entry.before is None or name not in entry.before:
        return (_written((entry.after or {})[name]),)
    if entry.after is None or name not in entry.after:
        return (was(_written(entry.before[name])),)
    return was(_written(entry.before[name])), " → ", now(_written(entry.after[name]))


def _written(value: object) -> str:
    if value is None or value in ("", []):
        return texts.NOTHING
    if isinstance(value, bool):
        return texts.yes_or_no(value)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _variables(asked: Asked) -> dict[str, str | None]:
    since, until = formats.typed_time(asked("since")), formats.typed_time(asked("until"))
    return {
        "loginName": asked("who") or None,
        "action": asked("action") or None,
        "subject": asked("subject") or None,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }
