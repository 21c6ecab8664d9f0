"""A caller who was cut off and rings back while the workspace of the broken call is still open."""

from uuid import UUID

import pytest

from models.audit import AuditEntry
from models.calls.calls import inbound_call, unopened_calls
from models.calls.messages import CallStatus
from models.calls.states import read_state
from models.calls.writer import update_call_state
from models.errors import InvalidValue, NoSuchCall
from models.people.privileges import Viewer
from models.site import Site
from models.workspaces.continuing import continue_workspace, workspace_to_continue
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.timeline import call_record
from models.workspaces.workspaces import open_inbound_call, open_workspace, open_workspaces
from tests.builders import a_message, a_running_call, a_source_id, a_user


async def a_broken_call(
    site: Site, agent: Viewer, phone_number: str | None = "4165550100"
) -> tuple[UUID, UUID]:
    """Give a call that its agent opened before it broke off, and its workspace."""
    call_id = await a_running_call(site, agent, phone_number)
    workspace = await open_inbound_call(site, agent, call_id)
    await hang_up(site, agent)
    return call_id, workspace


async def hang_up(site: Site, agent: Viewer) -> None:
    message = a_message(
        agent.login_name, CallStatus.DISCONNECTED, source_id=await a_source_id(site)
    )
    await update_call_state(site, message)


async def type_in(site: Site, agent: Viewer, workspace: UUID, field: str, value: str) -> None:
    edit = DraftEdit(workspace_id=workspace, field=field, value=value, version=0)
    await save_draft(site, agent, edit)


async def offered(agent: Viewer, call_id: UUID) -> UUID | None:
    return await workspace_to_continue(agent, await inbound_call(agent, call_id))


async def texts(agent: Viewer, workspace: UUID) -> dict[str, str]:
    shown = await open_workspace(agent, workspace)
    return {draft.field: draft.value for draft in shown.drafts}


async def test_the_workspace_of_the_broken_call_is_offered_when_the_caller_rings_back(
    each_site: Site,
) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    broken, workspace = await a_broken_call(each_site, agent)
    elsewhere = await a_running_call(each_site, other)

    again = await a_running_call(each_site, agent, "+1 416 555 0100")

    assert await offered(agent, again) == workspace
    assert await offered(agent, broken) is None
    assert await offered(other, elsewhere) is None


@pytest.mark.parametrize("number", ["4165550199", None, "anonymous", ""])
async def test_another_number_or_none_is_offered_nothing(
    each_site: Site, number: str | None
) -> None:
    agent = await a_user(each_site)
    await a_broken_call(each_site, agent, "4165550100" if number == "4165550199" else number)

    again = await a_running_call(each_site, agent, number)

    assert await offered(agent, again) is None


async def test_a_call_that_still_runs_or_is_saved_did_not_break_off(each_site: Site) -> None:
    agent = await a_user(each_site)
    _, workspace = await a_broken_call(each_site, agent)
    await save_call_record(each_site, agent, workspace, RecordEdit())

    again = await a_running_call(each_site, agent)

    assert await offered(agent, again) is None


async def test_continuing_is_the_click_and_keeps_what_was_typed(each_site: Site) -> None:
    agent = await a_user(each_site)
    broken, workspace = await a_broken_call(each_site, agent)
    await type_in(each_site, agent, workspace, "notes", "Half a story.")
    again = await a_running_call(each_site, agent)

    for _ in range(2):
        await continue_workspace(each_site, agent, workspace, again)

    state, call = await read_state(agent.user_id), await inbound_call(agent, again)
    (shown,) = await open_workspaces(agent)
    assert (state.is_beacon_flashing, state.has_clicked_beacon) == (False, True)
    assert (shown.id, shown.call_id, shown.is_front) == (workspace, again, True)
    assert shown.call_ended_at is None
    assert await texts(agent, workspace) == {"notes": "Half a story."}
    assert call.opened_at
    assert await unopened_calls(agent) == []
    assert await AuditEntry.count().where(AuditEntry.action == "workspace.continued") == 1
    assert (await inbound_call(agent, broken)).continued_in == again


async def test_what_was_typed_in_the_new_calls_own_workspace_is_added(each_site: Site) -> None:
    agent = await a_user(each_site)
    _, workspace = await a_broken_call(each_site, agent)
    await type_in(each_site, agent, workspace, "notes", "Half a story.")
    await type_in(each_site, agent, workspace, "answer:a", "old")
    again = await a_running_call(each_site, agent)
    own = await open_inbound_call(each_site, agent, again)
    await type_in(each_site, agent, own, "notes", "The other half.")
    await type_in(each_site, agent, own, "answer:a", "new")
    await type_in(each_site, agent, own, "answer:b", "more")

    await continue_workspace(each_site, agent, workspace, again)

    assert [shown.id for shown in await open_workspaces(agent)] == [workspace]
    assert await texts(agent, workspace) == {
        "notes": "Half a story.\nThe other half.",
        "answer:a": "new",
        "answer:b": "more",
    }


async def test_two_broken_calls_lead_to_the_third_which_has_the_one_record(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    first, workspace = await a_broken_call(each_site, agent)
    second = await a_running_call(each_site, agent)
    await continue_workspace(each_site, agent, workspace, second)
    await hang_up(each_site, agent)
    third = await a_running_call(each_site, agent)

    await continue_workspace(each_site, agent, workspace, third)
    opened = [await open_inbound_call(each_site, agent, call) for call in (first, second, third)]
    record_id = await save_call_record(each_site, agent, workspace, RecordEdit())

    calls = [await inbound_call(agent, call) for call in (first, second, third)]
    assert opened == [workspace] * 3
    assert [call.continued_in for call in calls] == [third, third, None]
    assert [call.saved_at is not None for call in calls] == [False, False, True]
    assert (await call_record(agent, record_id)).call_id == third


async def test_nothing_but_what_is_offered_can_be_continued(each_site: Site) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    _, workspace = await a_broken_call(each_site, agent)
    unrelated = await a_running_call(each_site, agent, "4165550199")
    others = await a_running_call(each_site, other)

    with pytest.raises(InvalidValue):
        await continue_workspace(each_site, agent, workspace, unrelated)
    with pytest.raises(NoSuchCall):
        await continue_workspace(each_site, agent, workspace, others)
