"""The state of a user as others see it: read from the database, never remembered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.messages import JSON, CallStatus
from models.calls.tables import UserCallState
from models.errors import NoSuchUser
from models.people.privileges import Privilege, Viewer, may_see_calls_of
from models.people.tables import User
from models.people.users import login_key
from models.sharing import read_among

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from models.database import Row
    from models.site import Site

# For each user a row for each call that waits, or one without a call: all of it from the same moment.
STATES = """
    SELECT s."user", u.login_name, u.full_name, u.opens_automatically, s.status, s.has_clicked_beacon,
        s.phone_number, s.details, s.inbound_call, s.version, r.reason_id, r.name AS reason_name,
        waiting.id AS waiting_call,
        u.is_enabled AND EXISTS (
            SELECT 1 FROM granted_privilege g WHERE g."user" = u.id AND g.privilege = {{}}) AS may_see_beacon
    FROM user_call_state s
    JOIN app_user u ON u.id = s."user"
    LEFT JOIN call_reason r ON r.id = s.reason
    LEFT JOIN inbound_call waiting
        ON waiting."user" = s."user" AND waiting.ended_at IS NULL AND waiting.clicked_at IS NULL
    WHERE {users}
    ORDER BY waiting.id
"""
STATE_OF_ONE = STATES.format(users='s."user" = {}')


class ReasonName(Struct, frozen=True, kw_only=True):
    """Name a call reason: the id as the telephony system sends it, and its name."""

    id: str
    name: str


class CallState(Struct, frozen=True, kw_only=True):
    """Show one user's call state at one version.

    ``waiting_calls`` are the running calls whose beacon was never clicked, oldest first. For a user without gCallUser
    the state is kept all the same, but no beacon flashes. ``opens_automatically`` is the user's own choice; None: as
    the site has it.
    """

    user_id: UUID
    login_name: str
    full_name: str
    status: CallStatus
    has_clicked_beacon: bool
    may_see_beacon: bool
    is_beacon_flashing: bool
    opens_automatically: bool | None
    phone_number: str | None
    reason: ReasonName | None
    details: Mapping[str, JSON]
    call_id: UUID | None
    waiting_calls: tuple[UUID, ...]
    version: int

    def opens_by_itself(self, *, on_site: bool) -> bool:
        """Tell whether the user's page should open the waiting calls without a click; ``on_site``: the site's."""
        wanted = on_site if self.opens_automatically is None else self.opens_automatically
        return wanted and self.may_see_beacon and bool(self.waiting_calls)


async def read_state(user_id: UUID) -> CallState:
    """Read the state of a user as it is now."""
    rows = await UserCallState.raw(STATE_OF_ONE, Privilege.CALL_USER.value, user_id)
    return _call_state(rows)


async def read_state_among(site: Site, user_id: UUID) -> CallState:
    """Read the state of a user as it is now, in one statement with the states that others ask for meanwhile."""
    state = await read_among(site, _read_states, user_id)
    if state is None:
        raise NoSuchUser("")  # never: each user has a state from the beginning
    return state


async def _read_states(site: Site, user_ids: frozenset[UUID]) -> Mapping[UUID, CallState]:
    # Piccolo's raw queries have braces where statements of ours have numbers.
    users = site.database.any_of('s."user"', 1).replace("$1", "{}")
    packed = site.database.values(user_ids)
    rows: dict[UUID, list[Row]] = {}
    for row in await UserCallState.raw(
        STATES.format(users=users), Privilege.CALL_USER.value, packed
    ):
        rows.setdefault(row["user"], []).append(row)
    return {user_id: _call_state(each) for user_id, each in rows.items()}


async def user_whose_calls_may_be_seen(viewer: Viewer, login_name: str | None) -> UUID:
    """Return the user with this login name, or the viewer; one that may not be seen is as if there were none."""
    if login_name is None or (key := login_key(login_name)) == login_key(viewer.login_name):
        return viewer.user_id
    user = await User.select(User.id, User.team).where(User.login_key == key).first()
    if user is None or not may_see_calls_of(viewer, user_id=user["id"], team_id=user["team"]):
        raise NoSuchUser(login_name)
    user_id: UUID = user["id"]
    return user_id


def _call_state(rows: Sequence[Row]) -> CallState:
    row, waiting = rows[0], tuple(row["waiting_call"] for row in rows if row["waiting_call"])
    is_connected = row["status"] == CallStatus.CONNECTED
    has_clicked, may_see = bool(row["has_clicked_beacon"]), bool(row["may_see_beacon"])
    automatic = row["opens_automatically"]
    return CallState(
        user_id=row["user"],
        login_name=row["login_name"],
        full_name=row["full_name"],
        status=CallStatus(row["status"]),
        has_clicked_beacon=has_clicked,
        may_see_beacon=may_see,
        is_beacon_flashing=is_connected and not has_clicked and may_see,
        opens_automatically=None if automatic is None else bool(automatic),
        phone_number=row["phone_number"],
        reason=ReasonName(id=row["reason_id"], name=row["reason_name"])
        if row["reason_id"]
        else None,
        details=json.loads(row["details"]),
        call_id=row["inbound_call"],
        waiting_calls=waiting,
        version=row["version"],
    )
