"""Who the caller of an opened call is taken to be: the contact that the agent chose, else the one that matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.callers import contact_matches
from models.contacts.cards import contact_cards
from models.workspaces.tables import Workspace

if TYPE_CHECKING:
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
