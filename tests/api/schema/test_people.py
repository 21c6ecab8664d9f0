"""Who asks, and what a user chooses."""

import asyncio

from httpx import AsyncClient

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import ME, OPEN, a_page, a_tool, connect
from tests.builders import a_user


async def test_me_is_the_user_who_asks_with_the_privileges_in_order(
    app_client: AsyncClient, app_site: Site
) -> None:
    user = await a_user(
        app_site, "Sam", privileges=[Privilege.CALL_USER, Privilege.ADMIN], team="North"
    )
    tool = await a_tool(app_client, app_site, user)

    answer = await tool.ask(ME)

    assert answer["me"] == {
        "id": str(user.user_id),
        "loginName": "Sam",
        "fullName": "Sam",
        "privileges": ["gAdmin", "gCallUser"],
    }


async def test_introspection_is_open_to_everybody_who_is_signed_in(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site, privileges=[]))

    answer = await tool.ask("{ __schema { queryType { name } } }")

    assert answer["__schema"]["queryType"]["name"] == "Query"


async def test_a_user_chooses_that_calls_open_by_themselves_and_two_pages_open_one_workspace(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    pages = [await a_page(app_client, app_site, agent) for _ in range(2)]
    choose = """
        mutation { setOpensAutomatically(value: true) { ... on Me { opensAutomatically } } }
    """
    state = """
        query ($login: String!) {
          userCallState(loginName: $login) { opensAutomatically waitingCalls { id } }
        }
    """

    chosen = await pages[0].ask(choose)
    idle = await pages[1].ask(state, login=agent.login_name)
    call_id = await connect(app_site, agent)
    waiting = await pages[1].ask(state, login=agent.login_name)
    opened = await asyncio.gather(*(page.ask(OPEN, id=call_id) for page in pages))
    after = await pages[1].ask(state, login=agent.login_name)

    assert chosen["setOpensAutomatically"] == {"opensAutomatically": True}
    assert idle["userCallState"] == {"opensAutomatically": False, "waitingCalls": []}
    assert waiting["userCallState"] == {
        "opensAutomatically": True,
        "waitingCalls": [{"id": call_id}],
    }
    assert opened[0] == opened[1]
    assert after == idle
