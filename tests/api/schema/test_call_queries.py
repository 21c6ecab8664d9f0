"""What can be asked about calls, and by whom."""

from uuid import uuid4

import pytest
from httpx import AsyncClient

from models.calls.messages import JSON
from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import OPEN, STATE, a_tool, connect, disconnect
from tests.builders import a_contact, a_user

SUPERVISOR = [Privilege.CALL_SUPERVISOR]

CALL = """
    query ($id: ID!) {
      inboundCall(id: $id) {
        id user { loginName } phoneNumber searchableAddress callReason { name } reasonIdReceived
        source endCause connectedAt clickedAt endedAt transferredFrom
        details { name label value isMasked }
        contactMatches { contact { fullName phoneNumbers } matchedBy phoneNumber isSelected }
      }
    }
"""
CALLS = """
    query ($first: Int! = 20, $after: String) {
      inboundCalls(first: $first, after: $after) {
        edges { cursor node { id user { loginName } } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
"""


async def test_the_call_state_of_a_user_without_a_call_is_empty(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, "ann")
    tool = await a_tool(app_client, app_site, agent)

    answer = await tool.ask(STATE, login="ann")

    assert answer["userCallState"] == {
        "user": {"loginName": "ann"},
        "status": "DISCONNECTED",
        "isBeaconFlashing": False,
        "hasClickedBeacon": False,
        "phoneNumber": None,
        "callReason": None,
        "details": [],
        "inboundCall": None,
        "waitingCalls": [],
        "version": 0,
    }


async def test_the_call_state_of_a_connected_user_tells_everything_about_the_call(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, "ann")
    tool = await a_tool(app_client, app_site, agent)
    call_id = await connect(
        app_site, agent, "4165550100", reason_id="nobody-knows", details={"language": "fr"}
    )

    state = (await tool.ask(STATE, login="ann"))["userCallState"]

    assert state["status"] == "CONNECTED"
    assert state["isBeaconFlashing"] is True
    assert state["phoneNumber"] == "4165550100"
    assert state["callReason"]["name"] == "General Inquiry"
    assert state["details"] == [
        {"name": "language", "label": "language", "value": "fr", "isMasked": False}
    ]
    assert state["inboundCall"] == {"id": call_id}
    assert state["waitingCalls"] == [{"id": call_id}]
    assert state["version"] == 1


@pytest.mark.parametrize("login", ["ANN", "Ann", " ann "])
async def test_login_names_are_matched_without_regard_to_case(
    app_client: AsyncClient, app_site: Site, login: str
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site, "ann"))

    answer = await tool.ask(STATE, login=login)

    assert answer["userCallState"]["user"]["loginName"] == "ann"


@pytest.mark.parametrize(
    ("team", "privileges", "may_see"),
    [
        ("North", SUPERVISOR, True),
        (None, SUPERVISOR, True),
        ("South", SUPERVISOR, False),
        ("North", [Privilege.CALL_USER], False),
        (None, [Privilege.ADMIN, Privilege.CALL_MANAGEMENT, Privilege.CALL_USER], False),
    ],
    ids=["own team", "no team", "other team", "colleague", "administrator"],
)
async def test_only_supervisors_see_the_calls_of_others_those_of_their_team(
    app_client: AsyncClient,
    app_site: Site,
    team: str | None,
    privileges: list[Privilege],
    may_see: bool,
) -> None:
    agent = await a_user(app_site, "ann", team="North")
    call_id = await connect(app_site, agent)
    other = await a_user(app_site, "bob", team=team, privileges=privileges)
    tool = await a_tool(app_client, app_site, other)

    call = (await tool.ask(CALL, id=call_id))["inboundCall"]
    calls = (await tool.ask(CALLS))["inboundCalls"]["edges"]
    state = await tool.post(STATE, login="ann")

    assert (call is not None, len(calls) == 1, "errors" not in state.json()) == (may_see,) * 3


@pytest.mark.parametrize(
    "login", ["nobody", "", "hidden", "a\x00nn", "\ud83d", "ann" * 200], ids=ascii
)
async def test_a_user_who_may_not_be_seen_is_no_user(
    app_client: AsyncClient, app_site: Site, login: str
) -> None:
    await a_user(app_site, "hidden")
    tool = await a_tool(app_client, app_site, await a_user(app_site, "ann"))

    code = await tool.refusal(STATE, login=login)

    assert code == "NO_SUCH_USER"


async def test_a_call_shows_what_the_ledger_and_the_contacts_know(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, "ann")
    await a_contact(app_site, "+1 416 555 0100", first_name="Maria")
    tool = await a_tool(app_client, app_site, agent)
    call_id = await connect(app_site, agent, "(416) 555-0100", reason_id="sales")

    call = (await tool.ask(CALL, id=call_id))["inboundCall"]

    assert call["user"] == {"loginName": "ann"}
    assert call["phoneNumber"] == "(416) 555-0100"
    assert call["searchableAddress"] == "+14165550100"
    assert call["reasonIdReceived"] == "sales"
    assert call["source"].startswith("pbx")
    assert call["connectedAt"].endswith("+00:00")
    assert call["endCause"] is None
    assert call["contactMatches"] == [
        {
            "contact": {"fullName": "Maria Silva", "phoneNumbers": ["+1 416 555 0100"]},
            "matchedBy": "EXACT_NUMBER",
            "phoneNumber": "+1 416 555 0100",
            "isSelected": True,
        }
    ]


async def test_of_several_contacts_with_the_number_none_is_selected(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    await a_contact(app_site, "4165550100", first_name="Maria")
    await a_contact(app_site, "4165550100", first_name="Ana")
    tool = await a_tool(app_client, app_site, agent)
    call_id = await connect(app_site, agent, "4165550100")

    matches = (await tool.ask(CALL, id=call_id))["inboundCall"]["contactMatches"]

    assert {match["contact"]["fullName"] for match in matches} == {"Maria Silva", "Ana Silva"}
    assert [match["isSelected"] for match in matches] == [False, False]


async def test_declared_details_come_first_masked_ones_without_their_value(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    details: dict[str, JSON] = {
        "z": [1, None],
        "b": True,
        "line_dialled": "1800",
        "account_number": "12345678",
    }
    call_id = await connect(app_site, agent, details=details)

    answer = await tool.post(CALL, id=call_id)

    shown = answer.json()["data"]["inboundCall"]["details"]
    assert [(d["name"], d["label"], d["value"], d["isMasked"]) for d in shown] == [
        ("account_number", "Account number", "••••", True),
        ("line_dialled", "Line dialled", "1800", False),
        ("b", "b", "yes", False),
        ("z", "z", "[1, null]", False),
    ]
    assert "12345678" not in answer.text


async def test_an_ended_call_stays_in_the_ledger(app_client: AsyncClient, app_site: Site) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    call_id = await connect(app_site, agent)
    await disconnect(app_site, agent)

    call = (await tool.ask(CALL, id=call_id))["inboundCall"]

    assert (call["endCause"], call["phoneNumber"]) == ("DISCONNECTED", "4165550100")
    assert call["endedAt"] is not None


@pytest.mark.parametrize("id", [str(uuid4()), "", "1", "\x00", "é" * 1000], ids=range(5))
async def test_a_call_that_is_not_there_is_null(
    app_client: AsyncClient, app_site: Site, id: str
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    answer = await tool.ask(CALL, id=id)

    assert answer["inboundCall"] is None


async def test_pages_of_calls_are_newest_first_and_stay_put_while_calls_arrive(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    ids = [await connect(app_site, agent, f"416555010{n}") for n in range(5)]

    first = (await tool.ask(CALLS, first=2))["inboundCalls"]
    await connect(app_site, agent, "4165550199")
    second = (await tool.ask(CALLS, first=2, after=first["pageInfo"]["endCursor"]))["inboundCalls"]
    third = (await tool.ask(CALLS, first=2, after=second["pageInfo"]["endCursor"]))["inboundCalls"]

    pages = [[edge["node"]["id"] for edge in page["edges"]] for page in (first, second, third)]
    assert pages == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]
    more = [page["pageInfo"]["hasNextPage"] for page in (first, second, third)]
    assert more == [True, True, False]
    assert first["pageInfo"]["startCursor"] == first["edges"][0]["cursor"]


async def test_a_page_of_nothing_has_no_cursors(app_client: AsyncClient, app_site: Site) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    await connect(app_site, agent)

    page = (await tool.ask(CALLS, first=0))["inboundCalls"]

    assert page == {
        "edges": [],
        "pageInfo": {
            "hasNextPage": True,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
    }


@pytest.mark.parametrize(
    ("variables", "name"),
    [({"first": 101}, "first"), ({"first": -1}, "first"), ({"after": "page 2"}, "after")],
    ids=["too many", "negative", "no cursor of ours"],
)
async def test_a_page_that_cannot_be_is_refused_by_name(
    app_client: AsyncClient, app_site: Site, variables: dict[str, object], name: str
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    (error,) = (await tool.post(CALLS, **variables)).json()["errors"]

    assert (error["extensions"]["code"], error["extensions"]["name"]) == ("INVALID_VALUE", name)


async def test_an_agents_calls_are_the_own_ones(app_client: AsyncClient, app_site: Site) -> None:
    ann, bob = await a_user(app_site, "ann"), await a_user(app_site, "bob")
    await connect(app_site, ann)
    await connect(app_site, bob)
    tool = await a_tool(app_client, app_site, ann)

    edges = (await tool.ask(CALLS))["inboundCalls"]["edges"]

    assert [edge["node"]["user"]["loginName"] for edge in edges] == ["ann"]


async def test_a_user_without_call_user_has_a_state_and_no_beacon(
    app_client: AsyncClient, app_site: Site
) -> None:
    user = await a_user(app_site, "ann", privileges=[])
    tool = await a_tool(app_client, app_site, user)
    call_id = await connect(app_site, user)

    state = (await tool.ask(STATE, login="ann"))["userCallState"]
    opened = (await tool.ask(OPEN, id=call_id))["openInboundCall"]

    assert (state["status"], state["isBeaconFlashing"]) == ("CONNECTED", False)
    assert opened["code"] == "NOT_A_CALL_USER"
