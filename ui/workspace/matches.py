"""The contacts that a number finds, each with its cause and a button that chooses it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.components.badge import badge
from ui.components.button import button
from ui.events import BrowserEvent
from ui.workspace.contacts import KnownMatch, cause, contact_name

SHOWN_AT_ONCE = 4
EARLIER_CHOICE = "EARLIER_CHOICE"
SAME_NUMBER = {"AS_TYPED", "EXACT_NUMBER"}

Choose = Callable[[str], Awaitable[None]]
"""Take the contact with this id for the caller."""


def match_list(matches: Sequence[KnownMatch], choose: Choose) -> VdomDict:
    """Show the matches, best first; of many the first few, and the others behind their number."""
    first, rest = matches[:SHOWN_AT_ONCE], matches[SHOWN_AT_ONCE:]
    return html.fragment(
        html.ul({"class": "matches"}, *(_match(each, choose) for each in first)),
        html.details(
            {"key": "rest"},
            html.summary(texts.more_matches(len(rest))),
            html.ul({"class": "matches"}, *(_match(each, choose) for each in rest)),
        )
        if rest
        else "",
    )


def _match(match: KnownMatch, choose: Choose) -> VdomDict:
    contact = match.contact

    async def click(_: BrowserEvent) -> None:
        await choose(contact.id)

    named: dict[str, Any] = {"aria-label": texts.choose_contact(contact.full_name)}
    return html.li(
        {"key": contact.id},
        html.div(
            {"class": "match"},
            contact_name(contact),
            html.span({"class": "soft", "dir": "auto"}, contact.organisation),
            html.span({"class": "soft"}, cause(match), _choice(match), _number(match)),
        ),
        button(texts.CHOOSE, click, is_small=True, **named),
    )


def _choice(match: KnownMatch) -> VdomDict | str:
    """Say that somebody chose it the last time, unless that is why it is here at all."""
    if not match.was_chosen_before or match.matched_by == EARLIER_CHOICE:
        return ""
    return badge(texts.MATCHED_BY[EARLIER_CHOICE])


def _number(match: KnownMatch) -> VdomDict | str:
    """Show the number that matched, where it is not the caller's own."""
    if match.phone_number is None or match.matched_by in SAME_NUMBER:
        return ""
    return html.span(match.phone_number)
