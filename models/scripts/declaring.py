"""Declaring call fields while calls come in: each change holds for the next call, existing calls keep their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import ChangedMeanwhile, InvalidValue, NoSuchCallField
from models.identifiers import new_id
from models.scripts.changing import change, note
from models.scripts.field_types import FieldType
from models.scripts.tables import CallField
from models.text import checked
from models.unchanged import UNCHANGED, Unchanged, either

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site

# What the message itself says under these names never becomes a detail.
TAKEN_BY_THE_MESSAGE = frozenset(
    {
        "userLoginName",
        "status",
        "phoneNumber",
        "reasonId",
        "details",
        "callId",
        "sequence",
        "occurredAt",
    }
)


class DeclaredField(Struct, frozen=True, kw_only=True):
    """Show one call field; ``position`` orders them, ``version`` grows with every change."""

    id: UUID
    name: str
    label: str
    type: FieldType
    is_masked: bool
    is_identifier: bool
    is_active: bool
    position: int
    version: int


class NewField(Struct, frozen=True, kw_only=True):
    """Hold what is said of a new field; ``name`` is as the telephony system sends it and never changes."""

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    is_masked: bool = False
    is_identifier: bool = False


class FieldEdit(Struct, frozen=True, kw_only=True):
    """Say what becomes of a field; what is ``UNCHANGED`` stays."""

    label: str | Unchanged = UNCHANGED
    type: FieldType | Unchanged = UNCHANGED
    is_masked: bool | Unchanged = UNCHANGED
    is_identifier: bool | Unchanged = UNCHANGED
    is_active: bool | Unchanged = UNCHANGED


async def call_fields() -> list[DeclaredField]:
    """List every field in its order, the retired ones last."""
    rows = await CallField.select().order_by(CallField.position).order_by(CallField.id)
    return sorted((_field(row) for row in rows), key=lambda declared: not declared.is_active)


async def create_call_field(site: Site, viewer: Viewer, new: NewField) -> UUID:
    """Declare a field, behind the others; a name that is declared already, even if retired, is refused."""

    async def create() -> UUID:
        return await declare(site, viewer, new)

    return await change(site, viewer, create)


async def declare(site: Site, viewer: Viewer, new: NewField) -> UUID:
    """Declare a field within a change."""
    name = checked("name", new.name, shortest=1)
    if name in TAKEN_BY_THE_MESSAGE:
        raise InvalidValue("name", f"{name} has a meaning of its own in a message.")
    label, field_id = checked("label", new.label) or name, new_id()
    if await CallField.exists().where(CallField.name == name):
        raise InvalidValue("name", f"{name} is declared already.")
    row = CallField(
        id=field_id,
        name=name,
        label=label,
        type=new.type,
        is_masked=new.is_masked,
        is_identifier=new.is_identifier,
        position=await CallField.count(),
    )
    await CallField.insert(row)
    after = {"name": name, "label": label, "type": new.type, "is_masked": new.is_masked}
    await note(site, viewer, "call_field.created", field_id, after=after)
    return field_id


async def update_call_field(
    site: Site, viewer: Viewer, field_id: UUID, *, version: int, edit: FieldEdit
) -> None:
    """Change, retire or bring back a field; raise ``ChangedMeanwhile`` unless ``version`` is the newest."""

    async def update() -> None:
        await edit_field(site, viewer, await _field_at(field_id, version), edit)

    await change(site, viewer, update)


async def edit_field(site: Site, viewer: Viewer, row: Row, edit: FieldEdit) -> bool:
    """Make an edit within a change; tell whether it makes any difference."""
    after = {
        "label": either(edit.label, row["label"]),
        "type": either(edit.type, FieldType(row["type"])),
        "is_masked": either(edit.is_masked, row["is_masked"]),
        "is_identifier": either(edit.is_identifier, row["is_identifier"]),
        "is_active": either(edit.is_active, row["is_active"]),
    }
    after["label"] = checked("label", str(after["label"])) or row["name"]
    before = {name: row[name] for name in after}
    if before == after:
        return False
    await CallField.update(**after, version=row["version"] + 1).where(CallField.id == row["id"])
    await note(site, viewer, "call_field.updated", row["id"], before=before, after=after)
    return True


async def retire_call_field(site: Site, viewer: Viewer, field_id: UUID, *, version: int) -> None:
    """Stop showing a field as declared; its values, and what masks them, stay."""
    await update_call_field(
        site, viewer, field_id, version=version, edit=FieldEdit(is_active=False)
    )


async def reorder_call_fields(
    site: Site, viewer: Viewer, order: Sequence[tuple[UUID, int]]
) -> None:
    """Put the active fields in this order, each named with its version.

    Raises ``ChangedMeanwhile`` when one was changed, added or retired since the order was on screen.
    """

    async def reorder() -> None:
        rows = await CallField.select().where(CallField.is_active.eq(True))
        active = {row["id"]: row for row in rows}
        if sorted(order) != sorted((row["id"], row["version"]) for row in rows):
            raise ChangedMeanwhile
        for position, (field_id, version) in enumerate(order):
            before, after = {"position": active[field_id]["position"]}, {"position": position}
            if before != after:
                await CallField.update(position=position, version=version + 1).where(
                    CallField.id == field_id
                )
                await note(site, viewer, "call_field.moved", field_id, before=before, after=after)

    await change(site, viewer, reorder)


async def _field_at(field_id: UUID, version: int) -> Row:
    row: Row | None = await CallField.select().where(CallField.id == field_id).first()
    if row is None:
        raise NoSuchCallField
    if row["version"] != version:
        raise ChangedMeanwhile
    return row


def _field(row: Row) -> DeclaredField:
    return DeclaredField(
        id=row["id"],
        name=row["name"],
        label=row["label"],
        type=FieldType(row["type"]),
        is_masked=row["is_masked"],
        is_identifier=row["is_identifier"],
        is_active=row["is_active"],
        position=row["position"],
        version=row["version"],
    )
