"""Which teams somebody may watch, who belongs to them, and what is heard when one of them does something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import NotPermitted, NotSignedIn
from models.events import user_topic
from models.following import Followed
from models.people.changing import ADMINISTRATION_TOPIC
from models.people.privileges import Privilege
from models.people.sessions import sessions_topic
from models.people.tables import User
from models.people.users import viewer_for
from models.workspaces.workspaces import workspaces_topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias
    from uuid import UUID

    from models.people.privileges import Viewer

    # Each team, or None for those who are in none, and who belongs to it.
    Teams: TypeAlias = Mapping[UUID | None, tuple[UUID, ...]]
    # Whose teams, with which of the privileges that let somebody watch.
    Watcher: TypeAlias = tuple[UUID, frozenset[str]]

WATCHERS = frozenset({Privilege.CALL_SUPERVISOR, Privilege.ADMIN})


def watcher(viewer: Viewer) -> Watcher:
    """Return what ``teams_of`` is asked with for a viewer; a token may have less privileges than its user."""
    return viewer.user_id, frozenset(WATCHERS & viewer.privileges)


def rights(user_id: UUID, privileges: frozenset[str]) -> Followed[Teams]:
    """Name what says which teams a watcher may see, to be followed beside them."""
    topics = (sessions_topic(user_id), ADMINISTRATION_TOPIC)
    return Followed(topics=topics, read=teams_of, of=(user_id, privileges))


def topics_of(members: Iterable[UUID]) -> tuple[str, ...]:
    """Name what is announced when one of these users has a call, a workspace or another name."""
    topics = [topic for each in members for topic in (user_topic(each), workspaces_topic(each))]
    return (ADMINISTRATION_TOPIC, *topics)


async def teams_of(user_id: UUID, privileges: frozenset[str]) -> Teams:
    """Read which teams a user may see, with those of these privileges that are still held.

    Raises ``NotPermitted`` when none is, and ``NotSignedIn`` for a disabled user.
    """
    viewer = await viewer_for(user_id)
    if viewer is None:
        raise NotSignedIn
    held = privileges & viewer.privileges
    if not held:
        raise NotPermitted(Privilege.CALL_SUPERVISOR)
    users = User.select(User.id, User.team).where(User.is_enabled.eq(True)).order_by(User.id)
    teams: dict[UUID | None, tuple[UUID, ...]] = {}
    if viewer.team_id is not None and Privilege.ADMIN not in held:
        users = users.where(User.team == viewer.team_id)
        teams[viewer.team_id] = ()
    for row in await users:
        teams[row["team"]] = (*teams.get(row["team"], ()), row["id"])
    return teams
