"""What is read of a call before the job that makes its record: jobs are short, and a script takes its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.calls import inbound_call
from models.calls.tables import InboundCall
from models.errors import NoSuchCall, NoSuchWorkspace
from models.scripts.showing import running_script
from models.workspaces.caller import caller_of
from models.workspaces.tables import Workspace

if TYPE_CHECKING:
    from uuid import UUID

    from models.people.privileges import Viewer
    from models.scripts.running import RunningScript
    from models.site import Site


class CallToSave(Struct, frozen=True, kw_only=True):
    """Hold who is calling, and the script as far as the agent has got."""

    contact_id: UUID | None
    script: RunningScript | None

    def unasked(self, contact_id: UUID | None) -> dict[str, str]:
        """Return the answers that nobody typed; of another contact than they were read for there are none."""
        return self.script.unasked() if self.script and contact_id == self.contact_id else {}

    async def still_has_its_script(self, call_id: UUID) -> bool:
        """Tell, within the job, whether nobody has changed the reason since this was read."""
        version = self.script.version_id if self.script else None
        return await InboundCall.exists().where(
            InboundCall.id == call_id,
            InboundCall.script_version.is_null()
            if version is None
            else InboundCall.script_version == version,
        )


async def call_to_save(site: Site, viewer: Viewer, workspace_id: UUID) -> CallToSave:
    """Read the call of a workspace; raise ``NoSuchWorkspace`` for one that the viewer may not see."""
    row = await Workspace.select(Workspace.inbound_call).where(Workspace.id == workspace_id).first()
    if row is None:
        raise NoSuchWorkspace
    try:
        call = await inbound_call(viewer, row["inbound_call"])
    except NoSuchCall as error:
        raise NoSuchWorkspace from error
    card = await caller_of(site, call)
    script = await running_script(site, viewer, call.id)
    return CallToSave(contact_id=card.id if card else None, script=script)
