"""Following the calls that a user has not opened, the late ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.calls import unopened_calls
from models.events import user_topic
from models.following import follow
from models.people.users import call_user
from models.workspaces.workspaces import workspaces_topic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from uuid import UUID

    from models.calls.calls import LedgerCall
    from models.people.privileges import Viewer
    from models.site import Site


def follow_unopened_calls(site: Site, viewer: Viewer) -> AsyncGenerator[list[LedgerCall], None]:
    """Yield the viewer's unopened calls, newest first, then again after each change.

    Raises ``NotACallUser`` for a viewer without gCallUser, now or later.
    """
    return follow(
        site,
        user_topic(viewer.user_id),
        workspaces_topic(viewer.user_id),
        read=_unopened_calls_of,
        of=(viewer.user_id,),
    )


async def _unopened_calls_of(user_id: UUID) -> list[LedgerCall]:
    return await unopened_calls(await call_user(user_id))
