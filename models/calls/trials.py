"""A test call, which an administrator sends to nobody else: does a message reach this very page?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.calls import trace
from models.calls.ending import batch_of
from models.calls.messages import CallMessage, CallStatus
from models.calls.rules import decide
from models.calls.tables import InboundCall
from models.contacts.phone import read_number
from models.errors import NotPermitted, OnACall
from models.events import user_topic
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from uuid import UUID

    from models.calls.batch import Batch
    from models.calls.user_calls import Transition
    from models.site import Site

NUMBER = "+14165550199"  # kept for fiction: it is nobody's
NO_REPEATS = timedelta(seconds=-1)


def may_send_test_call(viewer: Viewer) -> bool:
    """Tell whether the viewer administers calls and takes some."""
    is_administrator = viewer.has(Privilege.ADMIN) or viewer.has(Privilege.CALL_MANAGEMENT)
    return viewer.has(Privilege.CALL_USER) and is_administrator


async def send_test_call(site: Site, viewer: Viewer) -> UUID:
    """Connect a call that is marked as a test to the viewer, as a message would, and return its id.

    An earlier test call gives way to it; while another call runs, ``OnACall`` is raised.
    """
    require(viewer, Privilege.CALL_USER)
    if not may_send_test_call(viewer):
        raise NotPermitted(Privilege.CALL_MANAGEMENT)

    async def connect() -> Transition:
        batch = await batch_of(site, viewer.user_id)
        if await InboundCall.exists().where(
            InboundCall.user == viewer.user_id,
            InboundCall.ended_at.is_null(),
            InboundCall.is_test.eq(False),
        ):
            raise OnACall
        transition = _decide(site, viewer, batch)
        await batch.write(site.database)
        await trace.write(site.database, batch.traces)
        return transition

    transition = await site.writer.run(connect)
    await site.bus.announce(user_topic(viewer.user_id), transition.calls.version)
    assert transition.call_id is not None  # noqa: S101  # it has just begun
    site.tracer.announced([transition.call_id], site.now())
    return transition.call_id


def _decide(site: Site, viewer: Viewer, batch: Batch) -> Transition:
    """Let the rules start a call; a second one is no repeat of the first."""
    now = site.now()
    message = CallMessage(
        source_id=None,
        login_name=viewer.login_name,
        status=CallStatus.CONNECTED,
        phone_number=NUMBER,
        received_at=now,
        is_test=True,
    )
    running = batch.calls[viewer.user_id]
    transition = decide(running, message, now, new_id, repeat_window=NO_REPEATS)
    batch.note(message, read_number(NUMBER, region=site.default_region), transition, now)
    batch.traces.append(trace.accepted(message, transition.effect, call_id=transition.call_id))
    return transition
