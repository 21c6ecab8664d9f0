"""Revealing a masked detail of a call: to those who may, one at a time, and never without a trace of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import audit
from models.calls.calls import inbound_call
from models.errors import InvalidValue
from models.people.privileges import Privilege, Viewer, require
from models.scripts.field_types import as_text

if TYPE_CHECKING:
    from uuid import UUID

    from models.site import Site


async def reveal_detail(site: Site, viewer: Viewer, call_id: UUID, name: str) -> str:
    """Return the value of a detail of a call that the viewer may see; the audit trail names it and not its value."""
    require(viewer, Privilege.REVEAL_MASKED)
    call = await inbound_call(viewer, call_id)
    if name not in call.details:
        raise InvalidValue("name", "this call has no such detail.")

    async def note() -> None:
        await audit.note(
            site, viewer, "detail.revealed", kind="call", subject=call_id, after={"name": name}
        )

    await site.writer.run(note)
    return as_text(call.details[name])
