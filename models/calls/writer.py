"""From a message to the disk: many messages, one transaction, then the announcements, then the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls import ledger, trace
from models.calls.arrivals import ARRIVALS_TOPIC, write_arrivals
from models.calls.batch import Batch
from models.calls.idempotency import accepted_keys
from models.calls.messages import CallMessage, CallStatus, Effect
from models.calls.rules import decide
from models.contacts.phone import PhoneNumber, read_number
from models.errors import CallbeaconError, Refused
from models.events import user_topic
from models.identifiers import new_id
from models.people.sources import write_last_messages
from models.people.users import login_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.site import Site


class Arrival(Struct, frozen=True, kw_only=True):
    """Carry a message into the line, with what could be worked out before its turn."""

    message: CallMessage
    login_key: str
    number: PhoneNumber


async def update_call_state(site: Site, message: CallMessage) -> Effect:
    """Apply a message; return when what it changed is on disk and announced.

    Raises ``NoSuchUser`` or ``IdempotencyConflict`` (nothing is stored but the trace), ``QueueFull`` or
    ``DatabaseDown``. A repeat is a success that changes nothing.
    """
    message = message.bounded()
    # Only a call that starts needs its number read, which costs about as much as everything else here.
    starts = message.status is CallStatus.CONNECTED
    arrival = Arrival(
        message=message,
        login_key=login_key(message.login_name),
        number=read_number(
            message.phone_number if starts else None, region=message.region or site.default_region
        ),
    )
    try:
        effect = await site.writer.submit(arrival)
    except CallbeaconError as error:
        _count(site, message, error.code)
        raise
    _count(site, message, effect.value)
    return effect


def _count(site: Site, message: CallMessage, outcome: str) -> None:
    if not message.is_test:
        site.outcomes[outcome] += 1


async def record(site: Site, arrivals: Sequence[Arrival]) -> list[Effect | Refused]:
    """Write a batch in one transaction and announce each user that changed, in it where the bus can, else after it."""
    now, last_messages = site.now(), site.last_messages
    sources = (arrival.message.source_id for arrival in arrivals)
    due = last_messages.due((source_id for source_id in sources if source_id), now)
    async with site.database.transaction():
        batch = await _read(site, arrivals)
        results = [_apply(site, batch, arrival) for arrival in arrivals]
        await batch.write(site.database)
        await trace.write(site.database, batch.traces)
        await write_last_messages(site.database, due, now)
        await write_arrivals(site.database, batch.arrived)
        left = await site.bus.enlist(site.database, _announcements(batch))
    last_messages.note(due, now)
    trace.log_all(batch.traces)
    await site.bus.announce_all(left)
    if not left or site.bus.is_up:  # else they wait for the bus, and pages look for themselves
        site.tracer.announced(batch.started(), site.now())
    return results


def _announcements(batch: Batch) -> list[tuple[str, int]]:
    users = [(user_topic(user_id), version) for user_id, version in batch.announcements()]
    return [*users, (ARRIVALS_TOPIC, 0)] if batch.arrived else users


async def _read(site: Site, arrivals: Sequence[Arrival]) -> Batch:
    """Read what the rules have to know; the locks come before what they protect."""
    database, messages = site.database, [arrival.message for arrival in arrivals]
    logins = await ledger.users_with_logins(database, {arrival.login_key for arrival in arrivals})
    versions = await ledger.lock_states(database, logins.users())
    keys = {message.key for message in messages if message.key}
    history = await ledger.history_of(database, versions, keys)
    return Batch(
        logins=logins,
        calls=await ledger.calls_of(database, versions, history),
        reasons=await ledger.reasons_received(database, {m.reason_id or "" for m in messages}),
        history=history,
        keys=await accepted_keys(database, messages, site.now()),
    )


def _apply(site: Site, batch: Batch, arrival: Arrival) -> Effect | Refused:
    """Let the rules decide about one message and note what follows from it."""
    message, now = arrival.message, site.now()
    try:
        if batch.keys.has_accepted(message):
            batch.traces.append(trace.accepted(message, Effect.REPEATED))
            return Effect.REPEATED
        user_id = batch.logins.find(arrival.login_key, message.source_id)
        transition = decide(
            batch.calls[user_id],
            message,
            now,
            new_id,
            repeat_window=site.settings.current.repeat_window,
        )
    except Refused as refusal:
        address = arrival.number.searchable_address
        batch.traces.append(trace.refused(message, code=refusal.code, searchable_address=address))
        return refusal
    batch.note(message, arrival.number, transition, now)
    batch.keys.accept(message, now)
    batch.traces.append(trace.accepted(message, transition.effect, call_id=transition.call_id))
    return transition.effect
