"""The region "Caller": the contact that the number found, how, and the way to another one."""

from collections.abc import Awaitable, Callable

from msgspec import Struct
from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.components.button import button
from ui.components.disclosure import Disclosed, disclosures
from ui.components.focus import keep_focus
from ui.events import BrowserEvent
from ui.workspace.choosing import Choosing, use_choosing
from ui.workspace.contact_card import contact_card
from ui.workspace.contact_search import ContactSearch
from ui.workspace.contacts import Contact, KnownCaller
from ui.workspace.matches import match_list
from ui.workspace.new_contact import NewContact, Typed, use_typed


@component
def CallerSection(workspace_id: str, call: KnownCaller, *, has_chosen: bool) -> VdomDict:
    """Show the caller; whoever it is taken to be can be changed at any time."""
    choosing = use_choosing(workspace_id, call.number)
    problem, set_problem = use_state("")
    ways = Ways(
        workspace_id=workspace_id,
        call=call,
        choosing=choosing,
        typed=use_typed(workspace_id),
        tell=set_problem,
    )
    contact = call.contact
    return html.section(
        {"aria-label": texts.CALLER, "class": "caller"},
        keep_focus(
            html.p({"key": "eyebrow", "class": "eyebrow", "aria-hidden": "true"}, texts.CALLER),
            html.h2(
                {"key": "name", "class": "caller-name", "dir": "auto", "tabIndex": -1}, call.name
            ),
            html.div(
                {"key": contact.id if contact else "nobody"},
                *(
                    known(ways, contact, has_chosen=has_chosen)
                    if contact
                    else unknown(ways, has_chosen=has_chosen)
                ),
            ),
            html.div({"key": "problem", "role": "alert"}, _failure(problem)),
        ),
    )


class Ways(Struct, frozen=True, kw_only=True):
    """The ways from one caller to another, and where to say what went wrong on them."""

    workspace_id: str
    call: KnownCaller
    choosing: Choosing
    typed: Typed | None
    tell: Callable[[str], None]

    async def choose(self, contact_id: str | None) -> None:
        """Take this contact for the caller, or nobody."""
        self.tell(await self.choosing.choose(contact_id))

    async def add_number(self, contact_id: str) -> None:
        """Give the number to the contact, and take it for the caller."""
        self.tell(await self.choosing.add_number(contact_id))

    def creation(self) -> tuple[Disclosed, ...]:
        """Offer to make a contact; with what had been typed on the way to it."""
        if self.typed is None:
            return ()
        number = "" if self.call.is_number_withheld else self.call.number
        form = NewContact(self.workspace_id, number, self.typed, self.choosing.create)
        return (
            Disclosed(
                key=f"create-{self.workspace_id}",
                label=texts.CREATE_CONTACT,
                content=form,
                is_open_at_first=self.typed.is_any,
            ),
        )

    def search(self, pick: Callable[[str], Awaitable[None]], hint: str) -> VdomDict:
        """Offer a search over all contacts."""
        return html.div(ContactSearch(f"search-{self.workspace_id}", pick, hint=hint))


def known(ways: Ways, contact: Contact, *, has_chosen: bool) -> tuple[VdomDict | str, ...]:
    """Show the contact, and offer everybody else."""
    others = ways.call.other_matches

    async def choose_nobody(_: BrowserEvent) -> None:
        await ways.choose(None)

    matches = Disclosed(
        key=f"matches-{ways.workspace_id}",
        label=texts.more_matches(len(others)),
        content=match_list(others, ways.choose),
    )
    change = Disclosed(
        key=f"change-{ways.workspace_id}",
        label=texts.CHANGE_CALLER,
        content=html.div(
            ways.search(ways.choose, texts.FIND_AND_CHOOSE),
            disclosures(*ways.creation(), beside=button(texts.NOBODY_KNOWN, choose_nobody)),
        ),
        is_open_at_first=ways.typed is not None and ways.typed.is_any,
    )
    return (
        contact_card(ways.call, contact, has_chosen=has_chosen),
        _missing_number(ways, contact),
        disclosures(*([matches] if others else []), change),
    )


def unknown(ways: Ways, *, has_chosen: bool) -> tuple[VdomDict | str, ...]:
    """Say that the caller is not known, and offer what there is to do about it."""
    call = ways.call
    pick, label, hint = ways.add_number, texts.ADD_TO_EXISTING, texts.FIND_AND_ADD
    if call.is_number_withheld:
        pick, label, hint = ways.choose, texts.FIND_CONTACT, texts.FIND_AND_CHOOSE
    search = Disclosed(
        key=f"existing-{ways.workspace_id}", label=label, content=ways.search(pick, hint)
    )
    return (
        html.p({"key": "why", "class": "soft"}, _why_nobody(call, has_chosen=has_chosen)),
        html.div({"key": "matches"}, match_list(call.contact_matches, ways.choose)),
        # Both at once: a button that came later would push the other from under the cursor.
        disclosures(*ways.creation(), search)
        if ways.typed is not None
        else html.div({"key": "ways", "aria-busy": "true"}),
    )


def _why_nobody(call: KnownCaller, *, has_chosen: bool) -> str:
    if has_chosen:
        return texts.NOBODY_CHOSEN
    if len(call.contact_matches) > 1:
        return texts.SEVERAL_CONTACTS
    if call.contact_matches:
        return texts.PERHAPS_THIS_CONTACT
    if call.is_number_withheld:
        return texts.CALLER_WITHHELD if call.phone_number else texts.CALLER_UNSENT
    return texts.NO_CONTACT


def _missing_number(ways: Ways, contact: Contact) -> VdomDict | str:
    """Offer to keep the number of a contact that was found in another way."""
    if ways.call.is_number_withheld or ways.call.has_number(contact):
        return ""

    async def add(_: BrowserEvent) -> None:
        await ways.add_number(contact.id)

    return html.p(
        {"key": "missing", "class": "offer"},
        html.span({"class": "soft"}, texts.number_missing(ways.call.number)),
        button(texts.ADD_NUMBER, add, is_small=True),
    )


def _failure(problem: str) -> VdomDict | str:
    return html.p({"class": "failure"}, problem) if problem else ""
