"""From a message to the disk: many messages, one transaction, then the announcements, then the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.calls import ledger, trace
from models.calls.messages import CallMessage, CallStatus, Effect
from models.calls.rules import Transition, decide
from models.contacts.phone import PhoneNumber, read_number
from models.errors import NoSuchUser
from models.events import user_topic
from models.identifiers import new_id
from models.people.users import login_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Carry a message into the line, with what could be worked out before its turn."""

    message: CallMessage
    login_key: str
    number: PhoneNumber


async def update_call_state(site: Site, message: CallMessage) -> Effect:
    """Apply a message; return when what it changed is on disk and announced.

    Raises ``NoSuchUser`` (nothing is stored but the trace), ``QueueFull`` or ``DatabaseDown``. A repeat is a success
    that changes nothing.
    """
    message = message.bounded()
    # Only a call that starts needs its number read, which costs about as much as everything else here.
    starts = message.status is CallStatus.CONNECTED
    arrival = Arrival(
        message=message,
        login_key=login_key(message.login_name),
        number=read_number(message.phone_number if starts else None, region=site.default_region),
    )
    return await site.writer.submit(arrival)


async def record(site: Site, batch: Sequence[Arrival]) -> list[Effect | NoSuchUser]:
    """Write a batch in one transaction and announce each user that changed."""
    async with site.database.transaction():
        found = await ledger.lock_users(site.database, {arrival.login_key for arrival in batch})
        reasons = await ledger.reasons_received(
            site.database, {arrival.message.reason_id or "" for arrival in batch}
        )
        changes = ledger.Changes(users=found, reasons=reasons)
        results = [_apply(site, changes, arrival) for arrival in batch]
        await ledger.write(site.database, changes)
        await trace.write(site.database, changes.traces)
    for user_id, version in changes.announcements():
        await site.bus.announce(user_topic(user_id), version)
    return results


def _apply(site: Site, changes: ledger.Changes, arrival: Arrival) -> Effect | NoSuchUser:
    """Let the rules decide about one message and note what follows from it."""
    message, now = arrival.message, site.now()
    calls = changes.users.get(arrival.login_key)
    if calls is None:
        refusal = NoSuchUser(message.login_name)
        changes.traces.append(trace.refused(message, code=refusal.code))
        return refusal
    transition: Transition = decide(calls, message, now, new_id)
    changes.note(arrival.login_key, message, arrival.number, transition, now)
    changes.traces.append(trace.accepted(message, transition))
    return transition.effect
