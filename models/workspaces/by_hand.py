"""A call that never popped, entered by its agent: a ledger entry without a message, and its workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.ledger import reasons_received
from models.calls.messages import cut
from models.calls.tables import InboundCall
from models.calls.user_calls import EndCause
from models.contacts.phone import read_number
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require
from models.workspaces.choices import active_reason
from models.workspaces.workspaces import open_inbound_call

if TYPE_CHECKING:
    from uuid import UUID

    from models.site import Site


async def open_call_by_hand(
    site: Site, viewer: Viewer, phone_number: str | None, *, reason_id: str | None = None
) -> UUID:
    """Enter a call in the ledger and return its open workspace; without a reason the default applies.

    ``reason_id`` is an id of an active reason or one of its aliases; raises ``NoSuchReason``.

    No source will ever end such a call, so it counts as over from the start: it is not on the state row, no message
    supersedes it, and no talk time is known of it.
    """
    require(viewer, Privilege.CALL_USER)
    call_id = new_id()

    async def enter() -> None:
        await InboundCall.insert(
            await _entry(site, viewer, call_id, phone_number, reason_id=reason_id)
        )

    await site.writer.run(enter)
    return await open_inbound_call(site, viewer, call_id)


async def _entry(
    site: Site, viewer: Viewer, call_id: UUID, phone_number: str | None, *, reason_id: str | None
) -> InboundCall:
    address, now = cut((phone_number or "").strip() or None), site.now()
    if reason_id is None:
        reason = (await reasons_received(site.database, [])).default
    else:
        reason = await active_reason(reason_id)
    return InboundCall(
        id=call_id,
        user=viewer.user_id,
        phone_number=address,
        searchable_address=read_number(address, region=site.default_region).searchable_address,
        reason_resolved=reason,
        reason=reason,
        is_by_hand=True,
        connected_at=now,
        last_message_at=now,
        ended_at=now,
        end_cause=EndCause.ENDED_BY_AGENT,
    )
