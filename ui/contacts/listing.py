"""The list of contacts: the newest, or those that a search finds as one types, a page at a time."""

from urllib.parse import urlencode

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.client import Failed, Loading
from ui.components.addressing import Addressed
from ui.components.button import button
from ui.components.empty import empty_state
from ui.contacts.documents import CONTACTS, FullContact, Page, use_live
from ui.events import BrowserEvent, listen, value_of

PATH = "/contacts"
PAGE = 50
DEBOUNCE_MS = 200
LONGEST = 255


def address_of(contact_id: str, search: str) -> str:
    """Return the address of a contact's page, with what was searched for."""
    given = {"contact": contact_id, **({"search": search} if search else {})}
    return f"{PATH}?{urlencode(given)}"


@component
def ContactList(searched: Addressed, chosen: str) -> VdomDict:
    """Show the search and what it finds; the contact on screen is marked."""
    text = searched.values[0] if searched.values else ""

    def search(event: BrowserEvent) -> None:
        typed = value_of(event).strip()
        searched.change(lambda _: (typed,) if typed else ())

    return html.section(
        {"class": "contact-list", "aria-label": texts.CONTACTS_PAGE},
        html.label(
            {"key": "label", "htmlFor": "contact-search", "class": "visually-hidden"},
            texts.SEARCH_CONTACTS,
        ),
        html.input(
            {
                "key": "field",
                "id": "contact-search",
                "type": "search",
                "placeholder": texts.SEARCH_CONTACTS_HINT,
                "autocomplete": "off",
                "maxLength": LONGEST,
                "defaultValue": text,
                "onInput": listen(search, target="contact-search", debounce=DEBOUNCE_MS),
            }
        ),
        html.div({"key": f"found:{text}"}, Found(text, chosen, key=text)),
    )


@component
def Found(text: str, chosen: str) -> VdomDict | Component:
    """Show one page of what is found."""
    cursors, set_cursors = use_state(tuple[str | None, ...]())
    after = cursors[-1] if cursors else None
    asked = {"search": text or None, "first": PAGE, "after": after}
    answer = use_live(CONTACTS, asked).answer
    if isinstance(answer, Loading):
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    page = answer.contacts
    contacts = [edge.node for edge in page.edges]

    def go_on(_: BrowserEvent) -> None:
        set_cursors(lambda before: (*before, page.page_info.end_cursor))

    def go_back(_: BrowserEvent) -> None:
        set_cursors(lambda before: before[:-1])

    return html.fragment(
        html.p(
            {"key": "said", "role": "status", "class": "soft list-head"},
            _said(page, text),
        ),
        html.ul(
            {"key": "list", "aria-label": texts.CONTACTS_FOUND if text else texts.NEWEST_CONTACTS},
            *(_entry(contact, text, is_chosen=contact.id == chosen) for contact in contacts),
        )
        if contacts
        else _nobody(text),
        html.div(
            {"key": "pager", "class": "pager"},
            button(texts.PREVIOUS_PAGE, go_back, is_unavailable=not cursors),
            button(texts.NEXT_PAGE, go_on, is_unavailable=not page.page_info.has_next_page),
        )
        if cursors or page.page_info.has_next_page
        else "",
    )


def _said(page: Page, text: str) -> str:
    if not text:
        return texts.NEWEST_CONTACTS if page.edges else ""
    return texts.contacts_on_page(formats.number(len(page.edges)))


def _nobody(text: str) -> VdomDict:
    if text:
        return empty_state(texts.NO_CONTACT_FOUND_TITLE, texts.NO_CONTACT_FOUND)
    return empty_state(texts.NO_CONTACTS_TITLE, texts.NO_CONTACTS)


def _entry(contact: FullContact, search: str, *, is_chosen: bool) -> VdomDict:
    numbers = texts.joined(*(number.written for number in contact.numbers[:2]))
    return html.li(
        {"key": contact.id},
        html.a(
            {
                "href": address_of(contact.id, search),
                "aria-current": "true" if is_chosen else None,
            },
            html.strong({"class": "contact-name", "dir": "auto"}, contact.full_name),
            html.span({"class": "soft", "dir": "auto"}, contact.organisation),
            html.span({"class": "soft"}, numbers),
        ),
    )
