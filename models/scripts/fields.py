"""Call fields: what the additional details of a call mean, and how they are shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.calls.messages import JSON
from models.scripts.tables import CallField

if TYPE_CHECKING:
    from collections.abc import Mapping

MASK = "••••"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Show one additional detail; the value of a masked one is not in it."""

    name: str
    label: str
    value: str
    is_masked: bool


async def shown_details(details: Mapping[str, JSON]) -> list[Detail]:
    """Return a call's details for the screen: the declared ones in their order, then the others by name."""
    if not details:
        return []
    rows = await CallField.select().where(CallField.is_active.eq(True)).order_by(CallField.position)
    declared = [
        Detail(
            name=row["name"],
            label=row["label"],
            value=MASK if row["is_masked"] else as_text(details[row["name"]]),
            is_masked=row["is_masked"],
        )
        for row in rows
        if row["name"] in details
    ]
    known = {detail.name for detail in declared}
    others = [
        Detail(name=name, label=name, value=as_text(details[name]), is_masked=False)
        for name in sorted(details)
        if name not in known
    ]
    return declared + others


def as_text(value: JSON) -> str:
    """Write a detail's value as people read it; what has parts, as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else json.dumps(value, ensure_ascii=False)
