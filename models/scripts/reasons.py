"""Call reasons: why somebody calls, as the telephony system says it and as people name it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.tables import UndefinedReason
from models.errors import NotPermitted
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require
from models.scripts.tables import CallReason, CallReasonAlias

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.database import Row

MOST_UNDEFINED = 200


class NewReason(Struct, frozen=True, kw_only=True):
    """Hold what is known of a new reason; without ``reason_id`` one is made."""

    name: str
    description: str = ""
    script_id: UUID | None = None
    reason_id: str | None = None
    requires_outcome: bool = False
    is_default: bool = False


class DefinedReason(Struct, frozen=True, kw_only=True):
    """Show one reason; ``id`` is as the telephony system sends it, and ``aliases`` mean the same."""

    id: str
    name: str
    description: str
    script_id: UUID | None
    script_name: str | None
    requires_outcome: bool
    is_default: bool
    is_active: bool
    aliases: tuple[str, ...]
    version: int


class ReceivedReason(Struct, frozen=True, kw_only=True):
    """Show an id that was received and means no active reason: it cost no call, the default applied."""

    id: str
    times: int
    first_received_at: datetime
    last_received_at: datetime


def new_reason_id() -> str:
    """Make a reason id: "10" and 32 more hexadecimal digits, the form of the established CRM's."""
    return f"10{new_id().hex.upper()}"


async def add_reason(new: NewReason) -> UUID:
    """Add an active reason; within a job of the writer."""
    reason = CallReason(
        id=new_id(),
        reason_id=new.reason_id or new_reason_id(),
        name=new.name,
        description=new.description,
        script=new.script_id,
        requires_outcome=new.requires_outcome,
        is_default=new.is_default,
    )
    await CallReason.insert(reason)
    return reason.id


async def defined_reasons(viewer: Viewer, *, with_retired: bool = False) -> list[DefinedReason]:
    """List the reasons by name; the retired ones, last, only for call management."""
    if with_retired:
        require(viewer, Privilege.CALL_MANAGEMENT)
    aliases = defaultdict(list)
    for alias in await CallReasonAlias.select().order_by(CallReasonAlias.alias):
        aliases[alias["reason"]].append(alias["alias"])
    rows = (
        await CallReason.select(*CallReason.all_columns(), CallReason.script.name)
        .order_by(CallReason.is_active, ascending=False)
        .order_by(CallReason.name)
        .order_by(CallReason.id)
    )
    return [_defined(row, aliases[row["id"]]) for row in rows if with_retired or row["is_active"]]


async def received_reasons(viewer: Viewer) -> list[ReceivedReason]:
    """List the ids that were received and mean no active reason, those that came last first, at most 200."""
    if not (viewer.has(Privilege.CALL_MANAGEMENT) or viewer.has(Privilege.ADMIN)):
        raise NotPermitted(Privilege.CALL_MANAGEMENT)
    rows = (
        await UndefinedReason.select()
        .order_by(UndefinedReason.last_received_at, ascending=False)
        .limit(MOST_UNDEFINED)
    )
    return [
        ReceivedReason(
            id=row["reason_id"],
            times=row["times"],
            first_received_at=row["first_received_at"],
            last_received_at=row["last_received_at"],
        )
        for row in rows
    ]


def _defined(row: Row, aliases: list[str]) -> DefinedReason:
    return DefinedReason(
        id=row["reason_id"],
        name=row["name"],
        description=row["description"],
        script_id=row["script"],
        script_name=row["script.name"],
        requires_outcome=row["requires_outcome"],
        is_default=row["is_default"],
        is_active=row["is_active"],
        aliases=tuple(aliases),
        version=row["version"],
    )
