"""What one connection may take, and what is left of a client that vanishes."""

import asyncio

from litestar import Litestar

from api.graphql_socket import MOST_OPERATIONS
from models.site import Site
from tests.api.asking import BEACON, a_token
from tests.api.sockets import tool_socket
from tests.builders import a_user
from tests.cable import Cable
from tests.serving import serving
from tests.waiting import eventually

GONE_WITHIN = 30  # seconds


async def test_one_operation_too_many_is_refused_and_the_others_go_on(
    served: str, app_site: Site
) -> None:
    ann = await a_user(app_site, "ann")

    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        for number in range(MOST_OPERATIONS):
            await socket.subscribe(BEACON, id=str(number), login="ann")
        begun = [(await socket.receive())["type"] for _ in range(MOST_OPERATIONS)]
        await socket.subscribe(BEACON, id="more", login="ann")
        refused = await socket.receive()
        await socket.send(type="complete", id="0")
        await socket.subscribe(BEACON, id="again", login="ann")

        assert begun == ["next"] * MOST_OPERATIONS
        assert (refused["id"], refused["type"]) == ("more", "error")
        assert refused["payload"][0]["extensions"]["code"] == "TOO_MANY_OPERATIONS"
        assert (await socket.beacon("again"))["user"] == {"loginName": "ann"}


async def test_what_a_vanished_client_followed_is_let_go_within_thirty_seconds(
    app: Litestar, app_site: Site
) -> None:
    ann = await a_user(app_site, "ann")
    token = await a_token(app_site, ann)
    before = app_site.bus.topics

    async with serving(app) as port:
        cable = Cable(port)
        await cable.plug_in()
        async with tool_socket(cable.origin, token) as socket:
            await socket.subscribe(BEACON, login="ann")
            await socket.beacon()
            cable.swallow()

            async with asyncio.timeout(GONE_WITHIN):
                await eventually(lambda: app_site.bus.topics == before, within=GONE_WITHIN)
            await cable.remove()
