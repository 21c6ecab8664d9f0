"""Following what a user has open, with the privileges of the moment: a page lives longer than a privilege may."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from msgspec.structs import replace

from models.events import user_topic
from models.following import follow
from models.people.sessions import sessions_topic
from models.sharing import read_together
from models.workspaces.tables import ANSWER, SCRIPT_PAGE
from models.workspaces.workspaces import (
    drafts_topic,
    open_workspace_of,
    open_workspaces_of,
    workspace_topic,
    workspaces_topic,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from uuid import UUID

    from models.people.privileges import Viewer
    from models.site import Site
    from models.workspaces.workspaces import OpenWorkspace


def follow_open_workspaces(
    site: Site, viewer: Viewer, *, with_calls: bool = True
) -> AsyncGenerator[tuple[OpenWorkspace, ...], None]:
    """Yield the viewer's open workspaces, then again when one opens or closes, or when a call changes.

    Without ``with_calls`` a change of a call is not told. Without gCallUser there are none, now or later.
    """
    topics = [workspaces_topic(viewer.user_id), sessions_topic(viewer.user_id)]
    topics += [user_topic(viewer.user_id)] if with_calls else []
    return follow(site, *topics, read=open_workspaces_of, of=(viewer.user_id,))


async def follow_workspace(
    site: Site,
    viewer: Viewer,
    workspace_id: UUID,
    *,
    with_call: bool = True,
    with_drafts: bool = True,
    with_transfers: bool = True,
) -> AsyncGenerator[OpenWorkspace, None]:
    """Yield one workspace, then again after each change of it, of its drafts, of its call, or of its transfers.

    Drafts change with every few letters that are typed: who doesn't show them leaves them out, and is told nothing of
    them; with transfers, what agents who had the caller before still write or do is told too. Without ``with_call`` a
    change of the call is not told. Raises ``NotACallUser`` for a viewer without gCallUser, now or later.
    """
    topics = [workspace_topic(workspace_id), sessions_topic(viewer.user_id)]
    topics += [user_topic(viewer.user_id)] if with_call else []
    topics += [drafts_topic(workspace_id)] if with_drafts else []
    topics += await _topics_of_transfers(site, viewer, workspace_id) if with_transfers else []
    asked = (viewer.user_id, workspace_id, with_drafts, with_transfers)
    async with aclosing(follow(site, *topics, read=open_workspace_of, of=asked)) as items:
        async for item in items:
            yield item


def follow_answers(
    site: Site, viewer: Viewer, workspace_id: UUID
) -> AsyncGenerator[OpenWorkspace, None]:
    """Yield one workspace with the drafts of its script's answers alone, then again after each change of these.

    What else is typed is not told. Raises ``NotACallUser`` for a viewer without gCallUser, now or later.
    """
    topics = [workspace_topic(workspace_id), drafts_topic(workspace_id)]
    topics += [sessions_topic(viewer.user_id), user_topic(viewer.user_id)]
    return follow(site, *topics, read=_with_answers, of=(viewer.user_id, workspace_id))


async def _with_answers(user_id: UUID, workspace_id: UUID) -> OpenWorkspace:
    workspace = await open_workspace_of(user_id, workspace_id, with_transfers=False)
    answers = (each for each in workspace.drafts if each.field.startswith((ANSWER, SCRIPT_PAGE)))
    return replace(workspace, drafts=tuple(answers))


async def _topics_of_transfers(site: Site, viewer: Viewer, workspace_id: UUID) -> list[str]:
    asked = (viewer.user_id, workspace_id, False, True)  # without drafts
    workspace = await read_together(site, open_workspace_of, *asked)
    topics: list[str] = []
    for former in workspace.transfers:
        topics.append(user_topic(former.user_id))
        if former.workspace_id:
            topics += [workspace_topic(former.workspace_id), drafts_topic(former.workspace_id)]
    return list(dict.fromkeys(topics))
