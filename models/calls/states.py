"""The state of a user as others see it: read from the database, never remembered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.calls.messages import JSON, CallStatus
from models.calls.tables import UserCallState
from models.errors import NoSuchUser
from models.people.privileges import Privilege, Viewer, may_see_calls_of
from models.people.tables import User
from models.people.users import login_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.database import Row

STATE = """
    SELECT s."user", u.login_name, u.full_name, s.status, s.has_clicked_beacon, s.phone_number, s.details,
        s.inbound_call, s.version, r.reason_id, r.name AS reason_name,
        u.is_enabled AND EXISTS (
            SELECT 1 FROM granted_privilege g WHERE g."user" = u.id AND g.privilege = {}) AS may_see_beacon
    FROM user_call_state s
    JOIN app_user u ON u.id = s."user"
    LEFT JOIN call_reason r ON r.id = s.reason
    WHERE s."user" = {}
"""
WAITING = """
    SELECT id FROM inbound_call
    WHERE "user" = {} AND ended_at IS NULL AND clicked_at IS NULL
    ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonName:
    """Name a call reason: the id as the telephony system sends it, and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallState:
    """Show one user's call state at one version.

    ``waiting_calls`` are the running calls whose beacon was never clicked, oldest first. For a user without gCallUser
    the state is kept all the same, but no beacon flashes.
    """

    user_id: UUID
    login_name: str
    full_name: str
    status: CallStatus
    has_clicked_beacon: bool
    is_beacon_flashing: bool
    phone_number: str | None
    reason: ReasonName | None
    details: Mapping[str, JSON]
    call_id: UUID | None
    waiting_calls: tuple[UUID, ...]
    version: int


async def read_state(user_id: UUID) -> CallState:
    """Read the state of a user as it is now."""
    (row,) = await UserCallState.raw(STATE, Privilege.CALL_USER.value, user_id)
    waiting = await UserCallState.raw(WAITING, user_id) if row["inbound_call"] else []
    return _call_state(row, tuple(call["id"] for call in waiting))


async def user_whose_calls_may_be_seen(viewer: Viewer, login_name: str) -> UUID:
    """Return the user with this login name; for a user that the viewer may not see, as if there were none."""
    key = login_key(login_name)
    if key == login_key(viewer.login_name):
        return viewer.user_id
    user = await User.select(User.id, User.team).where(User.login_key == key).first()
    if user is None or not may_see_calls_of(viewer, user_id=user["id"], team_id=user["team"]):
        raise NoSuchUser(login_name)
    user_id: UUID = user["id"]
    return user_id


def _call_state(row: Row, waiting: tuple[UUID, ...]) -> CallState:
    is_connected = row["status"] == CallStatus.CONNECTED
    has_clicked = bool(row["has_clicked_beacon"])
    return CallState(
        user_id=row["user"],
        login_name=row["login_name"],
        full_name=row["full_name"],
        status=CallStatus(row["status"]),
        has_clicked_beacon=has_clicked,
        is_beacon_flashing=is_connected and not has_clicked and bool(row["may_see_beacon"]),
        phone_number=row["phone_number"],
        reason=ReasonName(id=row["reason_id"], name=row["reason_name"])
        if row["reason_id"]
        else None,
        details=json.loads(row["details"]),
        call_id=row["inbound_call"],
        waiting_calls=waiting,
        version=row["version"],
    )
