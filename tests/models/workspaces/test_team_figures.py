"""What supervisors follow of the last hour, at what pace and cost; and which workspaces lie open in their teams."""

import asyncio
from contextlib import AsyncExitStack, aclosing

import pytest

from models.calls.ending import end_call
from models.calls.last_hour import LastHour
from models.errors import NotPermitted
from models.following import Pace
from models.people.granting import disable_user, revoke_privilege, set_team
from models.people.privileges import Privilege
from models.site import Site
from models.workspaces import team_figures
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.left_open import open_workspaces_of_teams
from models.workspaces.team_figures import follow_team_figures
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user
from tests.statements import statements

NORTH, SOUTH = "North", "South"
SUPERVISOR = [Privilege.CALL_SUPERVISOR]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let figures change several times a second, so that tests need not wait."""
    monkeypatch.setattr(team_figures, "PACE", Pace(rest=0.1, at_least_every=0.5))


def counted(hour: LastHour) -> tuple[int, int]:
    return hour.total.calls, hour.total.unopened


@pytest.mark.usefixtures("quick")
async def test_the_figures_change_with_the_calls_of_the_own_team_alone(each_site: Site) -> None:
    boss = await a_user(each_site, privileges=SUPERVISOR, team=NORTH)
    ann = await a_user(each_site, "ann", team=NORTH)
    sue = await a_user(each_site, "sue", team=SOUTH)

    async with asyncio.timeout(20), aclosing(follow_team_figures(each_site, boss)) as items:
        first = await anext(items)
        await end_call(each_site, sue, await a_running_call(each_site, sue))
        call_id = await a_running_call(each_site, ann)
        running = await anext(items)
        await end_call(each_site, boss, call_id)
        ended = await anext(items)
        await set_team(each_site, None, sue.user_id, NORTH)
        joined = await anext(items)

    assert [counted(each) for each in (first, running, ended)] == [(0, 0), (1, 0), (1, 1)]
    assert counted(joined) == (2, 2)


async def test_many_changes_cost_one_reading_for_all_who_watch_the_same_teams(
    each_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Who comes anew has it read at once, and with that for everybody; the test need not wait for the end of the rest.
    monkeypatch.setattr(team_figures, "PACE", Pace(rest=600, at_least_every=600))
    *bosses, newcomer = [
        await a_user(each_site, privileges=SUPERVISOR, team=NORTH) for _ in range(4)
    ]
    ann = await a_user(each_site, "ann", team=NORTH)

    async with statements(each_site, "WITH timed") as reads, AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(aclosing(follow_team_figures(each_site, boss)))
            for boss in bosses
        ]
        await asyncio.gather(*(anext(stream) for stream in streams))
        before = len(reads)
        for _ in range(5):
            await end_call(each_site, ann, await a_running_call(each_site, ann))
        last = await stack.enter_async_context(aclosing(follow_team_figures(each_site, newcomer)))
        async with asyncio.timeout(20):
            seen = await asyncio.gather(*(anext(stream) for stream in [*streams, last]))
        spent = len(reads) - before

    assert [counted(each) for each in seen] == [(5, 5)] * 4
    assert spent == 1


@pytest.mark.usefixtures("quick")
async def test_an_agent_follows_no_figures_and_a_supervisor_only_while_being_one(
    each_site: Site,
) -> None:
    agent, boss = await a_user(each_site), await a_user(each_site, privileges=SUPERVISOR)

    async with (
        asyncio.timeout(20),
        aclosing(follow_team_figures(each_site, agent)) as refused,
        aclosing(follow_team_figures(each_site, boss)) as items,
    ):
        with pytest.raises(NotPermitted):
            await anext(refused)
        await anext(items)
        await revoke_privilege(each_site, None, boss.user_id, Privilege.CALL_SUPERVISOR)
        with pytest.raises(NotPermitted):
            await anext(items)


async def test_open_workspaces_are_listed_for_the_supervisor_those_of_disabled_agents_first(
    each_site: Site,
) -> None:
    boss = await a_user(each_site, privileges=[*SUPERVISOR, Privilege.CALL_USER], team=NORTH)
    ann, ben = [await a_user(each_site, name, team=NORTH) for name in ("ann", "ben")]
    sue = await a_user(each_site, "sue", team=SOUTH)
    spaces = {}
    for agent in (boss, ann, ben, sue):
        call_id = await a_running_call(each_site, agent)
        spaces[agent.login_name] = await open_inbound_call(each_site, agent, call_id)
    edit = DraftEdit(workspace_id=spaces["ann"], field="notes", value="Hello", version=0)
    await save_draft(each_site, ann, edit)
    await disable_user(each_site, None, ben.user_id)

    listed = await open_workspaces_of_teams(boss)
    of_ann = await open_workspaces_of_teams(boss, agent_id=ann.user_id)
    of_sue = await open_workspaces_of_teams(boss, agent_id=sue.user_id)

    assert [(each.login_name, each.is_agent_enabled) for each in listed] == [
        ("ben", False),
        ("ann", True),
    ]
    assert [each.id for each in of_ann] == [spaces["ann"]]
    assert (listed[0].last_typed_at is None, of_ann[0].last_typed_at is None) == (True, False)
    assert of_sue == []
    with pytest.raises(NotPermitted):
        await open_workspaces_of_teams(ann)
