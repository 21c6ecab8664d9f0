"""What the workspaces of one answer need besides: read once for all of them, when the first one asks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from api.schema.calls import inbound_calls as show_calls
from models.calls.calls import shared_calls
from models.errors import NoSuchCall
from models.scripts.showing import running_scripts
from models.workspaces.caller import callers_of
from models.workspaces.records import requiring_outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from uuid import UUID

    from api.schema.calls import InboundCall
    from models.calls.calls import LedgerCall
    from models.contacts.cards import ContactCard
    from models.people.privileges import Viewer
    from models.scripts.running import RunningScript
    from models.site import Site


class WorkspaceBatch:
    """Hold the calls of the workspaces of one answer; it lives no longer than that, so that nothing in it is old."""

    def __init__(self, call_ids: Sequence[UUID]) -> None:
        self._ids = call_ids
        self._known: dict[str, Any] = {}
        self._reading = asyncio.Lock()

    async def shown_call(self, site: Site, viewer: Viewer, call_id: UUID) -> InboundCall:
        """Show the call of one of the workspaces; raise ``NoSuchCall`` when the viewer may not see it."""
        shown: Mapping[UUID, InboundCall] = await self._about_calls(
            "shown", site, viewer, _shown_calls
        )
        if call_id not in shown:
            raise NoSuchCall
        return shown[call_id]

    async def caller(self, site: Site, viewer: Viewer, call_id: UUID) -> ContactCard | None:
        """Return who the caller is taken to be."""
        callers: Mapping[UUID, ContactCard | None] = await self._about_calls(
            "callers", site, viewer, callers_of
        )
        return callers.get(call_id)

    async def script(self, site: Site, viewer: Viewer, call_id: UUID) -> RunningScript | None:
        """Return the script of a call; None without one."""
        scripts: Mapping[UUID, RunningScript] = await self._about_calls(
            "scripts", site, viewer, running_scripts
        )
        return scripts.get(call_id)

    async def requires_outcome(self, call_id: UUID) -> bool:
        """Tell whether the reason in force of a call asks for an outcome."""
        async with self._reading:
            if "outcomes" not in self._known:
                self._known["outcomes"] = await requiring_outcome(self._ids)
            return call_id in self._known["outcomes"]

    async def _about_calls(
        self,
        name: str,
        site: Site,
        viewer: Viewer,
        read: Callable[[Site, Sequence[LedgerCall]], Awaitable[Any]],
    ) -> Any:
        async with self._reading:
            if name not in self._known:
                calls = await self._calls(site, viewer)
                self._known[name] = await read(site, list(calls.values()))
            return self._known[name]

    async def _calls(self, site: Site, viewer: Viewer) -> Mapping[UUID, LedgerCall]:
        """Read the calls when nobody has; whoever asks holds the lock."""
        if "calls" not in self._known:
            self._known["calls"] = await shared_calls(site, viewer, self._ids)
        calls: Mapping[UUID, LedgerCall] = self._known["calls"]
        return calls


async def _shown_calls(_: Site, calls: Sequence[LedgerCall]) -> dict[UUID, InboundCall]:
    return dict(zip((call.id for call in calls), show_calls(calls), strict=True))
