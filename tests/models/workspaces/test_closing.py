"""Workspaces that are discarded, reopened, taken over, changed, and opened by hand."""

from uuid import UUID

import pytest

from models.audit import AuditEntry
from models.calls.calls import inbound_call
from models.calls.feed import follow_state
from models.calls.messages import CallStatus
from models.calls.states import read_state
from models.calls.tables import InboundCall
from models.errors import NoSuchReason, NoSuchWorkspace, NotACallUser
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer
from models.scripts.flow import ScriptPage
from models.scripts.reasons import NewReason, add_reason
from models.scripts.scripts import add_published_script
from models.scripts.showing import script_for_call
from models.scripts.tables import CallReasonAlias
from models.site import Site
from models.workspaces.by_hand import open_call_by_hand
from models.workspaces.choices import change_call_reason, choose_contact
from models.workspaces.closing import (
    discard_workspace,
    discarded_workspaces,
    reopen_workspace,
    take_over_workspace,
)
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.following import follow_open_workspaces
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.workspaces import (
    open_inbound_call,
    open_workspace,
    open_workspaces,
)
from tests.builders import a_contact, a_running_call, a_user


async def a_workspace(site: Site, agent: Viewer, phone_number: str = "4165550100") -> UUID:
    return await open_inbound_call(site, agent, await a_running_call(site, agent, phone_number))


async def a_reason(site: Site, reason_id: str, *, page: str = "Hello") -> None:
    """Add a reason with a script of one page, and an alias of it."""

    async def add() -> None:
        pages = [ScriptPage(id="one", title="One", text=page)]
        script_id = await add_published_script(reason_id, pages, now=site.now())
        new = NewReason(name=reason_id.title(), reason_id=reason_id, script_id=script_id)
        alias = CallReasonAlias(alias=f"{reason_id}-2", reason=await add_reason(new))
        await CallReasonAlias.insert(alias)

    await site.writer.run(add)


async def type_notes(site: Site, agent: Viewer, workspace_id: UUID) -> None:
    edit = DraftEdit(workspace_id=workspace_id, field="notes", value="typed", version=0)
    await save_draft(site, agent, edit)


async def actions() -> list[str]:
    return [row["action"] for row in await AuditEntry.select().order_by(AuditEntry.id)]


async def test_a_discarded_workspace_is_gone_and_can_be_reopened_as_it_was(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await type_notes(each_site, agent, workspace_id)
    await discard_workspace(each_site, agent, workspace_id)
    assert await open_workspaces(agent) == ()
    (discarded,) = await discarded_workspaces(agent)

    await reopen_workspace(each_site, agent, discarded.id)

    reopened = await open_workspace(agent, workspace_id)
    assert ([draft.value for draft in reopened.drafts], reopened.is_front) == (["typed"], True)
    assert await discarded_workspaces(agent) == []
    assert await actions() == ["workspace.discarded", "workspace.reopened"]


async def test_discarding_and_reopening_twice_change_nothing(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)

    for _ in range(2):
        await discard_workspace(each_site, agent, workspace_id)
    for _ in range(2):
        await reopen_workspace(each_site, agent, workspace_id)

    assert await actions() == ["workspace.discarded", "workspace.reopened"]


async def test_a_saved_workspace_is_neither_discarded_nor_reopened(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await save_call_record(each_site, agent, workspace_id, RecordEdit())

    for verb in (discard_workspace, reopen_workspace):
        with pytest.raises(NoSuchWorkspace):
            await verb(each_site, agent, workspace_id)


async def test_the_last_opened_workspace_comes_to_the_front_when_that_one_closes(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    first, second, third = [
        await a_workspace(each_site, agent, number) for number in ("1", "2", "3")
    ]

    await discard_workspace(each_site, agent, third)

    assert [(w.id, w.is_front) for w in await open_workspaces(agent)] == [
        (first, False),
        (second, True),
    ]


async def test_every_tab_sees_a_workspace_close(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    tab = follow_open_workspaces(each_site, agent)
    assert len(await anext(tab)) == 1

    await discard_workspace(each_site, agent, workspace_id)

    assert await anext(tab) == ()
    await tab.aclose()


async def test_nobody_discards_the_workspace_of_another(each_site: Site) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)

    with pytest.raises(NoSuchWorkspace):
        await discard_workspace(each_site, other, workspace_id)


async def test_a_supervisor_takes_over_the_workspace_of_an_absent_agent(each_site: Site) -> None:
    agent = await a_user(each_site, team="North")
    both = [Privilege.CALL_USER, Privilege.CALL_SUPERVISOR]
    supervisor = await a_user(each_site, privileges=both, team="North")
    workspace_id = await a_workspace(each_site, agent)
    await type_notes(each_site, agent, workspace_id)

    await take_over_workspace(each_site, supervisor, workspace_id)

    taken = await open_workspace(supervisor, workspace_id)
    assert [draft.value for draft in taken.drafts] == ["typed"]
    assert await open_workspaces(agent) == ()
    assert await actions() == ["workspace.taken_over"]


async def test_another_reason_brings_its_script_and_keeps_what_was_typed(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await type_notes(each_site, agent, workspace_id)
    await a_reason(each_site, "billing", page="Which invoice?")

    await change_call_reason(each_site, agent, workspace_id, "billing")

    workspace = await open_workspace(agent, workspace_id)
    script = await script_for_call(each_site, agent, workspace.call_id)
    call = await inbound_call(agent, workspace.call_id)
    assert script
    assert "Which invoice?" in script.pages[0].html
    assert [draft.value for draft in workspace.drafts] == ["typed"]
    assert (call.reason.id, call.reason_id_received) == ("billing", None)
    assert await actions() == ["call.reason_changed"]


async def test_the_state_row_shows_the_reason_in_force(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await a_reason(each_site, "billing")
    states = follow_state(each_site, agent.user_id)
    before = await anext(states)

    await change_call_reason(each_site, agent, workspace_id, "billing-2")

    after = await anext(states)
    assert after.reason
    assert (after.reason.id, after.version) == ("billing", before.version + 1)
    await states.aclose()


async def test_the_same_reason_again_changes_nothing(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await a_reason(each_site, "billing")
    await change_call_reason(each_site, agent, workspace_id, "billing")
    before = await read_state(agent.user_id)

    await change_call_reason(each_site, agent, workspace_id, "billing-2")

    assert await read_state(agent.user_id) == before
    assert await actions() == ["call.reason_changed"]


async def test_a_reason_that_nobody_defined_is_refused(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)

    with pytest.raises(NoSuchReason):
        await change_call_reason(each_site, agent, workspace_id, "nowhere")


async def test_the_script_speaks_to_the_contact_that_was_chosen(each_site: Site) -> None:
    agent = await a_user(each_site)
    await a_contact(each_site, "416-555-0100", first_name="Maria")
    other = await a_contact(each_site, "416-555-0199", first_name="Joana")
    workspace_id = await a_workspace(each_site, agent)
    await a_reason(each_site, "billing", page="Hello {{ contact.first_name }}")
    await change_call_reason(each_site, agent, workspace_id, "billing")

    await choose_contact(each_site, agent, workspace_id, other)

    workspace = await open_workspace(agent, workspace_id)
    script = await script_for_call(each_site, agent, workspace.call_id)
    assert script
    assert "Joana" in script.pages[0].html


async def test_a_call_entered_by_hand_opens_and_disturbs_no_other(each_site: Site) -> None:
    agent = await a_user(each_site)
    running = await a_running_call(each_site, agent)
    before = await read_state(agent.user_id)

    workspace_id = await open_call_by_hand(each_site, agent, " 416-555-0123 ")

    workspace = await open_workspace(agent, workspace_id)
    call = await inbound_call(agent, workspace.call_id)
    assert (call.phone_number, call.searchable_address) == ("416-555-0123", "+14165550123")
    assert call.source_name is None
    assert call.ended_at is not None
    assert await read_state(agent.user_id) == before
    assert (before.call_id, before.status) == (running, CallStatus.CONNECTED)


@pytest.mark.parametrize("number", [None, "", "anonymous", "x" * 300, "0\x00"])
async def test_any_number_will_do_for_a_call_entered_by_hand(
    each_site: Site, number: str | None
) -> None:
    agent = await a_user(each_site)

    await open_call_by_hand(each_site, agent, number)

    assert await InboundCall.count() == 1


async def test_only_a_call_user_enters_calls(each_site: Site) -> None:
    clerk = await a_user(each_site, privileges=[Privilege.CALL_SUPERVISOR])

    with pytest.raises(NotACallUser):
        await open_call_by_hand(each_site, clerk, str(new_id()))
