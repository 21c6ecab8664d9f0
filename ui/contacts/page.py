"""The page of contacts: the list on one side, a contact or an import on the other."""

from collections.abc import Callable

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.components.addressing import use_address
from ui.components.button import button
from ui.components.empty import empty_state
from ui.components.notices import Notices, Toasts, use_notices
from ui.contacts.contact import ContactDetail
from ui.contacts.forms import CreationDialog
from ui.contacts.imports.panel import ImportPanel
from ui.contacts.listing import PATH, ContactList
from ui.frame import Frame, Person
from ui.icons import plus, telephone
from ui.navigation import CALL_USER

NEW = "new"


@component
def Contacts() -> Component:
    """Show all contacts to call users."""
    return Frame(_content, here=PATH, kind="contacts")


def _content(me: Person) -> VdomDict | Component:
    if CALL_USER not in me.privileges:
        return empty_state(
            texts.CONTACTS_NEED_TITLE,
            texts.CONTACTS_NEED,
            icon=telephone(),
            is_whole_page=True,
        )
    return Parts()


@component
def Parts() -> VdomDict:
    """Show the list beside the contact that is chosen, or the import."""
    notices = use_notices()
    searched, chosen, importing = (use_address(name) for name in ("search", "contact", "import"))
    contact_id = chosen.values[0] if chosen.values else ""
    is_importing = bool(importing.values)

    def show(contact_id: str) -> None:
        importing.change(lambda _: ())
        chosen.change(lambda _: (contact_id,))
        notices.say(texts.CONTACT_CREATED)

    def begin_import(_: object) -> None:
        importing.change(lambda _: (NEW,))

    return html.div(
        {"class": "contacts-page", "data-shows": "side" if contact_id or is_importing else "list"},
        searched.element,
        chosen.element,
        importing.element,
        html.div(
            {"key": "bar", "class": "contacts-bar"},
            html.h1(texts.CONTACTS_PAGE),
            html.div(
                {"class": "actions"},
                button(texts.IMPORT_CONTACTS, begin_import),
                html.div({"key": "creation"}, Creation(show)),
            ),
        ),
        html.div(
            {"key": "columns", "class": "contacts-columns"},
            html.div({"key": "list"}, ContactList(searched, contact_id)),
            html.div(
                {"key": "side", "class": "contacts-side"},
                html.p(
                    {"key": "back", "class": "back"},
                    html.a({"href": PATH}, texts.BACK_TO_CONTACTS),
                )
                if contact_id or is_importing
                else "",
                html.div({"key": f"import:{importing.values[0]}"}, ImportPanel(importing))
                if is_importing
                else _contact(contact_id, notices),
            ),
        ),
        Toasts(notices),
    )


@component
def Creation(show: Callable[[str], None]) -> VdomDict:
    """Offer to make a contact; it is on screen afterwards."""
    opened = use_address("creation")

    def close() -> None:
        opened.change(lambda _: ())

    def created(contact_id: str) -> None:
        close()
        show(contact_id)

    return html.fragment(
        opened.element,
        button(
            texts.NEW_CONTACT,
            lambda _: opened.change(lambda _: (NEW,)),
            kind="primary",
            icon=plus(),
        ),
        html.div({"key": "dialog"}, CreationDialog(created, close)) if opened.values else "",
    )


def _contact(contact_id: str, notices: Notices) -> VdomDict:
    if not contact_id:
        return html.div(
            {"key": "nobody"},
            empty_state(texts.CHOOSE_CONTACT_TITLE, texts.CHOOSE_CONTACT, icon=telephone()),
        )
    return html.div(
        {"key": f"contact:{contact_id}"}, ContactDetail(contact_id, notices, key=contact_id)
    )
