"""Outcomes: the wrap-up codes an agent chooses from when a call is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import ChangedMeanwhile, InvalidValue, NoSuchOutcome
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require
from models.scripts.changing import change, note
from models.scripts.tables import Outcome
from models.text import checked
from models.unchanged import UNCHANGED, Unchanged, either
from models.workspaces.tables import CallRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from models.database import Row
    from models.site import Site


class OutcomeName(Struct, frozen=True, kw_only=True):
    """Name an outcome."""

    id: UUID
    name: str


class DefinedOutcome(Struct, frozen=True, kw_only=True):
    """Show one outcome; ``position`` orders them, ``version`` grows with every change."""

    id: UUID
    name: str
    position: int
    is_active: bool
    version: int


class OutcomeEdit(Struct, frozen=True, kw_only=True):
    """Say what becomes of an outcome; what is ``UNCHANGED`` stays."""

    name: str | Unchanged = UNCHANGED
    is_active: bool | Unchanged = UNCHANGED


async def add_outcome(name: str, *, position: int) -> UUID:
    """Add an active outcome; within a job of the writer."""
    outcome = Outcome(id=new_id(), name=name, position=position)
    await Outcome.insert(outcome)
    return outcome.id


async def defined_outcomes(viewer: Viewer, *, with_retired: bool = False) -> list[DefinedOutcome]:
    """List what agents choose from in its order; the retired ones, last, only for call management."""
    if with_retired:
        require(viewer, Privilege.CALL_MANAGEMENT)
    rows = (
        await Outcome.select()
        .order_by(Outcome.is_active, ascending=False)
        .order_by(Outcome.position)
        .order_by(Outcome.name)
    )
    return [_outcome(row) for row in rows if with_retired or row["is_active"]]


async def create_outcome(site: Site, viewer: Viewer, name: str) -> UUID:
    """Add an outcome behind the others; each has its own name."""

    async def create() -> UUID:
        return await define_outcome(site, viewer, name)

    return await change(site, viewer, create)


async def define_outcome(site: Site, viewer: Viewer, name: str) -> UUID:
    """Add an outcome within a change."""
    name = checked("name", name, shortest=1)
    await _check_name(name)
    outcome_id = await add_outcome(name, position=await Outcome.count())
    await note(site, viewer, "outcome.created", outcome_id, after={"name": name})
    return outcome_id


async def update_outcome(
    site: Site, viewer: Viewer, outcome_id: UUID, *, version: int, edit: OutcomeEdit
) -> None:
    """Rename, retire or bring back an outcome; saved records keep it, and show its name as it is now."""

    async def update() -> None:
        await edit_outcome(site, viewer, await _outcome_at(outcome_id, version), edit)

    await change(site, viewer, update)


async def edit_outcome(site: Site, viewer: Viewer, row: Row, edit: OutcomeEdit) -> bool:
    """Make an edit within a change; tell whether it makes any difference."""
    before = {"name": row["name"], "is_active": row["is_active"]}
    after = {
        "name": checked("name", either(edit.name, row["name"]), shortest=1),
        "is_active": either(edit.is_active, row["is_active"]),
    }
    if before == after:
        return False
    if after["name"] != before["name"]:
        await _check_name(str(after["name"]))
    await Outcome.update(**after, version=row["version"] + 1).where(Outcome.id == row["id"])
    await note(site, viewer, "outcome.updated", row["id"], before=before, after=after)
    return True


async def delete_outcome(site: Site, viewer: Viewer, outcome_id: UUID, *, version: int) -> bool:
    """Delete an outcome, or retire it when records have it; tell whether it is gone."""

    async def delete() -> bool:
        row = await _outcome_at(outcome_id, version)
        if await _is_used(outcome_id):
            await edit_outcome(site, viewer, row, OutcomeEdit(is_active=False))
            return False
        await Outcome.delete().where(Outcome.id == outcome_id)
        await note(site, viewer, "outcome.deleted", outcome_id, before={"name": row["name"]})
        return True

    return await change(site, viewer, delete)


async def is_outcome_used(viewer: Viewer, outcome_id: UUID) -> bool:
    """Tell whether records have an outcome, so that deleting it would retire it."""
    require(viewer, Privilege.CALL_MANAGEMENT)
    return await _is_used(outcome_id)


async def _is_used(outcome_id: UUID) -> bool:
    is_used: bool = await CallRecord.exists().where(CallRecord.outcome == outcome_id)
    return is_used


async def reorder_outcomes(site: Site, viewer: Viewer, order: Sequence[tuple[UUID, int]]) -> None:
    """Put the active outcomes in this order, each named with its version.

    Raises ``ChangedMeanwhile`` when one was changed, added or retired since the order was on screen.
    """

    async def reorder() -> None:
        rows = await Outcome.select().where(Outcome.is_active.eq(True))
        active = {row["id"]: row for row in rows}
        if sorted(order) != sorted((row["id"], row["version"]) for row in rows):
            raise ChangedMeanwhile
        for position, (outcome_id, version) in enumerate(order):
            before, after = {"position": active[outcome_id]["position"]}, {"position": position}
            if before != after:
                await Outcome.update(position=position, version=version + 1).where(
                    Outcome.id == outcome_id
                )
                await note(site, viewer, "outcome.moved", outcome_id, before=before, after=after)

    await change(site, viewer, reorder)


async def _outcome_at(outcome_id: UUID, version: int) -> Row:
    row: Row | None = await Outcome.select().where(Outcome.id == outcome_id).first()
    if row is None:
        raise NoSuchOutcome
    if row["version"] != version:
        raise ChangedMeanwhile
    return row


async def _check_name(name: str) -> None:
    if await Outcome.exists().where(Outcome.name == name):
        raise InvalidValue("name", f"There is an outcome {name} already.")


def _outcome(row: Row) -> DefinedOutcome:
    return DefinedOutcome(
        id=row["id"],
        name=row["name"],
        position=row["position"],
        is_active=row["is_active"],
        version=row["version"],
    )
