"""Test calls: an administrator sends what a telephony source would, and sees what the agent sees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct, field

from models import audit
from models.calls.messages import JSON, CallMessage, CallStatus, Effect
from models.calls.tables import InboundCall
from models.calls.writer import update_call_state
from models.errors import InvalidValue, NoSuchUser, NotPermitted
from models.people.privileges import Privilege, Viewer
from models.people.tables import User
from models.people.users import login_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.site import Site

LONGEST_DETAILS = 16 * 1024  # characters, as JSON


class TestCall(Struct, frozen=True, kw_only=True):
    """Say what the test call is to be like; without a login name it is the sender's own."""

    __test__ = False  # pytest would take it for a test

    login_name: str | None = None
    phone_number: str | None = None
    reason_id: str | None = None
    details: Mapping[str, JSON] = field(default_factory=dict)


class SentCall(Struct, frozen=True, kw_only=True):
    """Name the test call; ``is_new`` is false when the same one runs and was only repeated."""

    call_id: UUID
    is_new: bool


async def send_test_call(site: Site, viewer: Viewer, call: TestCall) -> SentCall:
    """Connect a test call to an agent by the verb that real messages take; it is marked as a test.

    It runs until somebody ends it or another call takes its place. Raises ``NoSuchUser``, and ``AgentOnACall`` when a
    real call runs.
    """
    if not (viewer.has(Privilege.CALL_MANAGEMENT) or viewer.has(Privilege.ADMIN)):
        raise NotPermitted(Privilege.CALL_MANAGEMENT)
    _check_details(call.details)
    login_name = call.login_name or viewer.login_name
    user_id = await _user(login_name)
    message = CallMessage(
        source_id=None,
        login_name=login_name,
        status=CallStatus.CONNECTED,
        phone_number=call.phone_number,
        reason_id=call.reason_id or None,
        details=call.details,
        received_at=site.now(),
        is_test=True,
    )
    effect = await update_call_state(site, message)
    return SentCall(
        call_id=await _note(site, viewer, user_id, login_name), is_new=effect is Effect.STARTED
    )


def _check_details(details: Mapping[str, JSON]) -> None:
    try:
        written = json.dumps(dict(details))
    except RecursionError as error:
        raise InvalidValue("details", "has too many parts in one another.") from error
    if len(written) > LONGEST_DETAILS or "\\u0000" in written:
        raise InvalidValue("details", f"has at most {LONGEST_DETAILS} characters, and no U+0000.")


async def _user(login_name: str) -> UUID:
    row = (
        await User.select(User.id)
        .where(User.login_key == login_key(login_name), User.is_enabled.eq(True))
        .first()
    )
    if row is None:
        raise NoSuchUser(login_name)
    user_id: UUID = row["id"]
    return user_id


async def _note(site: Site, viewer: Viewer, user_id: UUID, login_name: str) -> UUID:
    row = (
        await InboundCall.select(InboundCall.id)
        .where(InboundCall.user == user_id, InboundCall.is_test.eq(True))
        .order_by(InboundCall.id, ascending=False)
        .first()
    )
    assert row is not None  # noqa: S101  # it was accepted a moment ago
    call_id: UUID = row["id"]

    async def note() -> None:
        after = {"user": login_name}
        await audit.note(site, viewer, "call.test_sent", kind="call", subject=call_id, after=after)

    await site.writer.run(note)
    return call_id
