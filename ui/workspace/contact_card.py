"""The contact that the caller is taken to be: company, numbers and how it was found."""

from collections.abc import Iterable

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.components.badge import badge
from ui.workspace.contacts import Contact, KnownCaller, Number, cause

SHOWN_AT_ONCE = 4


def contact_card(call: KnownCaller, contact: Contact, *, has_chosen: bool) -> VdomDict:
    """Show the contact; the cause stands beside the number that matched, else by itself."""
    match = call.match
    matched = match.phone_number if match else None
    # A choice is remembered at once, so that a moment ago is "before" too.
    is_new_choice = match is None or (has_chosen and match.matched_by == "EARLIER_CHOICE")
    reason = cause(match) if match and not is_new_choice else badge(texts.CHOSEN_HERE)
    # The number that matched comes first.
    numbers = sorted(contact.numbers, key=lambda each: each.phone_number != matched)
    is_at_number = bool(numbers) and numbers[0].phone_number == matched
    return html.div(
        {"key": "card"},
        _company(contact),
        "" if is_at_number else html.p({"key": "cause"}, reason),
        html.dl(
            {"key": "facts"},
            *_numbers(numbers, reason if is_at_number else ""),
            *((html.dt(texts.EMAIL), html.dd(_email(contact.email))) if contact.email else ()),
            *((html.dt(texts.LINK), html.dd(_link(contact.link))) if contact.link else ()),
        ),
    )


def _company(contact: Contact) -> VdomDict | str:
    if not contact.organisation:
        return ""
    return html.p({"key": "company", "class": "company", "dir": "auto"}, contact.organisation)


def _numbers(numbers: list[Number], reason: VdomDict | str) -> tuple[VdomDict, ...]:
    if not numbers:
        return ()
    first, rest = numbers[:SHOWN_AT_ONCE], numbers[SHOWN_AT_ONCE:]
    return (
        html.dt(texts.NUMBERS),
        *(
            html.dd({"key": number.phone_number}, number.written, "" if place else reason)
            for place, number in enumerate(first)
        ),
        *((html.dd({"key": "rest"}, _behind_their_number(rest)),) if rest else ()),
    )


def _behind_their_number(numbers: list[Number]) -> VdomDict:
    return html.details(html.summary(texts.more_numbers(len(numbers))), html.ul(*_items(numbers)))


def _items(numbers: Iterable[Number]) -> Iterable[VdomDict]:
    return (html.li({"key": number.phone_number}, number.written) for number in numbers)


def _email(address: str) -> VdomDict:
    """Show the address; where it is too long for a line, it goes on after the sign."""
    name, sign, domain = address.partition("@")
    return html.span(name, sign, html.wbr(), domain)


def _link(address: str) -> VdomDict:
    attributes = {"href": address, "target": "_blank", "rel": "noopener noreferrer"}
    return html.a(attributes, texts.OTHER_SYSTEM)
