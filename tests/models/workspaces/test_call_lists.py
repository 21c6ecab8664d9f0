"""What a list of calls shows beside the ledger, and how it hears of changes."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date, timedelta
from uuid import UUID

import pytest

from models import reconciling
from models.calls.calls import inbound_calls
from models.calls.ending import end_call
from models.calls.filtering import EVERY_CALL
from models.errors import NotSignedIn
from models.people.granting import disable_user
from models.people.privileges import Privilege, Viewer
from models.scripts.outcomes import add_outcome
from models.site import Site
from models.workspaces import changes
from models.workspaces.access import WorkspaceStatus
from models.workspaces.caller import caller_of, callers_of
from models.workspaces.changes import follow_call_changes
from models.workspaces.choices import choose_contact
from models.workspaces.closing import discard_workspace, take_over_workspace
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.exporting import exported_calls
from models.workspaces.held import held_workspaces
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.timeline import follow_ups, records_of
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_contact, a_running_call, a_user
from tests.statements import statements

BOTH = (Privilege.CALL_USER, Privilege.CALL_SUPERVISOR)


async def a_saved_call(
    site: Site, agent: Viewer, number: str = "4165550100", **edit: object
) -> UUID:
    call_id = await a_running_call(site, agent, number)
    workspace_id = await open_inbound_call(site, agent, call_id)
    await save_call_record(site, agent, workspace_id, RecordEdit(**edit))  # type: ignore[arg-type]  # its fields
    return call_id


async def test_the_callers_of_a_list_are_those_of_each_call_alone(each_site: Site) -> None:
    agent = await a_user(each_site)
    maria = await a_contact(each_site, "4165550100")
    chosen = await a_contact(each_site, "4165550111", first_name="Ana")
    for name in ("Rui", "Eva"):
        await a_contact(each_site, "4165550122", first_name=name)
    for number in ("4165550100", "4165550122", None, "212", "4165550100"):
        await a_running_call(each_site, agent, number)
    other = await open_inbound_call(each_site, agent, await a_running_call(each_site, agent, "7"))
    await choose_contact(each_site, agent, other, chosen)
    nobody = await a_running_call(each_site, agent, "4165550100")
    workspace = await open_inbound_call(each_site, agent, nobody)
    await choose_contact(each_site, agent, workspace, None)
    calls = await inbound_calls(each_site, agent, first=100)

    together = await callers_of(each_site, calls)

    assert together == {call.id: await caller_of(each_site, call) for call in calls}
    names = [caller.id if (caller := together[call.id]) else None for call in calls]
    assert names == [None, chosen, maria, None, None, None, maria]


async def test_many_callers_are_matched_in_few_statements(each_site: Site) -> None:
    agent = await a_user(each_site)
    for number in range(60):
        await a_running_call(each_site, agent, f"41655501{number:02}")
    maria = await a_contact(each_site, "4165550100")
    ana = await a_contact(each_site, "4165550159", first_name="Ana")
    calls = await inbound_calls(each_site, agent, first=100)

    async with statements(each_site, "FROM contact_number") as asked:
        callers = await callers_of(each_site, calls)

    assert [caller.id for call in calls if (caller := callers[call.id])] == [ana, maria]
    assert len(asked) == 3


async def test_the_records_of_a_list_come_in_one_statement_to_who_may_read_them(
    each_site: Site,
) -> None:
    agent, stranger = await a_user(each_site), await a_user(each_site, privileges=())
    saved = [await a_saved_call(each_site, agent, str(n), notes=f"Call {n}") for n in range(3)]
    without = await a_running_call(each_site, agent)

    async with statements(each_site, "FROM call_record") as asked:
        records = await records_of(agent, [*saved, without])

    assert [records[call].notes for call in saved] == ["Call 0", "Call 1", "Call 2"]
    assert without not in records
    assert len(asked) == 1
    assert await records_of(stranger, saved) == {}
    assert await records_of(agent, []) == {}


async def test_a_list_tells_the_own_workspaces_and_no_others(each_site: Site) -> None:
    ann = await a_user(each_site, team="A")
    eva = await a_user(each_site, team="A", privileges=BOTH)
    saved = await a_saved_call(each_site, ann)
    waiting, opened, discarded, taken = [
        await a_running_call(each_site, ann, str(n)) for n in range(4)
    ]
    of = {
        call: await open_inbound_call(each_site, ann, call) for call in (opened, discarded, taken)
    }
    await discard_workspace(each_site, ann, of[discarded])
    await take_over_workspace(each_site, eva, of[taken])
    calls = await inbound_calls(each_site, ann, first=9)

    held = await held_workspaces(ann, calls)

    assert {call: each.status for call, each in held.items()} == {
        saved: WorkspaceStatus.SAVED,
        opened: WorkspaceStatus.OPEN,
        discarded: WorkspaceStatus.DISCARDED,
    }
    assert list(await held_workspaces(eva, calls)) == [taken]
    assert waiting not in held
    assert await held_workspaces(ann, []) == {}


async def test_a_supervisor_tells_the_own_follow_ups_from_the_teams(each_site: Site) -> None:
    ann = await a_user(each_site, team="A")
    eva = await a_user(each_site, team="A", privileges=BOTH)
    day = date(2026, 11, 22)
    calls = [
        await a_saved_call(each_site, agent, follow_up_on=day + timedelta(days=later))
        for agent, later in ((ann, 0), (eva, 0), (eva, 1))
    ]

    async def due(**asked: bool) -> list[UUID]:
        return [record.call_id for record in await follow_ups(eva, until=day, **asked)]

    assert await due() == calls[:2]
    assert await due(mine=True) == calls[1:2]


async def test_a_file_holds_each_call_with_its_record(each_site: Site) -> None:
    agent = await a_user(each_site)
    await a_contact(each_site, "4165550100")
    outcome = await each_site.writer.run(lambda: add_outcome("Resolved", position=0))
    call_id = await a_saved_call(each_site, agent, notes="Done.", outcome_id=outcome)
    await end_call(each_site, agent, call_id)
    await a_running_call(each_site, agent, None)

    running, saved = await exported_calls(each_site, agent, EVERY_CALL, first=9)

    assert (saved.id, saved.contact, saved.outcome) == (call_id, "Maria Silva", "Resolved")
    assert (saved.notes, saved.end_cause, saved.talk_seconds) == ("Done.", "ENDED_BY_AGENT", 0)
    assert (running.contact, running.outcome, running.notes) == (None, None, None)
    assert running.ended_at is None


async def next_of(items: AsyncGenerator[int]) -> int:
    async with asyncio.timeout(15):
        return await anext(items)


async def quiet(items: AsyncGenerator[int]) -> asyncio.Future[int]:
    """Take whatever still comes of what was done, the reconciler's doubt too; return the wait for what comes next."""
    while True:
        following = asyncio.ensure_future(anext(items))
        told, _ = await asyncio.wait({following}, timeout=2 * reconciling.EVERY)
        if not told:
            return following


async def test_a_list_hears_of_calls_and_records_and_not_of_what_is_typed(each_site: Site) -> None:
    agent = await a_user(each_site)

    async with aclosing(follow_call_changes(each_site, agent)) as items:
        heard = [await next_of(items)]
        call_id = await a_running_call(each_site, agent)
        heard.append(await next_of(items))
        workspace_id = await open_inbound_call(each_site, agent, call_id)
        heard.append(await next_of(items))
        edit = DraftEdit(workspace_id=workspace_id, field="notes", value="Typed", version=0)
        following = await quiet(items)
        await save_draft(each_site, agent, edit)
        told, _ = await asyncio.wait({following}, timeout=3 * changes.COLLECTED_FOR)
        following.cancel()
        await asyncio.wait({following})

    assert heard == [0, 1, 2]
    assert not told


async def test_a_supervisor_hears_of_the_own_team_alone_and_of_who_joins_it(
    each_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "LOOKED_EVERY", 0.2)
    ann, other = [await a_user(each_site, team=team) for team in ("A", "B")]
    eva = await a_user(each_site, team="A", privileges=[Privilege.CALL_SUPERVISOR])

    async with aclosing(follow_call_changes(each_site, eva)) as items:
        await next_of(items)
        await a_running_call(each_site, other)
        await a_running_call(each_site, ann)
        of_ann = await next_of(items)
        joined = await a_user(each_site, team="A")
        of_joining = await next_of(items)
        await a_running_call(each_site, joined)
        of_joined = await next_of(items)

    assert [of_ann, of_joining, of_joined] == [1, 2, 3]


async def test_a_disabled_user_hears_of_nothing_any_more(each_site: Site) -> None:
    agent = await a_user(each_site)

    async with aclosing(follow_call_changes(each_site, agent)) as items:
        await next_of(items)
        await disable_user(each_site, None, agent.user_id)
        with pytest.raises(NotSignedIn):
            await next_of(items)
