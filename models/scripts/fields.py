"""The additional details of a call as they are shown: labelled, checked against their type, masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.messages import JSON
from models.scripts.field_types import as_text, read_value
from models.scripts.tables import CallField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from models.database import Row

MASK = "••••"
# Read for every page that shows a call, so without Piccolo's building of queries.
DECLARED = "SELECT name, label, type, is_masked, is_active FROM call_field ORDER BY position, id"


class Detail(Struct, frozen=True, kw_only=True):
    """Show one additional detail; the value of a masked one is not in it.

    ``is_declared`` is false for what nobody declared, or not any more: it belongs under "Other". ``is_flagged`` says
    that the value doesn't fit the declared type.
    """

    name: str
    label: str
    value: str
    is_masked: bool = False
    is_declared: bool = False
    is_flagged: bool = False


async def shown_details(details: Mapping[str, JSON]) -> list[Detail]:
    """Return a call's details for the screen: the declared ones in their order, then the others by name.

    A field that was retired keeps its label and its mask: no value comes to light because its field is gone.
    """
    return _as_declared(details, await CallField.raw(DECLARED)) if details else []


async def shown_details_of_all(
    details: Mapping[UUID, Mapping[str, JSON]],
) -> dict[UUID, list[Detail]]:
    """Return the same for several calls, in one statement."""
    rows = await CallField.raw(DECLARED) if any(details.values()) else []
    return {call_id: _as_declared(each, rows) for call_id, each in details.items()}


def _as_declared(details: Mapping[str, JSON], rows: Sequence[Row]) -> list[Detail]:
    declared = [_declared(row, details[row["name"]]) for row in rows if row["name"] in details]
    known = {detail.name for detail in declared}
    others = [
        Detail(name=name, label=name, value=as_text(details[name]))
        for name in details
        if name not in known
    ]
    others += [detail for detail in declared if not detail.is_declared]
    return [detail for detail in declared if detail.is_declared] + sorted(
        others, key=lambda detail: detail.name
    )


def _declared(row: Row, value: JSON) -> Detail:
    read = read_value(row["type"], value)
    return Detail(
        name=row["name"],
        label=row["label"],
        value=MASK if row["is_masked"] else read.text,
        is_masked=row["is_masked"],
        is_declared=row["is_active"],
        is_flagged=row["is_active"] and not read.fits,
    )
