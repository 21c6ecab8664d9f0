"""Who the caller of an opened call is taken to be: the contact that the agent chose, else the one that matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.callers import contact_matches, contact_matches_of_all
from models.contacts.cards import contact_cards
from models.workspaces.tables import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from models.calls.calls import LedgerCall
    from models.contacts.cards import ContactCard
    from models.site import Site


async def caller_of(site: Site, call: LedgerCall) -> ContactCard | None:
    """Return the contact chosen in the call's workspace, even if that is none; else the match that is selected."""
    # Matching is what a beacon waits for: a call that nobody has opened has no workspace to look for.
    chosen = call.opened_at and (
        await Workspace.select(Workspace.contact)
        .where(Workspace.inbound_call == call.id, Workspace.has_chosen_contact.eq(True))
        .first()
    )
    if chosen:
        contact_id = chosen["contact"]
        return (await contact_cards([contact_id])).get(contact_id) if contact_id else None
    matches = await contact_matches(site, call)
    return next((match.contact for match in matches if match.is_selected), None)


async def callers_of(site: Site, calls: Sequence[LedgerCall]) -> dict[UUID, ContactCard | None]:
    """Return the same for each of several calls by its id, in a few statements for all of them."""
    if len(calls) == 1:  # as a beacon shows it: read once for all pages
        return {calls[0].id: await caller_of(site, calls[0])}
    chosen = await _chosen_for([call.id for call in calls if call.opened_at])
    cards = await contact_cards({contact for contact in chosen.values() if contact})
    asked = [call for call in calls if call.id not in chosen]
    matched = zip(asked, await contact_matches_of_all(site, asked), strict=True)
    callers: dict[UUID, ContactCard | None] = {
        call_id: cards.get(contact) if contact else None for call_id, contact in chosen.items()
    }
    for call, matches in matched:
        callers[call.id] = next((match.contact for match in matches if match.is_selected), None)
    return callers


async def _chosen_for(call_ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """Read whom agents chose for their calls, even if that is nobody."""
    if not call_ids:
        return {}
    rows = await Workspace.select(Workspace.inbound_call, Workspace.contact).where(
        Workspace.inbound_call.is_in(list(call_ids)), Workspace.has_chosen_contact.eq(True)
    )
    return {row["inbound_call"]: row["contact"] for row in rows}
