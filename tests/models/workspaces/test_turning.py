"""The pages of a call's script: which is in front, what holds back the next, what stands in its questions."""

from contextlib import aclosing
from uuid import UUID

import pytest

from models.calls.tables import InboundCall
from models.contacts.contacts import ContactEdit, edit_contact
from models.errors import InvalidValue, NoSuchWorkspace
from models.people.privileges import Viewer
from models.scripts.flow import Flow, Question, QuestionType, ScriptPage
from models.scripts.running import RunningPage, RunningScript
from models.scripts.scripts import add_published_script
from models.scripts.showing import running_script
from models.scripts.tables import CallReason
from models.site import Site
from models.workspaces.choices import change_call_reason, choose_contact
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.following import follow_answers
from models.workspaces.turning import HeldBack, turn_to_next_page, turn_to_page_before
from models.workspaces.workspaces import open_inbound_call, open_workspace
from tests.builders import a_contact, a_running_call, a_user
from tests.models.scripts.flows import FLOW

EMAIL = Question(id="email", label="E-mail?", prefill="contact.email", default="none")
COUNT = Question(id="count", type=QuestionType.NUMBER, label="How many?")


async def a_script(site: Site, flow: Flow, reason_id: str | None = None) -> None:
    """Make a script that of the default reason, or of another."""
    is_meant = CallReason.reason_id == reason_id if reason_id else CallReason.is_default.eq(True)

    async def add() -> None:
        script = await add_published_script(reason_id or "Billing", flow, now=site.now())
        if reason_id:
            await CallReason.insert(CallReason(reason_id=reason_id, name=reason_id))
        await CallReason.update({CallReason.script: script}).where(is_meant)

    await site.writer.run(add)


async def a_workspace(site: Site, agent: Viewer, flow: Flow = FLOW) -> UUID:
    await a_script(site, flow)
    return await open_inbound_call(site, agent, await a_running_call(site, agent))


async def answer(site: Site, agent: Viewer, workspace: UUID, question: str, value: str) -> None:
    field = f"answer:{question}"
    edit = DraftEdit(workspace_id=workspace, field=field, value=value, version=0)
    await save_draft(site, agent, edit)


async def script_of(site: Site, agent: Viewer, workspace: UUID) -> RunningScript:
    call_id = (await open_workspace(agent, workspace)).call_id
    script = await running_script(site, agent, call_id)
    assert script
    return script


async def next_of(site: Site, agent: Viewer, workspace: UUID, page: str) -> RunningPage:
    turned = await turn_to_next_page(site, agent, workspace, page)
    assert isinstance(turned, RunningPage)
    return turned


async def test_a_required_question_without_an_answer_holds_back_the_next_page(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    workspace = await a_workspace(each_site, agent)

    held = await turn_to_next_page(each_site, agent, workspace, "hello")

    assert held == HeldBack(missing=("topic",), wrong=())
    assert (await script_of(each_site, agent, workspace)).front == "hello"


async def test_an_answer_of_another_type_holds_it_back_too(each_site: Site) -> None:
    agent = await a_user(each_site)
    flow = (ScriptPage(id="a", questions=(COUNT,)), ScriptPage(id="b"))
    workspace = await a_workspace(each_site, agent, flow)
    await answer(each_site, agent, workspace, "count", "a few")

    held = await turn_to_next_page(each_site, agent, workspace, "a")

    assert held == HeldBack(missing=(), wrong=("count",))


async def test_the_answers_choose_the_page_and_back_leads_the_same_way(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace = await a_workspace(each_site, agent)
    await answer(each_site, agent, workspace, "topic", "fault")

    fault = await next_of(each_site, agent, workspace, "hello")
    end = await next_of(each_site, agent, workspace, "fault")

    assert (fault.id, fault.previous_page) == ("fault", "hello")
    assert (end.id, end.next_page, end.progress.position, end.progress.total) == ("end", None, 3, 3)
    assert "fault" in end.html
    back = await turn_to_page_before(each_site, agent, workspace, "end")
    assert back.id == "fault"
    assert (await script_of(each_site, agent, workspace)).front == "fault"


async def test_behind_the_last_page_and_before_the_first_the_page_stays(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace = await a_workspace(each_site, agent, (ScriptPage(id="a", text="x"),))

    assert (await next_of(each_site, agent, workspace, "a")).id == "a"
    assert (await turn_to_page_before(each_site, agent, workspace, "a")).id == "a"


async def test_a_page_of_no_script_and_a_foreign_workspace_are_refused(each_site: Site) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    workspace = await a_workspace(each_site, agent)

    with pytest.raises(InvalidValue):
        await turn_to_next_page(each_site, agent, workspace, "nowhere")
    with pytest.raises(NoSuchWorkspace):
        await turn_to_next_page(each_site, other, workspace, "hello")


async def test_a_prefill_follows_the_contact_until_somebody_types(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace = await a_workspace(each_site, agent, (ScriptPage(id="a", questions=(EMAIL,)),))
    seen = [(await script_of(each_site, agent, workspace)).answers]
    for name in ("ann", "ben"):
        contact = await a_contact(each_site, first_name=name)
        edit = ContactEdit(email=f"{name}@example.org")
        await edit_contact(each_site, agent, contact, edit, version=1)
        await choose_contact(each_site, agent, workspace, contact)
        seen.append((await script_of(each_site, agent, workspace)).answers)

    await answer(each_site, agent, workspace, "email", "own@example.org")
    await choose_contact(each_site, agent, workspace, None)
    seen.append((await script_of(each_site, agent, workspace)).answers)

    expected = ["none", "ann@example.org", "ben@example.org", "own@example.org"]
    assert [answers["email"] for answers in seen] == expected


async def test_another_reason_keeps_the_answers_that_both_scripts_have(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace = await a_workspace(each_site, agent)
    flow = (ScriptPage(id="hello", questions=FLOW[0].questions), ScriptPage(id="bill"))
    await a_script(each_site, flow, "other")
    await answer(each_site, agent, workspace, "topic", "bill")
    await next_of(each_site, agent, workspace, "hello")

    await change_call_reason(each_site, agent, workspace, "other")

    script = await script_of(each_site, agent, workspace)
    assert (script.answers["topic"], script.front) == ("bill", "hello")


async def test_a_running_call_keeps_the_version_it_began_with(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace = await a_workspace(each_site, agent)

    await a_script(each_site, (ScriptPage(id="new", text="New"),))

    assert (await script_of(each_site, agent, workspace)).flow == FLOW


async def test_who_follows_the_answers_hears_of_them_and_of_no_notes(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace = await a_workspace(each_site, agent)

    async with aclosing(follow_answers(each_site, agent, workspace)) as items:
        heard = [await anext(items)]
        edit = DraftEdit(workspace_id=workspace, field="notes", value="x", version=0)
        await save_draft(each_site, agent, edit)
        await answer(each_site, agent, workspace, "topic", "bill")
        while not heard[-1].drafts:
            heard.append(await anext(items))

    *before, after = heard
    assert all(each.drafts == () for each in before)
    assert [(each.field, each.value) for each in after.drafts] == [("answer:topic", "bill")]


async def test_a_call_that_has_ended_goes_on_through_its_script(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace = await a_workspace(each_site, agent)
    call_id = (await open_workspace(agent, workspace)).call_id
    ended = InboundCall.update({InboundCall.ended_at: each_site.now()})

    async def end() -> None:
        await ended.where(InboundCall.id == call_id)

    await each_site.writer.run(end)
    await answer(each_site, agent, workspace, "topic", "bill")

    assert (await next_of(each_site, agent, workspace, "hello")).id == "bill"
