"""A search over all contacts as one types (ARIA combobox pattern; static/combo-box.js knows the keys)."""

from collections.abc import Awaitable, Callable

from reactpy import Vdom, component, html, use_state
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, use_query
from ui.events import BrowserEvent, listen, value_of
from ui.workspace.contacts import CONTACT, Contact, contact_name

DEBOUNCE_MS = 200
SHORTEST = 2
LONGEST = 255

combo_box = Vdom("combo-box")

Pick = Callable[[str], Awaitable[None]]
"""Do what the search is for with the contact of this id."""


class Edge(Answer, frozen=True):
    """One contact that was found."""

    node: Contact


class PageInfo(Answer, frozen=True):
    """Whether there is more."""

    has_next_page: bool


class Page(Answer, frozen=True):
    """The best of what was found."""

    edges: tuple[Edge, ...]
    page_info: PageInfo


class SearchAnswer(Answer, frozen=True):
    """The answer to SEARCH."""

    contacts: Page


SEARCH = Document(
    f"""
    query Search($text: String!) {{
      contacts(search: $text, first: 8) {{ edges {{ node {{ {CONTACT} }} }} pageInfo {{ hasNextPage }} }}
    }}
    """,
    SearchAnswer,
)


@component
def ContactSearch(name: str, pick: Pick, *, hint: str) -> VdomDict:
    """Find contacts and pick one by click or with the keys; the name stands once on a page."""
    text, set_text = use_state("")

    def search(event: BrowserEvent) -> None:
        set_text(value_of(event).strip())

    is_searching = len(text) >= SHORTEST
    return combo_box(
        html.label({"key": "label", "htmlFor": f"{name}-field"}, texts.FIND_CONTACT),
        html.input(
            {
                "key": "field",
                "id": f"{name}-field",
                "type": "search",
                "role": "combobox",
                "autocomplete": "off",
                "maxLength": LONGEST,
                "placeholder": texts.FIND_CONTACT_HINT,
                "aria-autocomplete": "list",
                "aria-expanded": "true" if is_searching else "false",
                "aria-controls": f"{name}-list" if is_searching else None,
                "aria-describedby": f"{name}-hint",
                "onInput": listen(search, target=f"{name}:search", debounce=DEBOUNCE_MS),
            }
        ),
        html.p({"key": "hint", "id": f"{name}-hint", "class": "hint"}, hint),
        html.div({"key": "found"}, Found(name, text, pick) if is_searching else ""),
    )


@component
def Found(name: str, text: str, pick: Pick) -> VdomDict | Component:
    """Show who was found; the former answer stays until the next is there."""
    answer = use_query(SEARCH, {"text": text}, keeps_answer=True).answer
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    if isinstance(answer, Loading):
        return html.p({"class": "hint"}, texts.LOADING)
    found, has_more = answer.contacts.edges, answer.contacts.page_info.has_next_page
    return html.fragment(
        html.ul(
            {"key": "list", "id": f"{name}-list", "role": "listbox", "aria-label": texts.CONTACTS},
            *(_option(name, edge.node, pick) for edge in found),
        )
        if found
        else html.div({"key": "list", "id": f"{name}-list"}),
        html.p(
            {"key": "said", "role": "status", "class": "hint"},
            texts.contacts_found(len(found), text, has_more=has_more),
        ),
    )


def _option(name: str, contact: Contact, pick: Pick) -> VdomDict:
    async def click(_: BrowserEvent) -> None:
        await pick(contact.id)

    numbers = texts.joined(*(number.written for number in contact.numbers[:2]))
    return html.li(
        {
            "key": contact.id,
            "id": f"{name}-{contact.id}",
            "role": "option",
            "aria-selected": "false",
            "onClick": listen(click, target=f"{name}:pick:{contact.id}"),
        },
        contact_name(contact),
        html.span({"class": "soft", "dir": "auto"}, contact.organisation),
        html.span({"class": "soft"}, numbers),
    )
