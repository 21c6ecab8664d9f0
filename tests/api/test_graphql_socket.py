"""graphql-transport-ws: who may subscribe, to what, and what ends a socket."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from api.graphql_socket import LONGEST_REASON
from models.people.granting import disable_user, grant_privilege, revoke_privilege
from models.people.privileges import Privilege, Viewer
from models.people.sessions import announce_end, sign_out
from models.people.tables import ApiToken, GrantedPrivilege, Session, User
from models.people.tokens import revoke_token
from models.site import Site
from tests.api.asking import BEACON, OPEN, a_session, a_token, bearer, connect, cookie
from tests.api.sockets import graphql_socket, tool_socket
from tests.builders import a_user
from tests.waiting import eventually

AT_ONCE = 5  # seconds; far less than the 30 after which an end is noticed without an announcement
WORKSPACE = """
    subscription ($workspace: ID!) { workspace(id: $workspace) { drafts { field value } } }
"""
ME_NOW = "subscription { me { privileges } }"
AGENTS_NOW = "subscription { agents { status inboundCall { id } } }"
END_NOW = "mutation ($call: ID!) { endCall(id: $call) { ... on InboundCall { endCause } } }"
OPEN_NOW = "subscription { workspaces { id } }"
SAVE = """
    mutation ($workspace: ID!) {
      saveDraft(workspace: $workspace, field: "notes", value: "typed", version: 0) { __typename }
    }
"""


@pytest.fixture
async def ann(app_site: Site) -> Viewer:
    """Add an agent of the team North."""
    return await a_user(app_site, "ann", team="North")


async def change(site: Site, statement: Any) -> None:
    """Change the database behind the server's back."""
    async with site.database.transaction():
        await statement


async def test_a_session_without_an_origin_is_not_enough(
    served: str, app_site: Site, ann: Viewer
) -> None:
    headers = cookie(await a_session(app_site, ann))

    async with graphql_socket(served, headers=headers) as socket:
        await socket.send(type="connection_init")

        assert await socket.closing_code() == 4403


@pytest.mark.parametrize(
    "params",
    [
        None,
        {},
        {"Authorization": "Bearer cba_wrong"},
        {"Authorization": 5},
        {"Authorization": ["Bearer"]},
    ],
    ids=["none", "empty", "wrong", "number", "list"],
)
async def test_a_socket_without_credentials_is_closed(
    served: str, params: dict[str, object] | None
) -> None:
    async with graphql_socket(served) as socket:
        await socket.send(type="connection_init", payload=params or {})

        assert await socket.closing_code() == 4403


async def test_while_the_database_is_down_a_client_is_told_to_come_again(
    served: str, app_site: Site, ann: Viewer
) -> None:
    token = await a_token(app_site, ann)
    await app_site.database.close()

    async with graphql_socket(served) as socket:
        await socket.send(type="connection_init", payload={"Authorization": f"Bearer {token}"})

        assert await socket.closing_code() == 1013


async def test_nothing_runs_before_the_client_has_said_who_it_is(served: str) -> None:
    async with graphql_socket(served) as socket:
        await socket.subscribe("{ me { id } }")

        assert await socket.closing_code() == 4401


@pytest.mark.parametrize("protocol", ["graphql-ws", "other"])
async def test_the_older_protocol_and_any_other_are_refused(served: str, protocol: str) -> None:
    async with graphql_socket(served, protocol=protocol) as socket:
        assert await socket.closing_code() == 4406


@pytest.mark.parametrize(
    "message",
    [
        "{",
        "null",
        "[]",
        '"connection_init"',
        "{}",
        '{"type": 5}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "id": ["1"], "payload": {"query": "{ me { id } }"}}',
        '{"type": "subscribe", "id": "1", "payload": []}',
        '{"type": "subscribe", "id": "1", "payload": {}}',
        '{"type": "start", "id": "1"}',
        "[" * 100_000,
        b"\x00",
    ],
    ids=lambda message: repr(message[:70]),
)
async def test_what_is_no_message_closes_the_socket(
    served: str, app_site: Site, ann: Viewer, message: str | bytes
) -> None:
    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        await socket.connection.send(message)

        assert await socket.closing_code() == 4400


async def test_a_document_that_cannot_be_read_closes_the_socket_whatever_its_length(
    served: str, app_site: Site, ann: Viewer
) -> None:
    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        await socket.subscribe("{ me } " + "é" * LONGEST_REASON)

        assert await socket.closing_code() == 4400


async def test_anothers_beacon_is_an_error_and_ends_only_this_operation(
    served: str, app_site: Site, ann: Viewer
) -> None:
    bob = await a_user(app_site, "bob")

    async with tool_socket(served, await a_token(app_site, bob)) as socket:
        await socket.subscribe(BEACON, id="a", login="ann")
        assert await socket.refusal("a") == "NO_SUCH_USER"
        assert await socket.receive() == {"id": "a", "type": "complete"}

        await socket.subscribe(BEACON, id="b", login="bob")
        assert (await socket.beacon("b"))["user"] == {"loginName": "bob"}


async def test_without_a_login_name_the_beacon_is_ones_own(
    served: str, app_site: Site, ann: Viewer
) -> None:
    bob = await a_user(app_site, "bob")

    async with tool_socket(served, await a_token(app_site, bob)) as socket:
        await socket.subscribe("subscription { beacon { user { loginName } isBeaconFlashing } }")
        assert (await socket.beacon())["user"] == {"loginName": "bob"}
        await connect(app_site, ann, "4165550101")
        await connect(app_site, bob, "4165550102")

        assert await socket.beacon() == {"user": {"loginName": "bob"}, "isBeaconFlashing": True}


async def test_a_supervisor_follows_two_agents_of_the_team_over_one_socket(
    served: str, app_site: Site, ann: Viewer
) -> None:
    abe = await a_user(app_site, "abe", team="North")
    boss = await a_user(app_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")

    async with tool_socket(served, await a_token(app_site, boss)) as socket:
        for login in ("ann", "abe"):
            await socket.subscribe(BEACON, id=login, login=login)
            await socket.beacon(login)
        await connect(app_site, abe, "4165550101")
        abes = await socket.beacon("abe")
        await connect(app_site, ann, "4165550102")
        anns = await socket.beacon("ann")

    assert (abes["phoneNumber"], anns["phoneNumber"]) == ("4165550101", "4165550102")


async def test_the_end_of_the_session_ends_its_sockets_at_once_and_no_others(
    served: str, app_site: Site, ann: Viewer
) -> None:
    ended, other = await a_session(app_site, ann), await a_session(app_site, ann)

    async with (
        graphql_socket(served, headers=cookie(ended), origin=served) as socket,
        graphql_socket(served, headers=cookie(other), origin=served) as others,
    ):
        await socket.begin()
        await others.begin()
        await socket.subscribe(BEACON, login="ann")
        await socket.beacon()
        await sign_out(app_site, ended)

        assert await socket.closing_code(within=AT_ONCE) == 4401
        await others.subscribe("{ me { loginName } }")
        assert (await others.next())["data"]["me"] == {"loginName": "ann"}


async def test_a_revoked_token_ends_its_sockets_at_once_even_without_an_operation(
    served: str, app_site: Site, ann: Viewer
) -> None:
    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        (token,) = await ApiToken.select(ApiToken.id)
        await revoke_token(app_site, token["id"])

        assert await socket.closing_code(within=AT_ONCE) == 4401


async def test_a_token_that_came_in_the_header_ends_its_sockets_too(
    served: str, app_site: Site, ann: Viewer
) -> None:
    headers = bearer(await a_token(app_site, ann))

    async with graphql_socket(served, headers=headers) as socket:
        await socket.begin()
        await change(app_site, User.update({User.is_enabled: False}, force=True))
        await announce_end(app_site, ann.user_id)

        assert await socket.closing_code(within=AT_ONCE) == 4401


async def test_a_token_ends_its_sockets_when_its_time_has_come(
    served: str, app_site: Site, ann: Viewer
) -> None:
    token = await a_token(app_site, ann)
    soon = app_site.now() + timedelta(seconds=0.5)
    await change(app_site, ApiToken.update({ApiToken.expires_at: soon}, force=True))

    async with tool_socket(served, token) as socket:
        await socket.subscribe(BEACON, login="ann")

        await socket.beacon()
        assert await socket.closing_code(within=0.5 + AT_ONCE) == 4401


@pytest.mark.parametrize("end", ["disable", "revoke"])
async def test_after_an_end_that_nobody_announced_nothing_more_is_told(
    served: str, app_site: Site, ann: Viewer, end: str
) -> None:
    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        await socket.subscribe(BEACON, login="ann")
        await socket.beacon()
        if end == "disable":
            await change(app_site, User.update({User.is_enabled: False}, force=True))
        else:
            revoked = ApiToken.update({ApiToken.revoked_at: app_site.now()}, force=True)
            await change(app_site, revoked)
        await socket.subscribe("{ me { id } }", id="2")

        assert await socket.refusal("2") == "NOT_SIGNED_IN"
        assert await socket.closing_code() == 4401


async def test_privileges_are_not_remembered_over_a_socket(served: str, app_site: Site) -> None:
    eve = await a_user(app_site, "eve", privileges=[])

    async with tool_socket(served, await a_token(app_site, eve)) as socket:
        await socket.subscribe(BEACON, login="eve")
        await socket.beacon()
        await connect(app_site, eve, "4165550100")
        without = await socket.beacon()
        granted = GrantedPrivilege(user=eve.user_id, privilege=Privilege.CALL_USER)
        await change(app_site, GrantedPrivilege.insert(granted))
        await connect(app_site, eve, "4165550101")
        with_it = await socket.beacon()

    assert (without["isBeaconFlashing"], with_it["isBeaconFlashing"]) == (False, True)


async def test_a_session_that_ended_sees_no_further_change(
    served: str, app_site: Site, ann: Viewer
) -> None:
    secret = await a_session(app_site, ann)

    async with graphql_socket(served, headers=cookie(secret), origin=served) as socket:
        await socket.begin()
        await socket.subscribe(BEACON, login="ann")
        await socket.beacon()
        ended = Session.update({Session.ended_at: app_site.now()}, force=True)
        await change(app_site, ended)  # and nobody is told
        await connect(app_site, ann, "4165550100")

        assert await socket.refusal() == "NOT_SIGNED_IN"
        assert await socket.closing_code() == 4401


async def test_a_supervisor_who_leaves_the_team_sees_no_further_change(
    served: str, app_site: Site, ann: Viewer
) -> None:
    boss = await a_user(app_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")
    await a_user(app_site, "sue", team="South")

    async with tool_socket(served, await a_token(app_site, boss)) as socket:
        await socket.subscribe(BEACON, login="ann")
        await socket.beacon()
        await change(
            app_site,
            User.raw(
                "UPDATE app_user SET team = (SELECT id FROM team WHERE name = {}) WHERE id = {}",
                "South",
                boss.user_id,
            ),
        )
        await connect(app_site, ann, "4165550100")

        assert await socket.refusal() == "NO_SUCH_USER"


async def test_what_one_tab_opens_and_types_reaches_the_other(
    served: str, app_site: Site, ann: Viewer
) -> None:
    call_id = await connect(app_site, ann)
    token = await a_token(app_site, ann)

    async with tool_socket(served, token) as one, tool_socket(served, token) as other:
        await other.subscribe("subscription { workspaces { id } }", id="all")
        before = (await other.next("all"))["data"]["workspaces"]
        await one.run(OPEN, id=call_id)
        (workspace,) = (await other.next("all"))["data"]["workspaces"]
        await other.subscribe(WORKSPACE, workspace=workspace["id"])
        await other.next()
        await one.run(SAVE, workspace=workspace["id"])
        shown = (await other.next())["data"]["workspace"]

    assert before == []
    assert shown == {"drafts": [{"field": "notes", "value": "typed"}]}


async def test_connections_that_end_leave_nothing_behind(
    served: str, app_site: Site, ann: Viewer
) -> None:
    token = await a_token(app_site, ann)
    tasks, topics = len(asyncio.all_tasks()), app_site.bus.topics

    async def come_and_go(number: int) -> None:
        async with tool_socket(served, token) as socket:
            await socket.subscribe(BEACON, login="ann")
            await socket.subscribe("subscription { workspaces { id } }", id="2")
            await socket.receive()
            await socket.receive()
            if number % 2:
                socket.connection.transport.abort()

    for batch in range(10):
        await asyncio.gather(*(come_and_go(20 * batch + number) for number in range(20)))

    await eventually(lambda: app_site.bus.topics == topics)
    await eventually(lambda: len(asyncio.all_tasks()) == tasks)
    await connect(app_site, ann)


async def test_who_follows_me_sees_a_privilege_come_and_go(
    served: str, app_site: Site, ann: Viewer
) -> None:
    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        await socket.subscribe(ME_NOW)
        seen = [await socket.next()]
        await grant_privilege(app_site, None, ann.user_id, Privilege.CALL_SUPERVISOR)
        seen.append(await socket.next())
        await revoke_privilege(app_site, None, ann.user_id, Privilege.CALL_USER)
        seen.append(await socket.next())

    assert [item["data"]["me"]["privileges"] for item in seen] == [
        ["gCallUser"],
        ["gCallSupervisor", "gCallUser"],
        ["gCallSupervisor"],
    ]


async def test_disabling_the_user_ends_the_socket(served: str, app_site: Site, ann: Viewer) -> None:
    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        await socket.subscribe(ME_NOW)
        await socket.next()

        await disable_user(app_site, None, ann.user_id)

        assert await socket.closing_code() == 4401


async def test_revoking_hides_the_beacon_and_the_workspaces_though_no_version_grows(
    served: str, app_site: Site, ann: Viewer
) -> None:
    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        opened = await connect(app_site, ann)
        await socket.run(OPEN, id=opened)
        await connect(app_site, ann, "4165550101")
        await socket.subscribe(BEACON, login="ann")
        flashing = await socket.beacon()
        await socket.subscribe(OPEN_NOW, id="2")
        shown = await socket.next("2")

        await revoke_privilege(app_site, None, ann.user_id, Privilege.CALL_USER)
        items = [await socket.receive(), await socket.receive()]

    after = {item["id"]: item["payload"]["data"] for item in items}
    assert flashing["isBeaconFlashing"]
    assert len(shown["data"]["workspaces"]) == 1
    assert not after["1"]["beacon"]["isBeaconFlashing"]
    assert after["1"]["beacon"]["version"] == flashing["version"]
    assert after["2"]["workspaces"] == []


async def test_a_supervisor_follows_the_team_and_ends_a_stuck_call(
    served: str, app_site: Site, ann: Viewer
) -> None:
    eve = await a_user(app_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")
    async with tool_socket(served, await a_token(app_site, eve)) as socket:
        await socket.subscribe(AGENTS_NOW)
        seen = [await socket.next()]
        call_id = await connect(app_site, ann)
        seen.append(await socket.next())
        await socket.subscribe(END_NOW, id="2", call=call_id)
        items = [await socket.receive() for _ in range(3)]

    ended = {item["id"]: item["payload"]["data"] for item in items if item["type"] == "next"}
    agents = [item["data"]["agents"][0] for item in seen] + ended["1"]["agents"]
    assert [(agent["status"], agent["inboundCall"]) for agent in agents] == [
        ("WAITING", None),
        ("ON_CALL", {"id": call_id}),
        ("WAITING", None),
    ]
    assert ended["2"]["endCall"] == {"endCause": "ENDED_BY_SUPERVISOR"}
