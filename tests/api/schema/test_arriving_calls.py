"""What a tool follows that wants every call: where it left off, and what arrives."""

from models.site import Site
from tests.api.asking import a_token, connect
from tests.api.sockets import tool_socket
from tests.builders import a_user

ARRIVING = """
    subscription ($after: String) { inboundCalls(after: $after) { cursor node { id phoneNumber } } }
"""


async def test_a_tool_that_was_away_is_sent_what_it_missed_and_then_what_arrives(
    served: str, app_site: Site
) -> None:
    ann = await a_user(app_site, "ann")
    token = await a_token(app_site, ann)
    async with tool_socket(served, token) as socket:
        await socket.subscribe(ARRIVING)
        begun = (await socket.next())["data"]["inboundCalls"]
        seen = await connect(app_site, ann, "4165550101")
        first = (await socket.next())["data"]["inboundCalls"]
    missed = await connect(app_site, ann, "4165550102")

    async with tool_socket(served, token) as socket:
        await socket.subscribe(ARRIVING, after=first["cursor"])
        items = [(await socket.next())["data"]["inboundCalls"] for _ in range(2)]
        live = await connect(app_site, ann, "4165550103")
        items.append((await socket.next())["data"]["inboundCalls"])

    assert (begun["node"], first["node"]["id"]) == (None, seen)
    assert items[0] == {"cursor": first["cursor"], "node": None}
    assert [item["node"]["id"] for item in items[1:]] == [missed, live]


async def test_a_cursor_that_is_no_cursor_is_refused(served: str, app_site: Site) -> None:
    ann = await a_user(app_site, "ann")

    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        await socket.subscribe(ARRIVING, after="yesterday")

        assert await socket.refusal() == "INVALID_VALUE"
