"""Outcomes: the wrap-up codes an agent chooses from when a call is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.scripts.tables import Outcome

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeName:
    """Name an outcome."""

    id: UUID
    name: str


async def add_outcome(name: str, *, position: int) -> None:
    """Add an active outcome; within a job of the writer."""
    await Outcome.insert(Outcome(name=name, position=position))


async def active_outcomes() -> list[OutcomeName]:
    """List what agents choose from, in its order."""
    rows = (
        await Outcome.select(Outcome.id, Outcome.name)
        .where(Outcome.is_active.eq(True))
        .order_by(Outcome.position)
        .order_by(Outcome.name)
    )
    return [OutcomeName(id=row["id"], name=row["name"]) for row in rows]
