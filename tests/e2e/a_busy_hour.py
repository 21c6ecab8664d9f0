"""A centre in a busy hour, for pictures of the wallboard: agents who have done different things for a while."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from models.calls.ending import end_call
from models.calls.tables import InboundCall
from models.people.privileges import Viewer
from models.site import Site
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.tables import Workspace
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user

NAMES = (
    *("Ann Lee", "Ben Okafor", "Zoë Lindqvist", "Rui Costa", "Ida Lund", "محمد علي", "Eva Novák"),
    *("Ole Berg", "Mia Fontaine", "Theodora Papadimitriou-Andersen", "Jo Fox", "Kim Park"),
)
SECOND = timedelta(seconds=1)


async def an_hour_of_work(site: Site, teams: Sequence[tuple[str | None, int]]) -> list[Viewer]:
    """Add so many agents to each team, with calls of the last hour behind them; return them in order."""
    sizes = [(team, number) for team, size in teams for number in range(size)]
    agents: list[Viewer] = []
    for place, (team, _) in enumerate(sizes):
        name = NAMES[place % len(NAMES)] + (
            f" {place // len(NAMES) + 1}" if place >= len(NAMES) else ""
        )
        agents.append(await a_user(site, name, team=team))
        await _a_finished_call(site, agents[-1], place)
        await _what_now(site, agents[-1], place)
    return agents


async def _a_finished_call(site: Site, agent: Viewer, place: int) -> None:
    """Give the agent a saved call, at a time of its own."""
    call_id = await a_running_call(site, agent)
    workspace_id = await open_inbound_call(site, agent, call_id)
    await end_call(site, agent, call_id)
    await save_call_record(site, agent, workspace_id, RecordEdit())
    began = site.now() - timedelta(minutes=58) + place * 97 % 50 * timedelta(minutes=1)
    ended = began + (120 + place * 53 % 200) * SECOND
    saved = ended + (20 + place * 31 % 70) * SECOND
    clicked = began + (2 + place % 5) * SECOND
    await _change(
        site, call_id, connected_at=began, clicked_at=clicked, ended_at=ended, saved_at=saved
    )
    await _change_workspace(site, workspace_id, closed_at=saved)


async def _what_now(site: Site, agent: Viewer, place: int) -> None:
    """Let the agent wait, talk or wrap up, since a while; a few calls ended before anybody opened them."""
    if place % 5 == 0:
        return
    call_id = await a_running_call(site, agent, f"41655501{place % 100:02}")
    began = site.now() - (40 + place * 47 % 400) * SECOND
    await _change(site, call_id, connected_at=began)
    if place % 9 == 4:
        await end_call(site, agent, call_id)
        await _change(site, call_id, ended_at=began + 30 * SECOND)
        return
    workspace_id = await open_inbound_call(site, agent, call_id)
    await _change(site, call_id, clicked_at=began + 3 * SECOND)
    if place % 5 == 3:
        edit = DraftEdit(workspace_id=workspace_id, field="notes", value="Half a", version=0)
        await save_draft(site, agent, edit)
        await end_call(site, agent, call_id)
        await _change(site, call_id, ended_at=site.now() - (15 + place * 29 % 200) * SECOND)
        await _change_workspace(site, workspace_id, opened_at=began + 3 * SECOND)


async def _change(site: Site, call_id: UUID, **times: object) -> None:
    async def update() -> None:
        await InboundCall.update(times).where(InboundCall.id == call_id)  # type: ignore[arg-type]  # by name

    await site.writer.run(update)


async def _change_workspace(site: Site, workspace_id: UUID, **times: object) -> None:
    async def update() -> None:
        await Workspace.update(times).where(Workspace.id == workspace_id)  # type: ignore[arg-type]  # by name

    await site.writer.run(update)
