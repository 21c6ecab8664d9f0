"""What a supervisor's tool follows about the agents, and what ends it."""

from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any

from models.people.granting import disable_user
from models.people.privileges import Privilege
from models.people.tables import ApiToken
from models.people.tokens import add_token, revoke_token
from models.site import Site
from tests.api.asking import a_token, connect
from tests.api.sockets import tool_socket
from tests.builders import a_user
from tests.statements import statements

STATES = """
    subscription {
      userCallStates {
        isAll
        states { user { loginName } team status since inboundCall { id } runsTooLongFrom }
      }
    }
"""


async def test_a_tool_is_sent_all_states_and_then_the_one_that_changed(
    served: str, app_site: Site
) -> None:
    boss = await a_user(app_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")
    ann = await a_user(app_site, "ann", team="North")
    await a_user(app_site, "abe", team="North")

    async with tool_socket(served, await a_token(app_site, boss)) as socket:
        await socket.subscribe(STATES)
        first = (await socket.next())["data"]["userCallStates"]
        call_id = await connect(app_site, ann)
        then = (await socket.next())["data"]["userCallStates"]

    assert [each["user"]["loginName"] for each in first["states"]] == ["abe", "ann"]
    (talking,) = then["states"]
    assert (first["isAll"], then["isAll"]) == (True, False)
    assert (talking["status"], talking["inboundCall"]) == ("ON_CALL", {"id": call_id})
    began, too_long = (datetime.fromisoformat(talking[n]) for n in ("since", "runsTooLongFrom"))
    assert too_long - began == timedelta(hours=app_site.settings.current.long_call_hours)


async def test_a_token_without_the_scope_follows_nobody(served: str, app_site: Site) -> None:
    both = [Privilege.CALL_USER, Privilege.CALL_SUPERVISOR]
    boss = await a_user(app_site, privileges=both)
    token = await add_token(app_site, boss.login_name, name="tool", scopes=["gCallUser"])

    async with tool_socket(served, token) as socket:
        await socket.subscribe(STATES)

        assert await socket.refusal() == "NOT_PERMITTED"


async def test_a_revoked_token_ends_what_it_follows(served: str, app_site: Site) -> None:
    boss = await a_user(app_site, privileges=[Privilege.CALL_SUPERVISOR])

    async with tool_socket(served, await a_token(app_site, boss)) as socket:
        await socket.subscribe(STATES)
        await socket.next()
        (token,) = await ApiToken.select(ApiToken.id)
        await revoke_token(app_site, token["id"])

        assert await socket.closing_code() == 4401


async def test_a_disabled_user_follows_nobody_any_more(served: str, app_site: Site) -> None:
    boss = await a_user(app_site, privileges=[Privilege.CALL_SUPERVISOR])

    async with tool_socket(served, await a_token(app_site, boss)) as socket:
        await socket.subscribe(STATES)
        await socket.next()
        await disable_user(app_site, None, boss.user_id)

        assert await socket.closing_code() == 4401


async def test_one_change_is_read_once_and_sent_once_to_each_supervisor_of_the_team(
    served: str, app_site: Site
) -> None:
    teams = ("North", "North", "South")
    bosses = [
        await a_user(app_site, privileges=[Privilege.CALL_SUPERVISOR], team=team) for team in teams
    ]
    agents = [
        await a_user(app_site, name, team=team)
        for name, team in (("ann", "North"), ("sue", "South"))
    ]

    async with AsyncExitStack() as stack:
        reads = await stack.enter_async_context(statements(app_site, "running_since"))
        sockets = [
            await stack.enter_async_context(tool_socket(served, await a_token(app_site, boss)))
            for boss in bosses
        ]
        for socket in sockets:
            await socket.subscribe(STATES)
            await socket.next()
        # Who was told nothing yet reads once more, lest the first was lost: it should have been done before.
        await app_site.reconciler.reconcile(app_site)
        for agent, theirs in ((agents[0], sockets[:2]), (agents[1], sockets[2:])):
            await connect(app_site, agent)
            for socket in theirs:
                await socket.next()
        before = len(reads)
        await connect(app_site, agents[0], "4165550101")
        northern = [await socket.next() for socket in sockets[:2]]
        spent = len(reads) - before
        # Had any socket been sent more, that would come first now.
        await connect(app_site, agents[1], "4165550101")
        southern = await sockets[2].next()
        for socket in sockets[:2]:
            await socket.send(type="ping")
            assert await socket.receive() == {"type": "pong"}

    def told(item: dict[str, Any]) -> list[str]:
        return [each["user"]["loginName"] for each in item["data"]["userCallStates"]["states"]]

    assert [told(item) for item in (*northern, southern)] == [["ann"], ["ann"], ["sue"]]
    assert spent == 1
