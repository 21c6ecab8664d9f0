"""What the calls or records of one answer need besides: read once for all of them, when the first one asks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from models.calls.callers import contact_matches, contact_matches_of_all
from models.calls.traces import traces_of
from models.contacts.cards import contact_cards
from models.scripts.fields import shown_details_of_all
from models.scripts.scripts import script_version
from models.workspaces.answers import label_answers
from models.workspaces.caller import callers_of
from models.workspaces.continuing import workspaces_to_continue
from models.workspaces.held import HeldWorkspace, held_workspaces
from models.workspaces.timeline import SavedRecord, records_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from models.calls.calls import LedgerCall
    from models.calls.tracing import TraceStep
    from models.contacts.cards import ContactCard
    from models.contacts.matching import ContactMatch
    from models.people.privileges import Viewer
    from models.scripts.fields import Detail
    from models.scripts.flow import Flow
    from models.site import Site
    from models.workspaces.answers import LabelledAnswer


class RecordBatch:
    """Hold the contacts that the records of one answer name, and the versions of scripts that they began with."""

    def __init__(self, records: Iterable[SavedRecord]) -> None:
        self._ids = {each.contact_id for each in records if each.contact_id}
        self._known: Mapping[UUID, ContactCard] | None = None
        self._flows: dict[UUID, Flow] = {}
        self._reading = asyncio.Lock()

    async def card(self, contact_id: UUID | None) -> ContactCard | None:
        """Return one of the contacts; none for none."""
        if contact_id is None:
            return None
        async with self._reading:
            if self._known is None:
                self._known = await contact_cards(self._ids)
        return self._known.get(contact_id)

    async def answers(self, record: SavedRecord) -> tuple[LabelledAnswer, ...]:
        """Return the answers of one of the records with their questions; each version of a script is read once."""
        version = record.script_version
        if version is None:
            return label_answers(record.answers, ())
        async with self._reading:
            if version not in self._flows:
                self._flows[version] = (await script_version(version)).pages
        return label_answers(record.answers, self._flows[version])


class CallBatch:
    """Hold the calls of one answer; it lives no longer than that, so that nothing in it is old."""

    def __init__(self, calls: Sequence[LedgerCall]) -> None:
        self._calls = calls
        self._known: dict[str, Mapping[UUID, Any]] = {}
        self._reading = asyncio.Lock()

    async def caller(self, site: Site, call: LedgerCall) -> ContactCard | None:
        """Return who the caller of one of the calls is taken to be."""
        return (await self._once("callers", lambda: callers_of(site, self._calls))).get(call.id)

    async def record(
        self, viewer: Viewer, call: LedgerCall
    ) -> tuple[SavedRecord, RecordBatch] | None:
        """Return what was saved about one of the calls, among the records of all of them."""
        ids = [each.id for each in self._calls]

        async def read() -> dict[UUID, tuple[SavedRecord, RecordBatch]]:
            records = await records_of(viewer, ids)
            batch = RecordBatch(records.values())
            return {call_id: (record, batch) for call_id, record in records.items()}

        return (await self._once("records", read)).get(call.id)

    async def held(self, viewer: Viewer, call: LedgerCall) -> HeldWorkspace | None:
        """Return the viewer's workspace of one of the calls."""
        return (await self._once("held", lambda: held_workspaces(viewer, self._calls))).get(call.id)

    async def details(self, call: LedgerCall) -> list[Detail]:
        """Return the additional details of one of the calls, for the screen."""
        of_each = {each.id: each.details for each in self._calls}
        shown: Mapping[UUID, list[Detail]] = await self._once(
            "details", lambda: shown_details_of_all(of_each)
        )
        return shown[call.id]

    async def matches(self, site: Site, call: LedgerCall) -> list[ContactMatch]:
        """Return the contacts that one of the calls may be from."""
        if len(self._calls) == 1:
            return await contact_matches(site, call)

        async def read() -> dict[UUID, list[ContactMatch]]:
            found = await contact_matches_of_all(site, self._calls)
            return {each.id: matches for each, matches in zip(self._calls, found, strict=True)}

        matched: Mapping[UUID, list[ContactMatch]] = await self._once("matches", read)
        return matched[call.id]

    async def trace(self, call: LedgerCall) -> list[TraceStep]:
        """Return the way of one of the calls to its agent."""
        ids = [each.id for each in self._calls]
        ways: Mapping[UUID, list[TraceStep]] = await self._once("traces", lambda: traces_of(ids))
        return ways[call.id]

    async def to_continue(self, viewer: Viewer, call: LedgerCall) -> UUID | None:
        """Return the viewer's workspace that would go on with one of the calls."""
        read = await self._once("to_continue", lambda: workspaces_to_continue(viewer, self._calls))
        return read.get(call.id)

    async def _once(
        self, name: str, read: Callable[[], Awaitable[Mapping[UUID, Any]]]
    ) -> Mapping[UUID, Any]:
        async with self._reading:
            if name not in self._known:
                self._known[name] = await read()
            return self._known[name]
