"""The import on the page of contacts: a file is chosen, or one that was is followed."""

from collections.abc import Callable

from reactpy import Vdom, component, html, use_state
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.client import Failed, Loading, use_mutation, use_query, use_subscription
from ui.components.addressing import Addressed
from ui.components.badge import badge
from ui.components.button import button
from ui.components.focus import keep_focus
from ui.contacts.imports.columns import Columns
from ui.contacts.imports.documents import CANCEL, FOLLOW, IMPORTS, ImportState, Refusal
from ui.contacts.imports.report import counts, report
from ui.events import BrowserEvent, detail_of, listen

contact_file = Vdom("contact-file")

PATH = "/contacts"
NEW = "new"
TITLES = {
    "READY": lambda: texts.IMPORT_READY_TITLE,
    "RUNNING": lambda: texts.IMPORT_RUNNING_TITLE,
    "DONE": lambda: texts.IMPORT_DONE_TITLE,
    "CANCELLED": lambda: texts.IMPORT_CANCELLED_TITLE,
}
TOLD_AT = 25  # percent between two announcements for those who can't see the bar


@component
def ImportPanel(importing: Addressed) -> VdomDict:
    """Show the import that the address names; without one, ask for a file."""
    import_id = importing.values[0] if importing.values else NEW

    def show(shown: str) -> None:
        importing.change(lambda _: (shown,))

    return html.section(
        {"class": "contact-import", "aria-label": texts.IMPORT_CONTACTS_TITLE},
        html.div({"key": import_id}, FileChoice(show))
        if import_id == NEW
        else html.div({"key": import_id}, Followed(import_id, show)),
    )


@component
def FileChoice(show: Callable[[str], None]) -> VdomDict:
    """Take a file; static/contact-file.js sends it and says what has come of it."""
    problem, set_problem = use_state("")

    def stored(event: BrowserEvent) -> None:
        show(str(detail_of(event).get("id", "")))

    def refused(event: BrowserEvent) -> None:
        set_problem(str(detail_of(event).get("message", "")) or texts.FILE_NOT_SENT)

    return html.div(
        html.h2(texts.IMPORT_CONTACTS_TITLE),
        html.p({"class": "soft"}, texts.IMPORT_CONTACTS_HINT),
        contact_file(
            {
                "onstored": listen(stored, target="contact-file-stored"),
                "onrefused": listen(refused, target="contact-file-refused"),
            },
            html.div(
                {"class": "field"},
                html.label({"htmlFor": "contacts-file"}, texts.CONTACTS_FILE),
                html.input(
                    {
                        "type": "file",
                        "id": "contacts-file",
                        "accept": ".csv,.txt,.tsv,.vcf,.vcard,text/csv,text/vcard",
                    }
                ),
            ),
            html.p({"class": "soft sending", "role": "status", "data-text": texts.READING_FILE}),
        ),
        html.div({"role": "alert"}, _failure(problem)),
        html.div({"key": "earlier"}, Earlier()),
    )


@component
def Earlier() -> VdomDict | str:
    """List the imports that there were, with the way back to each."""
    answer = use_query(IMPORTS).answer
    if isinstance(answer, Loading | Failed) or not answer.contact_imports:
        return ""
    return html.section(
        {"aria-label": texts.EARLIER_IMPORTS, "class": "earlier-imports"},
        html.h3({"class": "eyebrow"}, texts.EARLIER_IMPORTS),
        html.ul(*(_earlier(each) for each in answer.contact_imports)),
    )


def _earlier(state: ImportState) -> VdomDict:
    when = formats.date_and_time(state.created_at)
    return html.li(
        {"key": state.id},
        html.a({"href": f"{PATH}?import={state.id}", "dir": "auto"}, state.file_name),
        badge(texts.IMPORT_STATUSES.get(state.status, "")),
        html.span({"class": "soft"}, texts.sent_by(state.started_by, when)),
    )


@component
def Followed(import_id: str, show: Callable[[str], None]) -> VdomDict | Component:
    """Follow an import from its columns to its report."""
    answer = use_subscription(FOLLOW, {"id": import_id}).answer
    if isinstance(answer, Loading):
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    state = answer.contact_import
    rows = texts.rows_of_file(formats.number(state.rows_total), state.encoding.upper())

    def another(_: BrowserEvent) -> None:
        show(NEW)

    return keep_focus(
        html.h2({"key": "title", "tabIndex": -1}, TITLES[state.status]()),
        html.p(
            {"key": "file", "class": "soft", "dir": "auto"}, texts.joined(state.file_name, rows)
        ),
        html.div({"key": state.status}, _stage(state, lambda: show(NEW))),
        html.div({"key": "another", "class": "actions"}, button(texts.IMPORT_ANOTHER, another))
        if state.status in {"DONE", "CANCELLED"}
        else "",
    )


def _stage(state: ImportState, leave: Callable[[], None]) -> VdomDict | Component:
    if state.status == "READY":
        return Columns(state, leave)
    if state.status == "RUNNING":
        return html.div(
            _progress(state), counts(state), html.div({"key": "cancel"}, Cancel(state.id))
        )
    return report(state)


def _progress(state: ImportState) -> VdomDict:
    done, total = state.rows_done, state.rows_total
    told = TOLD_AT * (100 * done // max(total, 1) // TOLD_AT)
    said = texts.rows_done(formats.number(done), formats.number(total))
    return html.div(
        {"key": "progress", "class": "import-progress"},
        html.progress(
            {"aria-label": texts.IMPORT_PROGRESS, "max": max(total, 1), "value": done}, said
        ),
        html.p(said),
        html.p(
            {"role": "status", "class": "visually-hidden"},
            texts.percent_done(formats.number(told)) if told else "",
        ),
        html.p({"class": "soft"}, texts.IMPORT_GOES_ON),
    )


@component
def Cancel(import_id: str) -> VdomDict:
    """Stop the import."""
    problem, set_problem = use_state("")
    mutate = use_mutation(CANCEL)

    async def cancel(_: BrowserEvent) -> None:
        answer = await mutate({"id": import_id})
        result = answer if isinstance(answer, Failed) else answer.result
        set_problem(result.message if isinstance(result, Failed | Refusal) else "")

    return html.div(
        {"class": "actions"},
        button(texts.CANCEL_IMPORT, cancel),
        html.div({"role": "alert"}, _failure(problem)),
    )


def _failure(problem: str) -> VdomDict | str:
    return html.p({"class": "failure"}, problem) if problem else ""
