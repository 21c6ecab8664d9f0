"""Ending a call by hand: its DISCONNECTED never came, and the agent or a supervisor knows that it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import audit
from models.calls import ledger, rules
from models.calls.batch import Batch
from models.calls.calls import LedgerCall, overseen_call
from models.calls.idempotency import AcceptedKeys
from models.calls.user_calls import EndCause
from models.events import user_topic
from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from uuid import UUID

    from models.site import Site


async def end_call(site: Site, viewer: Viewer, call_id: UUID) -> bool:
    """End a call that runs, the viewer's own or of a supervisor's team; tell whether it ran until now.

    A second time nothing happens. Raises ``NoSuchCall`` for any other call, though the viewer may have its workspace.
    """
    call = await overseen_call(viewer, call_id)
    cause = _cause(viewer, call)

    async def end() -> int | None:
        batch = await batch_of(site, call.user_id)
        transition = rules.end(batch.calls[call.user_id], call_id, cause, site.now())
        if transition is None:
            return None
        batch.note_ends(transition, site.now())
        await batch.write(site.database)
        await audit.note(
            site, viewer, "call.ended", kind="call", subject=call_id, after={"end_cause": cause}
        )
        return transition.calls.version

    version = await site.writer.run(end)
    if version is not None:
        await site.bus.announce(user_topic(call.user_id), version)
    return version is not None


def _cause(viewer: Viewer, call: LedgerCall) -> EndCause:
    if call.user_id == viewer.user_id:
        require(viewer, Privilege.CALL_USER)
        return EndCause.ENDED_BY_AGENT
    # Whoever oversees another's call is a supervisor; said again, since that may be widened one day.
    require(viewer, Privilege.CALL_SUPERVISOR)
    return EndCause.ENDED_BY_SUPERVISOR


async def batch_of(site: Site, user_id: UUID) -> Batch:
    """Read the user's running calls, locked, as a batch that holds no message; within a job."""
    history = ledger.CallHistory(ends={}, latest={})
    versions = await ledger.lock_states(site.database, [user_id])
    return Batch(
        logins=ledger.Logins(by_login_name={}, by_telephony_login={}),
        calls=await ledger.calls_of(site.database, versions, history),
        reasons=await ledger.reasons_received(site.database, []),
        history=history,
        keys=AcceptedKeys(known={}),
    )
