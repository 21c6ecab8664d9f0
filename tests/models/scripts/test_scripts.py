"""Which script a call shows."""

from uuid import UUID

import pytest

from models.calls.states import read_state
from models.people.privileges import Privilege
from models.scripts.flow import Option, Question, QuestionType, ScriptPage
from models.scripts.reasons import NewReason, add_reason, new_reason_id
from models.scripts.scripts import (
    VersionStatus,
    add_published_script,
    script_version,
    version_for,
)
from models.scripts.showing import running_scripts, script_for_call
from models.scripts.tables import CallReason, CallScript, ScriptVersion
from models.site import Site
from models.workspaces.choices import change_call_reason
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_contact, a_running_call, a_user


async def a_script(site: Site, name: str, text: str = "Hello") -> UUID:
    page = ScriptPage(id="p1", title="Welcome", text=text)
    return await site.writer.run(lambda: add_published_script(name, [page], now=site.now()))


async def a_reason(site: Site, script_id: UUID | None) -> UUID:
    new = NewReason(name="Billing", script_id=script_id)
    return await site.writer.run(lambda: add_reason(new))


async def name_of_script_for(reason: UUID) -> str:
    version = await version_for(reason)
    assert version is not None
    return (await script_version(version)).name


async def set_status(site: Site, script_id: UUID, status: VersionStatus) -> None:
    update = ScriptVersion.update({ScriptVersion.status: status.value})
    await site.writer.run(update.where(ScriptVersion.script == script_id).run)


async def test_a_reason_shows_its_own_script(each_site: Site) -> None:
    reason = await a_reason(each_site, await a_script(each_site, "Billing"))

    assert await name_of_script_for(reason) == "Billing"


@pytest.mark.parametrize("status", [VersionStatus.DRAFT, VersionStatus.RETIRED])
async def test_a_script_that_is_not_published_is_not_shown(
    each_site: Site, status: VersionStatus
) -> None:
    script_id = await a_script(each_site, "Billing")
    reason = await a_reason(each_site, script_id)
    await set_status(each_site, script_id, status)

    assert await name_of_script_for(reason) == "General Inquiry"


async def test_a_reason_without_a_script_shows_the_default_reasons(each_site: Site) -> None:
    assert await name_of_script_for(await a_reason(each_site, None)) == "General Inquiry"


async def test_without_any_published_script_there_is_none(each_site: Site) -> None:
    (script,) = await CallScript.select()
    await set_status(each_site, script["id"], VersionStatus.RETIRED)
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)

    await open_inbound_call(each_site, agent, call_id)

    assert await version_for(await a_reason(each_site, None)) is None
    assert await script_for_call(each_site, agent, call_id) is None


async def test_exactly_one_reason_is_the_default(each_site: Site) -> None:
    another = NewReason(name="Another", is_default=True)

    with pytest.raises(Exception, match=r"(?i)unique"):
        await each_site.writer.run(lambda: add_reason(another))

    assert await CallReason.count().where(CallReason.is_default.eq(True)) == 1


async def test_an_unknown_version_is_a_mistake_of_ours(each_site: Site) -> None:
    agent = await a_user(each_site)

    with pytest.raises(LookupError):
        await script_version(agent.user_id)


def test_reason_ids_are_34_hexadecimal_digits_and_never_the_same() -> None:
    made = {new_reason_id() for _ in range(100)}

    assert len(made) == 100
    assert all(len(one) == 34 and int(one, 16) and one.startswith("10") for one in made)


async def test_a_call_shows_the_script_with_the_callers_data(each_site: Site) -> None:
    agent = await a_user(each_site)
    await a_contact(each_site, "+1 416 555 0100", first_name="<Maria>")
    call_id = await a_running_call(each_site, agent)
    before = await script_for_call(each_site, agent, call_id)

    await open_inbound_call(each_site, agent, call_id)
    shown = await script_for_call(each_site, agent, call_id)

    assert before is None
    assert shown is not None
    assert shown.name == "General Inquiry"
    assert "&lt;Maria&gt;" in shown.pages[0].html


async def test_a_running_call_keeps_the_version_it_began_with(each_site: Site) -> None:
    agent = await a_user(each_site, privileges=[Privilege.CALL_USER])
    call_id = await a_running_call(each_site, agent)
    await open_inbound_call(each_site, agent, call_id)
    (script,) = await CallScript.select()

    await set_status(each_site, script["id"], VersionStatus.RETIRED)

    shown = await script_for_call(each_site, agent, call_id)
    assert shown is not None
    assert shown.name == "General Inquiry"


async def test_a_page_says_what_the_agent_has_answered_so_far(each_site: Site) -> None:
    topic = Question(
        id="topic", type=QuestionType.CHOICE, options=(Option(value="bill", label="A bill"),)
    )
    page = ScriptPage(id="p1", text="It is {{ answers.topic }}.", questions=(topic,))
    reason = await a_reason(
        each_site,
        await each_site.writer.run(
            lambda: add_published_script("Asking", [page], now=each_site.now())
        ),
    )
    agent = await a_user(each_site)
    workspace_id = await open_inbound_call(each_site, agent, await a_running_call(each_site, agent))
    row = await CallReason.select().where(CallReason.id == reason).first()
    assert row
    await change_call_reason(each_site, agent, workspace_id, row["reason_id"])
    edit = DraftEdit(workspace_id=workspace_id, field="answer:topic", value="bill", version=0)
    await save_draft(each_site, agent, edit)

    call_id = (await read_state(agent.user_id)).call_id

    assert call_id
    shown = await script_for_call(each_site, agent, call_id)
    assert shown
    assert shown.pages[0].html == "<p>It is A bill.</p>\n"


async def test_of_no_calls_there_are_no_scripts(site: Site) -> None:
    assert await running_scripts(site, []) == {}
