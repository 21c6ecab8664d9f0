"""Contacts and matches as the region "Caller" shows them: what documents ask for, and the words for it."""

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.callers import Caller, Named, written_number
from ui.client import Answer
from ui.components.badge import badge

CONTACT = "id fullName company email link numbers { phoneNumber searchableAddress }"
KNOWN_CALLER = f"""
    phoneNumber searchableAddress isNumberWithheld contact {{ {CONTACT} }}
    contactMatches {{ matchedBy phoneNumber wasChosenBefore contact {{ {CONTACT} }} }}
"""


class Number(Answer, frozen=True):
    """One number of a contact."""

    phone_number: str
    searchable_address: str

    @property
    def written(self) -> str:
        """Write the number as people do, else as it was typed."""
        return written_number(self.searchable_address) or self.phone_number


class Contact(Named, frozen=True):
    """A contact, as the workspace shows it."""

    id: str
    company: str
    email: str
    link: str | None
    numbers: tuple[Number, ...]

    @property
    def organisation(self) -> str:
        """Return the company, unless the contact is named by it already."""
        return "" if self.company == self.full_name else self.company


class KnownMatch(Answer, frozen=True):
    """One contact that the number finds, and why."""

    matched_by: str
    phone_number: str | None
    was_chosen_before: bool
    contact: Contact


class KnownCaller(Caller, frozen=True):
    """A call with its caller and the contacts that its number finds, best first."""

    is_number_withheld: bool
    contact: Contact | None
    contact_matches: tuple[KnownMatch, ...]

    @property
    def match(self) -> KnownMatch | None:
        """Return how the contact was found; None when an agent chose another."""
        wanted = self.contact.id if self.contact else None
        return next((each for each in self.contact_matches if each.contact.id == wanted), None)

    @property
    def other_matches(self) -> tuple[KnownMatch, ...]:
        """Return the contacts that the caller might be instead."""
        return tuple(each for each in self.contact_matches if each is not self.match)

    def has_number(self, contact: Contact) -> bool:
        """Say whether the number of the call is one of the contact's."""
        return any(
            number.phone_number == self.phone_number
            or (self.searchable_address and number.searchable_address == self.searchable_address)
            for number in contact.numbers
        )


def cause(match: KnownMatch) -> VdomDict:
    """Say in a word or two why a contact is here."""
    return badge(texts.MATCHED_BY.get(match.matched_by, ""))


def contact_name(contact: Contact) -> VdomDict:
    """Show a name in the direction in which it is written."""
    return html.strong({"dir": "auto", "class": "contact-name"}, contact.full_name)
