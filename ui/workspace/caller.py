"""The region "Caller": the contact that the number found, and how."""

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.callers import Caller, Match, Named
from ui.components.badge import badge

KNOWN_CALLER = """
    phoneNumber searchableAddress
    contactMatches { isSelected matchedBy phoneNumber contact { fullName company email phoneNumbers } }
"""


class Contact(Named, frozen=True):
    """A contact, as the workspace shows it."""

    company: str
    email: str
    phone_numbers: tuple[str, ...]


class KnownMatch(Match, frozen=True):
    """One contact that the number finds, and why."""

    matched_by: str
    phone_number: str | None
    contact: Contact


class KnownCaller(Caller, frozen=True):
    """A call with the contacts that its number finds, best first."""

    contact_matches: tuple[KnownMatch, ...]


def caller_section(call: KnownCaller) -> VdomDict:
    """Show the caller."""
    selected = next((match for match in call.contact_matches if match.is_selected), None)
    return html.section(
        {"aria-label": texts.CALLER},
        html.p({"class": "eyebrow", "aria-hidden": "true"}, texts.CALLER),
        html.h2({"class": "caller-name"}, call.name),
        _contact(selected) if selected else _offered(call),
    )


def _contact(match: KnownMatch) -> VdomDict:
    contact = match.contact
    return html.fragment(
        html.p({"class": "company"}, contact.company) if contact.company else "",
        html.p(_cause(match)) if match.phone_number not in contact.phone_numbers else "",
        html.dl(
            html.dt(texts.NUMBERS),
            *(
                html.dd({"key": number}, *_number(number, match))
                for number in contact.phone_numbers
            ),
            *((html.dt(texts.EMAIL), html.dd(contact.email)) if contact.email else ()),
        ),
    )


def _number(number: str, match: KnownMatch) -> tuple[str, ...] | tuple[str, VdomDict]:
    """Say beside the number that matched how it did."""
    return (number, _cause(match)) if number == match.phone_number else (number,)


def _cause(match: KnownMatch) -> VdomDict:
    return badge(texts.MATCHED_BY.get(match.matched_by, ""))


def _offered(call: KnownCaller) -> VdomDict:
    if not call.contact_matches:
        return html.p({"class": "soft"}, texts.NO_CONTACT)
    return html.fragment(
        html.p({"class": "soft"}, texts.SEVERAL_CONTACTS),
        html.ul(
            {"class": "matches"},
            *(
                html.li(
                    {"key": str(position)},
                    html.strong(match.contact.full_name),
                    html.span({"class": "soft"}, match.contact.company),
                    _cause(match),
                )
                for position, match in enumerate(call.contact_matches)
            ),
        ),
    )
