"""Following the calls that a user has not opened, the late ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.calls import unopened_calls
from models.errors import NotACallUser
from models.events import user_topic
from models.following import follow
from models.people.users import viewer_for
from models.workspaces.workspaces import workspaces_topic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from models.calls.calls import LedgerCall
    from models.people.privileges import Viewer
    from models.site import Site


def follow_unopened_calls(site: Site, viewer: Viewer) -> AsyncGenerator[list[LedgerCall], None]:
    """Yield the viewer's unopened calls, newest first, then again after each change.

    Raises ``NotACallUser`` for a viewer without gCallUser, now or later.
    """

    async def read() -> list[LedgerCall]:
        viewer_now = await viewer_for(viewer.user_id)
        if viewer_now is None:
            raise NotACallUser
        return await unopened_calls(viewer_now)

    return follow(site.bus, user_topic(viewer.user_id), workspaces_topic(viewer.user_id), read=read)
