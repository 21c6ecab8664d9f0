"""Every small component in every state, with made-up content: for those who build pages, and for the tests."""

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import texts
from ui.components.badge import badge
from ui.components.button import button
from ui.components.dialog import alert_dialog
from ui.components.empty import empty_state
from ui.components.field import check_box, choice_field, long_text_field, text_field
from ui.components.table import Column, Paging, Row, table
from ui.components.tabs import Tab, tabs
from ui.components.toast import toasts
from ui.events import BrowserEvent
from ui.frame import Frame, Person
from ui.icons import bell, chevron, cross, silent_bell, telephone, tray

ROWS = 12
ROWS_ON_A_PAGE = 5
COLUMNS = (
    Column(title="Caller"),
    Column(title="Reason"),
    Column(title="Seconds", is_number=True),
)


@component
def Gallery() -> Component:
    """Show the components."""
    return Frame(_content, here="", kind="gallery")


def _content(_: Person) -> VdomDict:
    return html.fragment(
        html.h1(texts.COMPONENTS),
        _section("Buttons", *_buttons()),
        _section("Badges", badge("plain"), badge("good", "good"), badge("danger", "danger")),
        _section("Icons", bell(), silent_bell(), telephone(), chevron(), cross(), tray()),
        _section("Fields", *_fields()),
        _section("Table", PagedTable()),
        _section("Tabs", _tabs()),
        _section("Dialog and notices", Questions()),
        _section("Failure", html.p({"class": "failure"}, texts.loading_failed("Try again."))),
        _section("Empty state", empty_state("No calls", "Calls stand here.", icon=tray())),
    )


def _section(title: str, *content: VdomDict | Component) -> VdomDict:
    return html.section({"aria-label": title}, html.h2(title), html.div({"class": "row"}, *content))


def _buttons() -> tuple[VdomDict, ...]:
    return (
        button("Plain"),
        button("Primary", kind="primary"),
        button("Danger", kind="danger"),
        button("Quiet", kind="quiet"),
        button("With an icon", icon=telephone()),
        button("Small", is_small=True),
        button("Unavailable", is_unavailable=True),
        button("Busy", kind="primary", is_busy=True),
    )


def _fields() -> tuple[VdomDict, ...]:
    return (
        text_field("plain", "Company"),
        text_field("help", "Number", help_text="With the country code.", inputMode="tel"),
        text_field("error", "E-mail", error="An e-mail address has an @.", defaultValue="maria"),
        text_field("unavailable", "External id", disabled=True),
        long_text_field("long", "Remarks"),
        choice_field("choice", "Outcome", {"": "", "resolved": "Resolved", "other": "Other"}),
        check_box("check", "Follow up", defaultChecked=True),
    )


def _tabs() -> VdomDict:
    return tabs(
        "Examples",
        *(
            Tab(key=name.lower(), label=name, content=html.p(f"{name} stand here."))
            for name in ("Reasons", "Scripts", "Outcomes")
        ),
    )


@component
def PagedTable() -> VdomDict:
    """Show a table of three pages."""
    first, set_first = use_state(1)
    last = min(first + ROWS_ON_A_PAGE - 1, ROWS)
    rows = [
        Row(key=str(number), cells=(f"Caller {number}", "Billing", str(number * 61)))
        for number in range(first, last + 1)
    ]
    paging = Paging(
        first=first,
        last=last,
        total=ROWS,
        previous=(lambda _: set_first(first - ROWS_ON_A_PAGE)) if first > 1 else None,
        following=(lambda _: set_first(first + ROWS_ON_A_PAGE)) if last < ROWS else None,
    )
    return table("Calls", COLUMNS, rows, paging=paging)


@component
def Questions() -> VdomDict:
    """Ask in a dialog, and note the answers."""
    is_asking, set_asking = use_state(False)
    notices, set_notices = use_state(dict[str, str]())

    def answer(text: str) -> None:
        set_asking(False)
        set_notices(lambda before: {**before, str(len(before)): text})

    def ask(_: BrowserEvent) -> None:
        set_asking(True)

    def close(key: str) -> None:
        set_notices(lambda before: {each: before[each] for each in before if each != key})

    return html.fragment(
        button("Discard a call", ask),
        toasts(notices, close),
        alert_dialog(
            "discard",
            "Discard this call?",
            "The notes are lost.",
            agree="Discard call",
            on_agree=lambda _: answer("Discarded."),
            keep="Keep",
            on_keep=lambda _: answer("Kept."),
        )
        if is_asking
        else "",
    )
