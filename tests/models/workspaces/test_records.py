"""Saving a call record, amending it, and finding it again."""

import asyncio
import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from models.audit import AuditEntry
from models.calls.calls import inbound_call
from models.calls.states import read_state
from models.errors import (
    ChangedMeanwhile,
    InvalidValue,
    NoSuchContact,
    NoSuchRecord,
    NoSuchWorkspace,
    NotACallUser,
    OutcomeRequired,
)
from models.identifiers import new_id
from models.ordering import TimeOrder
from models.people.privileges import Privilege, Viewer
from models.scripts.tables import CallReason, Outcome
from models.site import Site
from models.workspaces.choices import choose_contact
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.records import RecordEdit, amend_call_record, save_call_record
from models.workspaces.tables import CallRecord
from models.workspaces.timeline import call_record, follow_ups, timeline
from models.workspaces.workspaces import open_inbound_call, open_workspaces
from tests.builders import a_contact, a_running_call, a_user


async def a_workspace(site: Site, agent: Viewer, phone_number: str = "4165550100") -> UUID:
    return await open_inbound_call(site, agent, await a_running_call(site, agent, phone_number))


async def an_outcome(site: Site, name: str = "Resolved") -> UUID:
    outcome_id = new_id()

    async def add() -> None:
        await Outcome.insert(Outcome(id=outcome_id, name=name))

    await site.writer.run(add)
    return outcome_id


async def outcomes_are_required(site: Site) -> None:
    async def require() -> None:
        await CallReason.update({CallReason.requires_outcome: True}, force=True)

    await site.writer.run(require)


async def draft(site: Site, agent: Viewer, workspace_id: UUID, **texts: str) -> None:
    for field, value in texts.items():
        edit = DraftEdit(workspace_id=workspace_id, field=field, value=value, version=0)
        await save_draft(site, agent, edit)


async def test_saving_makes_a_record_of_the_drafts_and_closes_the_workspace(
    each_site: Site,
) -> None:
    agent, outcome = await a_user(each_site), await an_outcome(each_site)
    workspace_id = await a_workspace(each_site, agent)
    drafts = {"notes": "Sent it again.", "outcome": str(outcome), "followUpOn": "2027-01-31"}
    await draft(each_site, agent, workspace_id, **drafts, **{"answer:invoice": "INV-1"})

    record = await call_record(
        agent, await save_call_record(each_site, agent, workspace_id, RecordEdit())
    )

    assert (record.notes, record.answers) == ("Sent it again.", {"invoice": "INV-1"})
    assert record.outcome
    assert (record.outcome.name, record.follow_up_on) == ("Resolved", date(2027, 1, 31))
    assert (await inbound_call(agent, record.call_id)).saved_at == record.saved_at
    assert await open_workspaces(agent) == ()


async def test_what_is_given_goes_before_the_drafts(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await draft(each_site, agent, workspace_id, notes="typed", followUpOn="2027-01-31")

    record_id = await save_call_record(
        each_site, agent, workspace_id, RecordEdit(notes="said", follow_up_on=None)
    )

    record = await call_record(agent, record_id)
    assert (record.notes, record.follow_up_on) == ("said", None)


async def test_saving_twice_gives_one_record(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)

    ids = await asyncio.gather(
        *(save_call_record(each_site, agent, workspace_id, RecordEdit()) for _ in range(3))
    )

    assert len(set(ids)) == 1
    assert await CallRecord.count() == 1


async def test_a_call_goes_on_after_its_record_is_saved(each_site: Site) -> None:
    agent = await a_user(each_site)

    await save_call_record(each_site, agent, await a_workspace(each_site, agent), RecordEdit())

    state = await read_state(agent.user_id)
    assert (state.status, state.is_beacon_flashing) == ("CONNECTED", False)


async def test_a_reason_may_require_an_outcome(each_site: Site) -> None:
    agent, outcome = await a_user(each_site), await an_outcome(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await outcomes_are_required(each_site)

    with pytest.raises(OutcomeRequired):
        await save_call_record(each_site, agent, workspace_id, RecordEdit())

    assert len(await open_workspaces(agent)) == 1
    await save_call_record(each_site, agent, workspace_id, RecordEdit(outcome_id=outcome))


@pytest.mark.parametrize(
    ("field", "text"), [("outcome", str(UUID(int=1))), ("outcome", "?"), ("followUpOn", "soon")]
)
async def test_a_draft_that_cannot_be_read_is_refused_by_name(
    site: Site, field: str, text: str
) -> None:
    agent = await a_user(site)
    workspace_id = await a_workspace(site, agent)
    await draft(site, agent, workspace_id, **{field: text})

    with pytest.raises(InvalidValue, match=field):
        await save_call_record(site, agent, workspace_id, RecordEdit())


async def test_the_contact_that_the_number_finds_is_recorded(each_site: Site) -> None:
    agent = await a_user(each_site)
    maria = await a_contact(each_site, "416-555-0100")
    workspace_id = await a_workspace(each_site, agent, "4165550100")

    record_id = await save_call_record(each_site, agent, workspace_id, RecordEdit())

    assert (await call_record(agent, record_id)).contact_id == maria


async def test_the_contact_that_was_chosen_goes_before_the_match(each_site: Site) -> None:
    agent = await a_user(each_site)
    await a_contact(each_site, "416-555-0100")
    other = await a_contact(each_site, "416-555-0199")
    chosen = await a_workspace(each_site, agent, "4165550100")
    nobody = await a_workspace(each_site, agent, "+14165550100")
    await choose_contact(each_site, agent, chosen, other)
    await choose_contact(each_site, agent, nobody, None)

    ids = [await save_call_record(each_site, agent, id, RecordEdit()) for id in (chosen, nobody)]

    assert [(await call_record(agent, id)).contact_id for id in ids] == [other, None]


async def test_a_contact_that_does_not_exist_is_refused(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)

    with pytest.raises(NoSuchContact):
        await save_call_record(each_site, agent, workspace_id, RecordEdit(contact_id=uuid4()))


async def test_a_supervisor_saves_the_workspace_of_an_absent_agent(each_site: Site) -> None:
    agent = await a_user(each_site, team="North")
    supervisor = await a_user(each_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")
    workspace_id = await a_workspace(each_site, agent)

    record_id = await save_call_record(each_site, supervisor, workspace_id, RecordEdit())

    (entry,) = await AuditEntry.select()
    assert (await call_record(agent, record_id)).user_id == agent.user_id
    assert (entry["user"], entry["action"]) == (supervisor.user_id, "record.saved")


async def test_nobody_saves_the_workspace_of_another_agent(each_site: Site) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)

    with pytest.raises(NoSuchWorkspace):
        await save_call_record(each_site, other, workspace_id, RecordEdit())


async def test_an_amended_record_keeps_what_it_was_in_the_audit_trail(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    record_id = await save_call_record(each_site, agent, workspace_id, RecordEdit(notes="wrong"))

    await amend_call_record(each_site, agent, record_id, version=1, edit=RecordEdit(notes="right"))

    (entry,) = await AuditEntry.select()
    record = await call_record(agent, record_id)
    assert (record.notes, record.version) == ("right", 2)
    assert json.loads(entry["before"]) == {"notes": "wrong"}
    assert json.loads(entry["after"]) == {"notes": "right"}


async def test_two_amendments_over_one_version_do_not_overwrite_each_other(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    record_id = await save_call_record(each_site, agent, workspace_id, RecordEdit())
    await amend_call_record(each_site, agent, record_id, version=1, edit=RecordEdit(notes="a"))

    with pytest.raises(ChangedMeanwhile):
        await amend_call_record(each_site, agent, record_id, version=1, edit=RecordEdit(notes="b"))

    assert (await call_record(agent, record_id)).notes == "a"


async def test_an_amendment_that_changes_nothing_leaves_no_mark(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    record_id = await save_call_record(each_site, agent, workspace_id, RecordEdit(notes="same"))

    await amend_call_record(each_site, agent, record_id, version=1, edit=RecordEdit(notes="same"))

    assert (await call_record(agent, record_id)).version == 1
    assert await AuditEntry.count() == 0


async def test_nobody_amends_the_record_of_another_agent(each_site: Site) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    record_id = await save_call_record(each_site, agent, workspace_id, RecordEdit())

    with pytest.raises(NoSuchRecord):
        await amend_call_record(each_site, other, record_id, version=1, edit=RecordEdit(notes="x"))


async def test_an_amendment_takes_no_required_outcome_away(each_site: Site) -> None:
    agent, outcome = await a_user(each_site), await an_outcome(each_site)
    workspace_id = await a_workspace(each_site, agent)
    edit = RecordEdit(outcome_id=outcome)
    record_id = await save_call_record(each_site, agent, workspace_id, edit)
    await outcomes_are_required(each_site)

    with pytest.raises(OutcomeRequired):
        await amend_call_record(
            each_site, agent, record_id, version=1, edit=RecordEdit(outcome_id=None)
        )


async def test_the_timeline_of_a_contact_shows_every_agents_records_in_either_order(
    each_site: Site,
) -> None:
    ann, bob = await a_user(each_site, "ann"), await a_user(each_site, "bob")
    maria = await a_contact(each_site, "416-555-0100")
    for agent, number in ((ann, "4165550100"), (bob, "4165550100"), (ann, "+14165550100")):
        workspace_id = await a_workspace(each_site, agent, number)
        await save_call_record(each_site, agent, workspace_id, RecordEdit())

    page = await timeline(bob, maria, first=2)
    rest = await timeline(bob, maria, first=2, behind=page[1].id)
    oldest = await timeline(bob, maria, first=1, order=TimeOrder.OLDEST_FIRST)
    then = await timeline(bob, maria, first=1, behind=oldest[0].id, order=TimeOrder.OLDEST_FIRST)

    assert [record.login_name for record in page] == ["ann", "bob", "ann"]
    assert [record.id for record in rest] == [page[2].id]
    assert [record.id for record in (*oldest, *then[1:])] == [each.id for each in page[::-1]]


async def test_who_is_no_call_user_reads_no_records(each_site: Site) -> None:
    clerk = await a_user(each_site, privileges=[Privilege.CALL_MANAGEMENT])

    with pytest.raises(NotACallUser):
        await timeline(clerk, uuid4(), first=1)


async def test_follow_ups_are_listed_from_their_day_on(each_site: Site) -> None:
    agent, other = await a_user(each_site, team="North"), await a_user(each_site)
    supervisor = await a_user(each_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")
    today = date(2027, 1, 31)
    for day in (today + timedelta(1), today, today - timedelta(1)):
        workspace_id = await a_workspace(each_site, agent, day.isoformat())
        await save_call_record(each_site, agent, workspace_id, RecordEdit(follow_up_on=day))

    due = await follow_ups(agent, until=today)

    assert [record.follow_up_on for record in due] == [today - timedelta(1), today]
    assert await follow_ups(supervisor, until=today) == due
    assert await follow_ups(other, until=today) == []
