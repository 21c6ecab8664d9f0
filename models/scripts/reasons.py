"""Call reasons: why somebody calls, as the telephony system says it and as people name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.calls.states import ReasonName
from models.identifiers import new_id
from models.scripts.tables import CallReason

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReason:
    """Hold what is known of a new reason; without ``reason_id`` one is made."""

    name: str
    description: str = ""
    script_id: UUID | None = None
    reason_id: str | None = None
    is_default: bool = False


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
        is_default=new.is_default,
    )
    await CallReason.insert(reason)
    return reason.id


async def active_reasons() -> list[ReasonName]:
    """List the reasons that an agent can choose from, by name."""
    rows = (
        await CallReason.select(CallReason.reason_id, CallReason.name)
        .where(CallReason.is_active.eq(True))
        .order_by(CallReason.name)
    )
    return [ReasonName(id=row["reason_id"], name=row["name"]) for row in rows]
