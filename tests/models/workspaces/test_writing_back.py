"""Answers that go back to the contact when the call is saved."""

import asyncio
import json
from uuid import UUID

import pytest

from models.audit import AuditEntry
from models.contacts.cards import contact_card
from models.contacts.contacts import ContactEdit, edit_contact
from models.errors import ChangedMeanwhile
from models.people.privileges import Viewer
from models.scripts.flow import Branch, Condition, Question, ScriptPage
from models.scripts.reasons import NewReason, add_reason
from models.scripts.scripts import add_published_script
from models.site import Site
from models.workspaces.choices import change_call_reason, choose_contact
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.timeline import call_record
from models.workspaces.workspaces import open_inbound_call, open_workspace, open_workspaces
from models.workspaces.writing_back import WriteBack, write_backs
from tests.builders import a_contact, a_running_call, a_user
from tests.models.workspaces.test_turning import a_script, answer, next_of
from tests.waiting import eventually

EMAIL = Question(id="email", label="E-mail?", prefill="contact.email", write_back="contact.email")
COMPANY = Question(id="company", label="Company?", default="Acme", write_back="contact.company")
FLOW = (
    ScriptPage(
        id="a",
        questions=(EMAIL,),
        branches=(Branch(conditions=(Condition(question="email", value="no"),), next=None),),
    ),
    ScriptPage(id="b", questions=(COMPANY,)),
)


@pytest.fixture
async def agent(each_site: Site) -> Viewer:
    return await a_user(each_site)


@pytest.fixture
async def maria(each_site: Site, agent: Viewer) -> UUID:
    contact = await a_contact(each_site, "4165550100")
    edit = ContactEdit(email="maria@example.org", company="")
    await edit_contact(each_site, agent, contact, edit, version=1)
    return contact


@pytest.fixture
async def workspace(each_site: Site, agent: Viewer, maria: UUID) -> UUID:
    await a_script(each_site, FLOW)
    return await open_inbound_call(each_site, agent, await a_running_call(each_site, agent))


async def plans(site: Site, agent: Viewer, workspace: UUID) -> tuple[WriteBack, ...]:
    return await write_backs(site, agent, (await open_workspace(agent, workspace)).call_id)


async def audited(contact: UUID) -> list[object]:
    rows = await AuditEntry.select().where(
        AuditEntry.subject == str(contact), AuditEntry.action == "WRITE_BACK_TO_CONTACT"
    )
    return [(json.loads(row["before"]), json.loads(row["after"])) for row in rows]


async def test_what_is_shown_beforehand_is_written_with_the_record_and_audited(
    each_site: Site, agent: Viewer, maria: UUID, workspace: UUID
) -> None:
    await answer(each_site, agent, workspace, "email", "ann@example.org")
    shown = await plans(each_site, agent, workspace)

    held = {each.field: each.before for each in shown}
    record = await save_call_record(each_site, agent, workspace, RecordEdit(), shown=held)

    assert shown == (WriteBack(field="email", before="maria@example.org", after="ann@example.org"),)
    assert (await contact_card(maria)).email == "ann@example.org"
    assert await audited(maria) == [({"email": "maria@example.org"}, {"email": "ann@example.org"})]
    assert (await call_record(agent, record)).answers == {"email": "ann@example.org"}


async def test_what_changed_meanwhile_is_not_overwritten_unsaid(
    each_site: Site, agent: Viewer, maria: UUID, workspace: UUID
) -> None:
    await answer(each_site, agent, workspace, "email", "ann@example.org")
    held = {each.field: each.before for each in await plans(each_site, agent, workspace)}
    edit = ContactEdit(email="new@example.org")
    await edit_contact(each_site, agent, maria, edit, version=2)

    with pytest.raises(ChangedMeanwhile):
        await save_call_record(each_site, agent, workspace, RecordEdit(), shown=held)

    assert (await contact_card(maria)).email == "new@example.org"
    assert len(await open_workspaces(agent)) == 1
    held = {each.field: each.before for each in await plans(each_site, agent, workspace)}
    await save_call_record(each_site, agent, workspace, RecordEdit(), shown=held)
    assert (await contact_card(maria)).email == "ann@example.org"


async def test_another_field_that_changed_meanwhile_is_no_hindrance(
    each_site: Site, agent: Viewer, maria: UUID, workspace: UUID
) -> None:
    await answer(each_site, agent, workspace, "email", "ann@example.org")
    held = {each.field: each.before for each in await plans(each_site, agent, workspace)}
    await edit_contact(each_site, agent, maria, ContactEdit(company="New Ltd"), version=2)

    await save_call_record(each_site, agent, workspace, RecordEdit(), shown=held)

    card = await contact_card(maria)
    assert (card.email, card.company) == ("ann@example.org", "New Ltd")


async def test_a_field_that_was_not_shown_is_not_written_unsaid(
    each_site: Site, agent: Viewer, workspace: UUID
) -> None:
    await answer(each_site, agent, workspace, "email", "ann@example.org")

    with pytest.raises(ChangedMeanwhile):
        await save_call_record(each_site, agent, workspace, RecordEdit(), shown={})


async def test_without_a_contact_nothing_is_written_and_the_call_is_saved(
    each_site: Site, agent: Viewer, maria: UUID, workspace: UUID
) -> None:
    await answer(each_site, agent, workspace, "email", "ann@example.org")
    await choose_contact(each_site, agent, workspace, None)

    assert await plans(each_site, agent, workspace) == ()
    await save_call_record(each_site, agent, workspace, RecordEdit(), shown={})
    assert (await contact_card(maria)).email == "maria@example.org"


async def test_what_stood_in_a_question_counts_once_its_page_was_seen(
    each_site: Site, agent: Viewer, maria: UUID, workspace: UUID
) -> None:
    assert await plans(each_site, agent, workspace) == ()
    await next_of(each_site, agent, workspace, "a")

    assert await plans(each_site, agent, workspace) == (
        WriteBack(field="company", before="", after="Acme"),
    )
    record = await save_call_record(each_site, agent, workspace, RecordEdit())

    expected = {"email": "maria@example.org", "company": "Acme"}
    assert (await call_record(agent, record)).answers == expected
    assert (await contact_card(maria)).company == "Acme"


async def test_an_answer_beside_the_way_is_kept_and_not_written(
    each_site: Site, agent: Viewer, workspace: UUID
) -> None:
    await answer(each_site, agent, workspace, "company", "Other Ltd")
    await answer(each_site, agent, workspace, "email", "no")

    shown = await plans(each_site, agent, workspace)
    record = await save_call_record(each_site, agent, workspace, RecordEdit())

    assert [each.field for each in shown] == ["email"]
    assert (await call_record(agent, record)).answers == {"company": "Other Ltd", "email": "no"}


@pytest.mark.parametrize("typed", ["", "  "])
async def test_an_empty_answer_takes_nothing_from_the_contact(
    each_site: Site, agent: Viewer, maria: UUID, workspace: UUID, typed: str
) -> None:
    await answer(each_site, agent, workspace, "email", typed)

    await save_call_record(each_site, agent, workspace, RecordEdit(), shown={})

    assert (await contact_card(maria)).email == "maria@example.org"


async def test_what_is_too_long_for_the_contact_does_not_hold_up_the_call(
    each_site: Site, agent: Viewer, maria: UUID, workspace: UUID
) -> None:
    await answer(each_site, agent, workspace, "email", "x" * 300)

    (shown,) = await plans(each_site, agent, workspace)
    await save_call_record(each_site, agent, workspace, RecordEdit(), shown={})

    assert shown.is_too_long
    assert (await contact_card(maria)).email == "maria@example.org"


async def test_saving_for_another_contact_writes_nothing_of_the_one_who_was_shown(
    each_site: Site, agent: Viewer, maria: UUID, workspace: UUID
) -> None:
    other = await a_contact(each_site, first_name="Rui")
    await next_of(each_site, agent, workspace, "a")

    edit = RecordEdit(contact_id=other)
    record = await save_call_record(each_site, agent, workspace, edit)

    assert (await contact_card(other)).email == ""
    assert (await call_record(agent, record)).contact_id == other
    assert (await contact_card(maria)).company == ""


async def test_a_record_saved_while_the_reason_changes_has_nothing_of_the_former_script(
    site: Site,
) -> None:
    agent, contact = await a_user(site), await a_contact(site, "4165550100")
    await a_script(site, (ScriptPage(id="b", questions=(COMPANY,)),))
    workspace = await open_inbound_call(site, agent, await a_running_call(site, agent))
    script = await site.writer.run(
        lambda: add_published_script("Other", [ScriptPage(id="x")], now=site.now())
    )
    other = NewReason(reason_id="other", name="Other", script_id=script)
    await site.writer.run(lambda: add_reason(other))
    before, is_free = site.writer.waiting, asyncio.Event()

    holding = asyncio.create_task(site.writer.run(is_free.wait))  # as a slow disk does
    changing = asyncio.create_task(change_call_reason(site, agent, workspace, "other"))
    await eventually(lambda: site.writer.waiting == before + 1)
    saving = asyncio.create_task(save_call_record(site, agent, workspace, RecordEdit()))
    await eventually(lambda: site.writer.waiting == before + 2)
    is_free.set()
    await asyncio.gather(holding, changing)

    record = await call_record(agent, await saving)
    assert not record.answers
    assert (await contact_card(contact)).company != "Acme"
