"""The calls that wait for their workspace: still ringing for a click, or ended before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.calls import LedgerCall, unopened_calls
from models.events import user_topic
from models.following import follow
from models.workspaces.workspaces import workspaces_topic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from models.people.privileges import Viewer
    from models.site import Site


def follow_unopened_calls(site: Site, viewer: Viewer) -> AsyncGenerator[list[LedgerCall], None]:
    """Yield the viewer's calls without a workspace, then again when one comes, ends or is opened."""
    return follow(
        site.bus,
        user_topic(viewer.user_id),
        workspaces_topic(viewer.user_id),
        read=lambda: unopened_calls(viewer),
    )
