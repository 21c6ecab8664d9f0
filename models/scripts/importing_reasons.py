"""Take reasons from a file: known by their ids or aliases, and the default also by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.errors import InvalidValue
from models.scripts.aliases import add_alias
from models.scripts.defining import ReasonEdit, define, edit_reason, move_default, reason_at
from models.scripts.plans import ImportChange, ImportNoun, planned
from models.scripts.reasons import NewReason
from models.scripts.tables import CallReason, CallReasonAlias, CallScript

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.scripts.filing import FiledReason
    from models.site import Site


async def import_reasons(
    site: Site, viewer: Viewer, reasons: Iterable[FiledReason]
) -> list[ImportChange]:
    """Take reasons in within a change; the default first, so that the former one may be retired."""
    return [
        await _reason(site, viewer, filed)
        for filed in sorted(reasons, key=lambda reason: not reason.is_default)
    ]


async def _reason(site: Site, viewer: Viewer, filed: FiledReason) -> ImportChange:
    row = await _find(filed)
    script_id = await _script(filed.script)
    before = await _here(row) if row else None
    if row is None:
        new = NewReason(name=filed.name, reason_id=filed.id)
        row = await reason_at(await define(site, viewer, new))
    if filed.is_default:
        await move_default(site, viewer, row)
    reason_id: str = row["reason_id"]
    edit = ReasonEdit(
        name=filed.name,
        description=filed.description,
        script_id=script_id,
        requires_outcome=filed.requires_outcome,
        is_active=filed.is_active,
    )
    await edit_reason(site, viewer, await reason_at(reason_id), edit)
    await _add_aliases(site, viewer, reason_id, filed)
    after = await _here(await reason_at(reason_id))
    return planned(ImportNoun.REASON, filed.name, before, after)


async def _find(filed: FiledReason) -> Row | None:
    """Find the reason that is meant: each site made the id of its own default reason, whose name both have."""
    row: Row | None = (
        await CallReason.select().where(CallReason.reason_id == filed.id).first()
    ) or await _of_alias(filed.id)
    if row is None and filed.is_default:
        row = (
            await CallReason.select()
            .where(CallReason.is_default.eq(True), CallReason.name == filed.name)
            .first()
        )
    return row


async def _of_alias(alias: str) -> Row | None:
    found = await CallReasonAlias.select().where(CallReasonAlias.alias == alias).first()
    if found is None:
        return None
    row: Row | None = await CallReason.select().where(CallReason.id == found["reason"]).first()
    return row


async def _script(name: str | None) -> UUID | None:
    if name is None:
        return None
    row = (
        await CallScript.select(CallScript.id)
        .where(CallScript.name == name)
        .order_by(CallScript.id)
        .first()
    )
    if row is None:
        raise InvalidValue("reasons", f"There is no script {name}, neither here nor in the file.")
    script_id: UUID = row["id"]
    return script_id


async def _add_aliases(site: Site, viewer: Viewer, reason_id: str, filed: FiledReason) -> None:
    for alias in dict.fromkeys((filed.id, *filed.aliases)):
        known = await _of_alias(alias)
        if alias == reason_id or (known and known["reason_id"] == reason_id):
            continue
        await add_alias(site, viewer, await reason_at(reason_id), alias)


async def _here(row: Row) -> dict[str, Any]:
    names = ("name", "description", "script", "requires_outcome", "is_default", "is_active")
    aliases = await CallReasonAlias.select().where(CallReasonAlias.reason == row["id"])
    return {
        **{name: row[name] for name in names},
        "aliases": sorted(alias["alias"] for alias in aliases),
    }
