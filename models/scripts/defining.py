"""Defining call reasons while calls come in: each change holds for the next call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from models.calls.tables import InboundCall, UndefinedReason
from models.errors import (
    ChangedMeanwhile,
    InvalidValue,
    IsTheDefaultReason,
    NoSuchReason,
    NoSuchScript,
)
from models.people.privileges import Privilege, require
from models.scripts.changing import change, note
from models.scripts.reasons import NewReason, add_reason, new_reason_id
from models.scripts.tables import CallReason, CallReasonAlias, CallScript
from models.text import LONGEST, checked, storable
from models.unchanged import UNCHANGED, Unchanged, either
from models.workspaces.tables import CallRecord

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site

LONGEST_DESCRIPTION = 10_000


class ReasonEdit(Struct, frozen=True, kw_only=True):
    """Say what becomes of a reason; what is ``UNCHANGED`` stays. Its id never changes: calls came with it."""

    name: str | Unchanged = UNCHANGED
    description: str | Unchanged = UNCHANGED
    script_id: UUID | Unchanged | None = UNCHANGED
    requires_outcome: bool | Unchanged = UNCHANGED
    is_active: bool | Unchanged = UNCHANGED


async def create_reason(site: Site, viewer: Viewer, new: NewReason) -> str:
    """Define an active reason and return its id; one that was received and undefined is so no longer."""
    new = replace(new, is_default=False)

    async def create() -> str:
        return await define(site, viewer, new)

    return await change(site, viewer, create)


async def define(site: Site, viewer: Viewer, new: NewReason) -> str:
    """Define a reason within a change."""
    reason_id = new_reason_id() if new.reason_id is None else await free_id(new.reason_id)
    values = await _checked(_said(new))
    await add_reason(
        replace(new, reason_id=reason_id, name=values["name"], description=values["description"])
    )
    await forget_received(reason_id)
    after = {**values, "is_default": new.is_default}
    await note(site, viewer, "reason.created", reason_id, after=after)
    return reason_id


async def update_reason(
    site: Site, viewer: Viewer, reason_id: str, *, version: int, edit: ReasonEdit
) -> None:
    """Change, retire or bring back a reason; raise ``ChangedMeanwhile`` unless ``version`` is the newest."""

    async def update() -> None:
        await edit_reason(site, viewer, await reason_at(reason_id, version), edit)

    await change(site, viewer, update)


async def edit_reason(site: Site, viewer: Viewer, row: Row, edit: ReasonEdit) -> bool:
    """Make an edit within a change; tell whether it makes any difference."""
    before = {**_content(row), "is_active": row["is_active"]}
    after = await _checked(
        {
            "name": either(edit.name, before["name"]),
            "description": either(edit.description, before["description"]),
            "script": either(edit.script_id, before["script"]),
            "requires_outcome": either(edit.requires_outcome, before["requires_outcome"]),
            "is_active": either(edit.is_active, before["is_active"]),
        }
    )
    if before == after:
        return False
    if row["is_default"] and not after["is_active"]:
        raise IsTheDefaultReason
    await CallReason.update(**after, version=row["version"] + 1).where(CallReason.id == row["id"])
    if after["is_active"]:
        await _forget_all_of(row)
    await note(site, viewer, "reason.updated", row["reason_id"], before=before, after=after)
    return True


async def make_default_reason(site: Site, viewer: Viewer, reason_id: str, *, version: int) -> None:
    """Let a reason apply where none is said; the one that did so far stays a reason."""

    async def make_default() -> None:
        await move_default(site, viewer, await reason_at(reason_id, version))

    await change(site, viewer, make_default)


async def move_default(site: Site, viewer: Viewer, row: Row) -> None:
    """Move the default within a change."""
    if row["is_default"]:
        return
    if not row["is_active"]:
        raise InvalidValue("id", "is a retired reason; bring it back first.")
    former = await CallReason.select().where(CallReason.is_default.eq(True)).first()
    assert former is not None  # noqa: S101  # every installation begins with one
    for reason, is_default in ((former, False), (row, True)):
        await CallReason.update(is_default=is_default, version=reason["version"] + 1).where(
            CallReason.id == reason["id"]
        )
    await note(
        site,
        viewer,
        "reason.made_default",
        row["reason_id"],
        before={"default": former["reason_id"]},
        after={"default": row["reason_id"]},
    )


async def delete_reason(site: Site, viewer: Viewer, reason_id: str, *, version: int) -> bool:
    """Delete a reason, or retire it when calls have had it; tell whether it is gone."""

    async def delete() -> bool:
        row = await reason_at(reason_id, version)
        if row["is_default"]:
            raise IsTheDefaultReason
        if await _is_used(row["id"]):
            await edit_reason(site, viewer, row, ReasonEdit(is_active=False))
            return False
        await CallReason.delete().where(CallReason.id == row["id"])
        await note(site, viewer, "reason.deleted", reason_id, before=_content(row))
        return True

    return await change(site, viewer, delete)


async def is_reason_used(viewer: Viewer, reason_id: str) -> bool:
    """Tell whether calls have had a reason, so that deleting it would retire it."""
    require(viewer, Privilege.CALL_MANAGEMENT)
    return await _is_used((await reason_at(reason_id))["id"])


async def reason_at(reason_id: str, version: int | None = None) -> Row:
    """Read a reason within a change; raise ``ChangedMeanwhile`` when another version was on screen."""
    row = await CallReason.select().where(CallReason.reason_id == reason_id).first()
    if row is None:
        raise NoSuchReason
    if version is not None and row["version"] != version:
        raise ChangedMeanwhile
    found: Row = row
    return found


async def free_id(text: str) -> str:
    """Return an id for a reason or an alias as it can be kept; refuse one that means a reason already.

    Ids are compared as they stand, letter by letter. Space around one is a slip, unless it was received like that.
    """
    received = await UndefinedReason.exists().where(UndefinedReason.reason_id == text)
    reason_id = text if received else storable(text.strip())
    if not 1 <= len(reason_id) <= LONGEST:
        raise InvalidValue("id", f"has 1 to {LONGEST} characters.")
    if await CallReason.exists().where(CallReason.reason_id == reason_id):
        raise InvalidValue("id", "is the id of a reason already.")
    if await CallReasonAlias.exists().where(CallReasonAlias.alias == reason_id):
        raise InvalidValue("id", "is an alias of a reason already.")
    return reason_id


async def forget_received(reason_id: str) -> None:
    """Take an id off the list of those received but not defined."""
    await UndefinedReason.delete().where(UndefinedReason.reason_id == reason_id)


async def _forget_all_of(row: Row) -> None:
    aliases = await CallReasonAlias.select().where(CallReasonAlias.reason == row["id"])
    for reason_id in (row["reason_id"], *(alias["alias"] for alias in aliases)):
        await forget_received(reason_id)


async def _is_used(reason: UUID) -> bool:
    calls = InboundCall.exists().where(
        (InboundCall.reason == reason) | (InboundCall.reason_resolved == reason)
    )
    return await calls or await CallRecord.exists().where(CallRecord.reason == reason)


async def _checked(values: dict[str, Any]) -> dict[str, Any]:
    description = storable(values["description"].strip())
    if len(description) > LONGEST_DESCRIPTION:
        raise InvalidValue("description", f"has at most {LONGEST_DESCRIPTION} characters.")
    script = values["script"]
    if script is not None and not await CallScript.exists().where(CallScript.id == script):
        raise NoSuchScript
    name = checked("name", values["name"], shortest=1)
    return {**values, "name": name, "description": description}


def _said(new: NewReason) -> dict[str, Any]:
    return {
        "name": new.name,
        "description": new.description,
        "script": new.script_id,
        "requires_outcome": new.requires_outcome,
    }


def _content(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("name", "description", "script", "requires_outcome")}
