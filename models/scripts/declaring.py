"""Declaring call fields while calls come in: each change holds for the next call, existing calls keep their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import audit
from models.errors import ChangedMeanwhile, InvalidValue, NoSuchCallField
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require
from models.scripts.changing import CALL_MANAGEMENT_TOPIC
from models.scripts.field_types import FieldType
from models.scripts.tables import CallField
from models.text import checked
from models.unchanged import UNCHANGED, Unchanged, either

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from models.database import Row
    from models.site import Site

FIELD = "SELECT * FROM call_field WHERE id = $1"
ACTIVE_FIELDS = "SELECT * FROM call_field WHERE is_active ORDER BY id"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredField:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """Hold what is said of a new field; ``name`` is as the telephony system sends it and never changes."""

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    is_masked: bool = False
    is_identifier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEdit:
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
    require(viewer, Privilege.CALL_MANAGEMENT)
    name = checked("name", new.name, shortest=1)
    if name in TAKEN_BY_THE_MESSAGE:
        raise InvalidValue("name", f"{name} has a meaning of its own in a message.")
    label, field_id = checked("label", new.label) or name, new_id()

    async def create() -> None:
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
        await _note(site, viewer, "created", before={"id": field_id}, after=after)

    await site.writer.run(create)
    await site.bus.announce(CALL_MANAGEMENT_TOPIC, 1)
    return field_id


async def update_call_field(
    site: Site, viewer: Viewer, field_id: UUID, *, version: int, edit: FieldEdit
) -> None:
    """Change, retire or bring back a field; raise ``ChangedMeanwhile`` unless ``version`` is the newest."""
    require(viewer, Privilege.CALL_MANAGEMENT)

    async def update() -> None:
        before = await _locked(site, field_id, version)
        after = {
            "label": either(edit.label, before["label"]),
            "type": either(edit.type, FieldType(before["type"])),
            "is_masked": either(edit.is_masked, before["is_masked"]),
            "is_identifier": either(edit.is_identifier, before["is_identifier"]),
            "is_active": either(edit.is_active, before["is_active"]),
        }
        after["label"] = checked("label", str(after["label"])) or before["name"]
        if all(before[name] == value for name, value in after.items()):
            return
        await CallField.update(**after, version=version + 1).where(CallField.id == field_id)
        await _note(site, viewer, "updated", before=before, after=after)

    await site.writer.run(update)
    await site.bus.announce(CALL_MANAGEMENT_TOPIC, 1)


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
    require(viewer, Privilege.CALL_MANAGEMENT)
    locking = "" if site.database.is_sqlite else " FOR UPDATE"

    async def reorder() -> None:
        active = {row["id"]: row for row in await site.database.fetch(ACTIVE_FIELDS + locking)}
        if sorted(order) != sorted((row["id"], row["version"]) for row in active.values()):
            raise ChangedMeanwhile
        for position, (field_id, version) in enumerate(order):
            before, after = active[field_id], {"position": position}
            if before["position"] == position:
                continue
            await CallField.update(position=position, version=version + 1).where(
                CallField.id == field_id
            )
            await _note(site, viewer, "moved", before=before, after=after)

    await site.writer.run(reorder)
    await site.bus.announce(CALL_MANAGEMENT_TOPIC, 1)


async def _locked(site: Site, field_id: UUID, version: int) -> Row:
    locking = "" if site.database.is_sqlite else " FOR UPDATE"
    rows = await site.database.fetch(FIELD + locking, field_id)
    if not rows:
        raise NoSuchCallField
    if rows[0]["version"] != version:
        raise ChangedMeanwhile
    return rows[0]


async def _note(
    site: Site, viewer: Viewer, what: str, *, before: Row, after: Mapping[str, object]
) -> None:
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    await audit.note(
        site,
        viewer,
        f"call_field.{what}",
        kind="call_field",
        subject=before["id"],
        before={name: before[name] for name in changed if name in before} or None,
        after=changed,
    )


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
