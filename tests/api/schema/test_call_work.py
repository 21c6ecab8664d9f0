"""The working day of an agent over GraphQL: ending, saving, amending, discarding, choosing."""

from functools import partial

from httpx import AsyncClient
from msgspec.structs import replace

from models.calls.states import read_state
from models.calls.writer import update_call_state
from models.people.privileges import Privilege
from models.scripts.outcomes import add_outcome
from models.scripts.reasons import NewReason, add_reason
from models.scripts.tables import Outcome
from models.site import Site
from tests.api.asking import OPEN, Asker, a_tool, connect
from tests.builders import a_contact, a_message, a_source_id, a_user

CALL = """
    query ($id: ID!) {
      inboundCall(id: $id) {
        endCause isByHand isRunningTooLong talkSeconds wrapUpSeconds handlingSeconds savedAt
        callReason { id } trace { step count detail }
        details { name value isMasked isDeclared isFlagged }
      }
    }
"""
END = """
    mutation ($id: ID!) {
      endCall(id: $id) { ... on InboundCall { id endCause } ... on Refusal { code } }
    }
"""
RECORD = """
    ... on CallRecord {
      id version notes followUpOn answers contactId callReason { name } outcome { name }
    }
    ... on Refusal { code }
"""
SAVE = f"""
    mutation ($workspace: ID!, $outcome: ID, $notes: String, $followUpOn: Date, $answers: JSON) {{
      saveCallRecord(
        workspace: $workspace, outcome: $outcome, notes: $notes, followUpOn: $followUpOn, answers: $answers
      ) {{ {RECORD} }}
    }}
"""
AMEND = f"""
    mutation ($id: ID!, $version: Int!, $notes: String) {{
      amendCallRecord(id: $id, version: $version, notes: $notes) {{ {RECORD} }}
    }}
"""
WORKSPACE = (
    "... on Workspace { id contact { firstName } inboundCall { id } } ... on Refusal { code }"
)


async def a_workspace(tool: Asker, call_id: str) -> str:
    id: str = (await tool.ask(OPEN, id=call_id))["openInboundCall"]["id"]
    return id


async def change(tool: Asker, mutation: str) -> dict[str, object]:
    """Send a mutation whose result is a workspace."""
    (result,) = (await tool.ask(f"mutation {{ {mutation} {{ {WORKSPACE} }} }}")).values()
    changed: dict[str, object] = result
    return changed


async def test_an_agent_ends_a_stuck_call_and_nobody_else_does(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent, other = await a_user(app_site), await a_user(app_site)
    tool, stranger = (
        await a_tool(app_client, app_site, agent),
        await a_tool(app_client, app_site, other),
    )
    call_id = await connect(app_site, agent)

    refused = await stranger.ask(END, id=call_id)
    ended = await tool.ask(END, id=call_id)

    assert refused["endCall"] == {"code": "NO_SUCH_CALL"}
    assert ended["endCall"] == {"id": call_id, "endCause": "ENDED_BY_AGENT"}


async def test_a_call_is_saved_found_in_the_timeline_and_amended(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool, maria = await a_tool(app_client, app_site, agent), await a_contact(app_site, "4165550100")
    await app_site.writer.run(lambda: add_outcome("Resolved", position=0))
    outcome = await Outcome.select(Outcome.id).first()
    assert outcome
    workspace = await a_workspace(tool, await connect(app_site, agent))

    saved = (
        await tool.ask(
            SAVE,
            workspace=workspace,
            outcome=str(outcome["id"]),
            notes="Called back.",
            followUpOn="2020-01-31",
            answers={"invoice": 7},
        )
    )["saveCallRecord"]
    amended = await tool.ask(AMEND, id=saved["id"], version=1, notes="Rang back.")
    late = await tool.ask(AMEND, id=saved["id"], version=1, notes="No.")

    timeline = await tool.ask(
        "query ($id: ID!) { timeline(contact: $id) { edges { node { id notes } } pageInfo { hasNextPage } } }",
        id=str(maria),
    )
    follow_ups = await tool.ask("{ followUps { id } }")
    assert saved == {
        "id": saved["id"],
        "version": 1,
        "notes": "Called back.",
        "followUpOn": "2020-01-31",
        "answers": {"invoice": 7},
        "contactId": str(maria),
        "callReason": {"name": "General Inquiry"},
        "outcome": {"name": "Resolved"},
    }
    kept = saved | {"version": 2, "notes": "Rang back."}
    assert amended["amendCallRecord"] == kept
    assert late["amendCallRecord"] == {"code": "CHANGED_MEANWHILE"}
    assert timeline["timeline"] == {
        "edges": [{"node": {"id": saved["id"], "notes": "Rang back."}}],
        "pageInfo": {"hasNextPage": False},
    }
    assert follow_ups["followUps"] == [{"id": saved["id"]}]


async def test_an_agent_chooses_from_outcomes_and_reasons(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))
    for position, name in enumerate(("Resolved", "Called back")):
        await app_site.writer.run(partial(add_outcome, name, position=position))

    choices = await tool.ask("{ outcomes { name } callReasons { name } }")

    assert choices["outcomes"] == [{"name": "Resolved"}, {"name": "Called back"}]
    assert choices["callReasons"] == [{"name": "General Inquiry"}]


async def test_answers_that_are_no_object_are_refused(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    workspace = await a_workspace(tool, await connect(app_site, agent))

    result = await tool.ask(SAVE, workspace=workspace, answers=["a"])

    assert result["saveCallRecord"] == {"code": "INVALID_VALUE"}


async def test_a_workspace_is_discarded_reopened_and_changed(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    maria = await a_contact(app_site, "4165550199")
    await app_site.writer.run(lambda: add_reason(NewReason(name="Billing", reason_id="billing")))
    call_id = await connect(app_site, agent)
    id = await a_workspace(tool, call_id)
    shown = {"id": id, "contact": None, "inboundCall": {"id": call_id}}

    discarded = await tool.ask(
        f'mutation {{ discardWorkspace(id: "{id}") {{ ... on ClosedWorkspace {{ id }} }} }}'
    )
    list_ = await tool.ask("{ discardedWorkspaces { id callId } }")
    reopened = await change(tool, f'reopenWorkspace(id: "{id}")')
    chosen = await change(tool, f'chooseContact(workspace: "{id}", contact: "{maria}")')
    reason = await change(tool, f'changeCallReason(workspace: "{id}", reason: "billing")')
    unknown = await change(tool, f'changeCallReason(workspace: "{id}", reason: "x")')

    assert discarded["discardWorkspace"] == {"id": id}
    assert list_["discardedWorkspaces"] == [{"id": id, "callId": call_id}]
    assert reopened == shown
    assert chosen == reason == shown | {"contact": {"firstName": "Maria"}}
    assert unknown == {"code": "NO_SUCH_REASON"}
    assert (await tool.ask(CALL, id=call_id))["inboundCall"]["callReason"] == {"id": "billing"}


async def test_a_call_that_never_popped_is_opened_by_hand(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)

    opened = await change(tool, 'openCallByHand(phoneNumber: "4165550100")')

    call_id = opened["inboundCall"]["id"]  # type: ignore[index]  # a workspace
    call = (await tool.ask(CALL, id=call_id))["inboundCall"]
    assert (call["isByHand"], call["talkSeconds"], call["trace"]) == (True, None, [])


async def test_details_are_flagged_masked_and_revealed_to_who_may(
    app_client: AsyncClient, app_site: Site
) -> None:
    privileges = [Privilege.CALL_USER, Privilege.REVEAL_MASKED, Privilege.CALL_MANAGEMENT]
    agent = await a_user(app_site, privileges=privileges)
    tool = await a_tool(app_client, app_site, agent)
    declared = await tool.ask(
        'mutation { createCallField(name: "amount", type: NUMBER) { ... on CallField { label version } } }'
    )
    details = {"account_number": "1001", "amount": "much", "zone": "b"}
    call_id = await connect(app_site, agent, details=details)

    shown = (await tool.ask(CALL, id=call_id))["inboundCall"]["details"]
    revealed = await tool.ask(
        """mutation ($id: ID!) {
          revealDetail(call: $id, name: "account_number") { ... on RevealedDetail { value } }
        }""",
        id=call_id,
    )

    assert declared["createCallField"] == {"label": "amount", "version": 1}
    assert [
        (d["name"], d["value"], d["isMasked"], d["isDeclared"], d["isFlagged"]) for d in shown
    ] == [
        ("account_number", "••••", True, True, False),
        ("amount", "much", False, True, True),
        ("zone", "b", False, False, False),
    ]
    assert revealed["revealDetail"] == {"value": "1001"}


async def test_call_fields_are_listed_reordered_and_retired(
    app_client: AsyncClient, app_site: Site
) -> None:
    manager = await a_user(app_site, privileges=[Privilege.CALL_MANAGEMENT])
    tool = await a_tool(app_client, app_site, manager)
    fields = (await tool.ask("{ callFields { id version } }"))["callFields"]

    reordered = await tool.ask(
        """mutation ($order: [CallFieldVersion!]!) {
          reorderCallFields(order: $order) { ... on CallFields { fields { id } } }
        }""",
        order=fields[::-1],
    )
    retired = await tool.ask(
        """mutation ($id: ID!) {
          retireCallField(id: $id, version: 1) { ... on CallField { isActive } ... on Refusal { code } }
        }""",
        id=fields[1]["id"],
    )

    assert [field["id"] for field in reordered["reorderCallFields"]["fields"]] == [
        field["id"] for field in fields[::-1]
    ]
    assert retired["retireCallField"] == {"isActive": False}


async def test_the_trace_of_a_call_and_the_log_of_messages_say_what_happened(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, "ann")
    admin = await a_user(app_site, privileges=[Privilege.ADMIN])
    tool = await a_tool(app_client, app_site, agent)
    call_id = await connect(app_site, agent)

    await tool.ask(
        "mutation ($id: ID!) { acknowledgeBeacon(callId: $id) { ... on AcknowledgedBeacon { callId } } }",
        id=call_id,
    )
    await a_workspace(tool, call_id)
    await app_site.tracer.flush(app_site)
    trace = (await tool.ask(CALL, id=call_id))["inboundCall"]["trace"]
    log = await (await a_tool(app_client, app_site, admin)).ask(
        """{ messageLog(loginName: "ANN", since: "2020-01-01T00:00:00") {
          edges { node { loginName effect code inboundCall } } pageInfo { hasNextPage }
        } }"""
    )

    assert [(step["step"], step["count"], step["detail"]) for step in trace] == [
        ("RECEIVED", 1, "STARTED"),
        ("ANNOUNCED", 1, None),
        ("SHOWN", 1, None),
        ("CLICKED", 1, None),
    ]
    assert log["messageLog"] == {
        "edges": [
            {
                "node": {
                    "loginName": "ann",
                    "effect": "STARTED",
                    "code": None,
                    "inboundCall": call_id,
                }
            }
        ],
        "pageInfo": {"hasNextPage": False},
    }
    assert await tool.refusal("{ messageLog { edges { cursor } } }") == "NOT_PERMITTED"


async def test_a_supervisor_sees_who_is_on_a_call(app_client: AsyncClient, app_site: Site) -> None:
    agent = await a_user(app_site, "ann", team="North")
    supervisor = await a_user(app_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")
    call_id = await connect(app_site, agent)

    tool = await a_tool(app_client, app_site, supervisor)

    agents = await tool.ask("{ agents { user { loginName } team status } }")
    assert agents["agents"] == [
        {"user": {"loginName": "ann"}, "team": "North", "status": "ON_CALL"}
    ]
    own = await a_tool(app_client, app_site, agent)
    unopened = await own.ask("{ unopenedCalls { id isRunningTooLong } }")
    assert unopened["unopenedCalls"] == [{"id": call_id, "isRunningTooLong": False}]


async def test_an_administrator_changes_a_site_setting(
    app_client: AsyncClient, app_site: Site
) -> None:
    admin = await a_user(app_site, privileges=[Privilege.ADMIN])
    tool = await a_tool(app_client, app_site, admin)
    document = """
        mutation ($value: JSON) {
          changeSiteSetting(name: "trace_days", value: $value, version: 0) {
            ... on SiteSetting { name value version } ... on Refusal { code }
          }
        }
    """

    wrong = await tool.ask(document, value="soon")
    changed = await tool.ask(document, value=7)

    assert wrong["changeSiteSetting"] == {"code": "INVALID_VALUE"}
    assert changed["changeSiteSetting"] == {"name": "trace_days", "value": 7, "version": 1}
    settings = (await tool.ask("{ siteSettings { name value } }"))["siteSettings"]
    assert {"name": "trace_days", "value": 7} in settings


async def test_a_caller_who_rings_back_is_continued_with(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    broken = await connect(app_site, agent)
    workspace = await a_workspace(tool, broken)
    await tool.ask(END, id=broken)
    again = await connect(app_site, agent)
    offer = "query ($id: ID!) { inboundCall(id: $id) { workspaceToContinue continuedIn } }"

    offered = await tool.ask(offer, id=again)
    changed = await change(tool, f'continueWorkspace(workspace: "{workspace}", call: "{again}")')
    refused = await change(tool, f'continueWorkspace(workspace: "{workspace}", call: "{broken}")')

    assert offered["inboundCall"] == {"workspaceToContinue": workspace, "continuedIn": None}
    assert (changed["id"], changed["inboundCall"]) == (workspace, {"id": again})
    assert refused == {"code": "INVALID_VALUE"}
    assert (await tool.ask(offer, id=broken))["inboundCall"]["continuedIn"] == again


async def test_the_second_agent_sees_the_first_ones_work(
    app_client: AsyncClient, app_site: Site
) -> None:
    ann, ben = await a_user(app_site, "ann"), await a_user(app_site, "ben")
    anns, bens = (
        await a_tool(app_client, app_site, ann),
        await a_tool(app_client, app_site, ben),
    )
    source_id, maria = await a_source_id(app_site), await a_contact(app_site, "4165550100")
    workspaces = []
    for tool, agent in ((anns, ann), (bens, ben)):
        message = replace(a_message(agent.login_name, source_id=source_id), call_id="a")
        await update_call_state(app_site, message)
        call_id = str((await read_state(agent.user_id)).call_id)
        workspaces.append(await a_workspace(tool, call_id))
    await change(anns, f'chooseContact(workspace: "{workspaces[0]}", contact: "{maria}")')

    seen = await bens.ask(
        """query ($id: ID!) { workspace(id: $id) {
          transfers { user { fullName } notes answers endedAt secondsWithCaller contact { id } }
        } }""",
        id=workspaces[1],
    )

    (transfer,) = seen["workspace"]["transfers"]
    assert transfer.pop("secondsWithCaller") >= 0
    assert transfer == {
        "user": {"fullName": "Ann"},
        "notes": "",
        "answers": {},
        "endedAt": None,
        "contact": {"id": str(maria)},
    }


async def test_the_days_figures_are_there_for_whoever_asks(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    await tool.ask(END, id=await connect(app_site, agent))

    answer = await tool.ask(
        """{ todaysFigures {
          total { calls unopened secondsToClick talkSeconds wrapUpSeconds handlingSeconds }
          agents { user { loginName } figures { calls } }
        } }"""
    )

    shown = answer["todaysFigures"]
    assert shown["total"].pop("talkSeconds") >= 0
    assert shown["total"] == {
        "calls": 1,
        "unopened": 1,
        "secondsToClick": None,
        "wrapUpSeconds": None,
        "handlingSeconds": None,
    }
    assert shown["agents"] == [{"user": {"loginName": agent.login_name}, "figures": {"calls": 1}}]


SEND_TEST_CALL = """
    mutation ($login: String, $details: JSON) {
      sendTestCall(loginName: $login, phoneNumber: "4165550100", details: $details) {
        ... on SentTestCall { callId isNew } ... on Refusal { code }
      }
    }
"""


async def test_an_administrator_sends_a_test_call(app_client: AsyncClient, app_site: Site) -> None:
    manager, agent = (
        await a_user(app_site, privileges=[Privilege.CALL_MANAGEMENT]),
        await a_user(app_site),
    )
    tool = await a_tool(app_client, app_site, manager)
    own = await a_tool(app_client, app_site, agent)

    sent = (await tool.ask(SEND_TEST_CALL, login=agent.login_name))["sendTestCall"]
    wrong = await tool.ask(SEND_TEST_CALL, login=agent.login_name, details=["a"])
    refused = await own.ask(SEND_TEST_CALL)
    seen = await own.ask(
        "query ($id: ID!) { inboundCall(id: $id) { isTest source } }", id=sent["callId"]
    )

    assert sent["isNew"]
    assert wrong["sendTestCall"] == {"code": "INVALID_VALUE"}
    assert refused["sendTestCall"] == {"code": "NOT_PERMITTED"}
    assert seen["inboundCall"] == {"isTest": True, "source": None}
