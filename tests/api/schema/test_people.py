"""Who asks."""

from httpx import AsyncClient

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import ME, a_tool
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
