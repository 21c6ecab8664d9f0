"""What the calls or records of one answer need besides: read once for all of them, when the first one asks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from models.contacts.cards import contact_cards
from models.workspaces.caller import caller_of, callers_of
from models.workspaces.held import HeldWorkspace, held_workspaces
from models.workspaces.timeline import SavedRecord, records_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from models.calls.calls import LedgerCall
    from models.contacts.cards import ContactCard
    from models.people.privileges import Viewer
    from models.site import Site


class ContactBatch:
    """Hold the contacts that the records of one answer name."""

    def __init__(self, contact_ids: Iterable[UUID | None]) -> None:
        self._ids = {each for each in contact_ids if each}
        self._known: Mapping[UUID, ContactCard] | None = None
        self._reading = asyncio.Lock()

    async def card(self, contact_id: UUID | None) -> ContactCard | None:
        """Return one of the contacts; none for none."""
        if contact_id is None:
            return None
        async with self._reading:
            if self._known is None:
                self._known = await contact_cards(self._ids)
        return self._known.get(contact_id)


class CallBatch:
    """Hold the calls of one answer; it lives no longer than that, so that nothing in it is old."""

    def __init__(self, calls: Sequence[LedgerCall]) -> None:
        self._calls = calls
        self._known: dict[str, Mapping[UUID, Any]] = {}
        self._reading = asyncio.Lock()

    async def caller(self, site: Site, call: LedgerCall) -> ContactCard | None:
        """Return who the caller of one of the calls is taken to be."""
        if len(self._calls) == 1:  # a beacon: read once for all pages that show it
            return await caller_of(site, call)
        return (await self._once("callers", lambda: callers_of(site, self._calls))).get(call.id)

    async def record(self, viewer: Viewer, call: LedgerCall) -> SavedRecord | None:
        """Return what was saved about one of the calls."""
        ids = [each.id for each in self._calls]
        return (await self._once("records", lambda: records_of(viewer, ids))).get(call.id)

    async def held(self, viewer: Viewer, call: LedgerCall) -> HeldWorkspace | None:
        """Return the viewer's workspace of one of the calls."""
        return (await self._once("held", lambda: held_workspaces(viewer, self._calls))).get(call.id)

    async def _once(
        self, name: str, read: Callable[[], Awaitable[Mapping[UUID, Any]]]
    ) -> Mapping[UUID, Any]:
        async with self._reading:
            if name not in self._known:
                self._known[name] = await read()
            return self._known[name]
