"""The last net under the bus: compare what the listeners of this process were told with what the database holds.

An announcement is lost when a process dies between its commit and its announcement, when the bus loses it, or when the
command line changes something beside a server whose bus is its own memory. That may cost seconds, never a beacon.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from models.errors import DatabaseDown
from models.events import user_topic
from models.people.sessions import sessions_topic
from models.people.tables import User
from models.workspaces.workspaces import workspaces_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.database import Row
    from models.site import Site

log = structlog.get_logger(__name__)

EVERY = 2.0  # seconds
GRACE = 0.5  # an announcement may still be under way
# Listeners who were told nothing yet read once more, lest they missed the first; so many at most in a round.
MOST_UNTOLD = 250

KINDS = {"user", "workspaces", "sessions"}
VERSIONS = """
    SELECT u.id, u.version, u.workspaces_version, s.version AS state_version
    FROM app_user u JOIN user_call_state s ON s."user" = u.id
    WHERE {users}
"""


@dataclass(slots=True)
class Reconciler:
    """Count the lost announcements that were made good, and remember each user's version as last seen."""

    repairs: int = 0
    _users: dict[UUID, int] = field(default_factory=dict)

    async def run(self, site: Site) -> None:
        """Compare every two seconds, for as long as the site is open."""
        was_down = False
        while True:
            # Not all nodes in the same moment.
            await asyncio.sleep(EVERY * random.uniform(0.75, 1.25))  # noqa: S311  # no secret
            try:
                await self.reconcile(site)
                was_down = False
            except DatabaseDown:
                if not was_down:
                    log.warning("reconciling.database_down")
                was_down = True
            except Exception:
                log.exception("reconciling.failed")

    async def reconcile(self, site: Site) -> None:
        """Compare once, in one query, and tell the listeners here what they were not told."""
        rows = await _read(site, _users_listened_to(site.bus.topics))
        listened = site.bus.topics
        versions = {t: version for row in rows for t, version in _versions(row) if t in listened}
        untold = [topic for topic in versions if site.bus.newest(topic) is None]
        for topic in islice(untold, MOST_UNTOLD):
            site.bus.tell(topic, versions[topic])
        self._tell_changed_users(site, rows)
        if _behind(site, versions):
            await asyncio.sleep(GRACE)
            self._repair(site, _behind(site, versions))

    def _tell_changed_users(self, site: Site, rows: Iterable[Row]) -> None:
        """Let beacons be read again when privileges have changed, which leaves the state's own version as it is."""
        before, self._users = self._users, {row["id"]: row["version"] for row in rows}
        for row in rows:
            if before.get(row["id"], row["version"]) != row["version"]:
                site.bus.tell(user_topic(row["id"]), row["state_version"])

    def _repair(self, site: Site, behind: dict[str, int]) -> None:
        for topic, version in behind.items():
            self.repairs += 1
            log.warning("reconciling.repaired", topic=topic, version=version)
            site.bus.tell(topic, version)


def _users_listened_to(topics: Iterable[str]) -> set[UUID]:
    parts = (topic.partition(":") for topic in topics)
    return {UUID(hex=id) for kind, _, id in parts if kind in KINDS}


async def _read(site: Site, user_ids: set[UUID]) -> list[Row]:
    if not user_ids:
        return []
    database = site.database
    # Piccolo's raw queries have braces where statements of ours have numbers.
    clause = database.any_of("u.id", 1).replace("$1", "{}")
    rows: list[Row] = await User.raw(VERSIONS.format(users=clause), database.values(user_ids))
    return rows


def _versions(row: Row) -> list[tuple[str, int]]:
    return [
        (user_topic(row["id"]), row["state_version"]),
        (workspaces_topic(row["id"]), row["workspaces_version"]),
        (sessions_topic(row["id"]), row["version"]),
    ]


def _behind(site: Site, versions: dict[str, int]) -> dict[str, int]:
    """Return the topics whose listeners were told of an older version; those without listeners wait for some."""
    return {
        topic: version
        for topic, version in versions.items()
        if (told := site.bus.newest(topic)) is not None and told < version
    }
