"""Rule 6 over HTTP: the Idempotency-Key header."""

from typing import Any

import httpx
from litestar import Litestar

from models.calls.tables import MessageTrace
from models.people.tables import User
from models.people.users import login_key
from tests.builders import a_source, a_user, an_rpc
from tests.running import RPC_PATH

CONNECT = an_rpc("user101", "CONNECTED", "4165550100")
OTHER = an_rpc("user101", "CONNECTED", "4165550199")


async def post(
    client: httpx.AsyncClient, body: Any, auth: httpx.BasicAuth, *, key: str = "k1"
) -> Any:
    answer = await client.post(RPC_PATH, json=body, auth=auth, headers={"Idempotency-Key": key})
    return answer.json()


async def outcomes() -> list[str]:
    rows = await MessageTrace.select().order_by(MessageTrace.id)
    return [row["effect"] or row["code"] for row in rows]


async def test_a_conflict_is_traced_once(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    await a_user(app.state.site, "user101")
    await post(app_client, CONNECT, source_auth)

    answer = await post(app_client, OTHER, source_auth)

    assert (answer["error"]["code"], answer["error"]["data"]["code"]) == (
        -32003,
        "IDEMPOTENCY_CONFLICT",
    )
    assert await outcomes() == ["STARTED", "IDEMPOTENCY_CONFLICT"]


async def test_a_repeat_gets_the_first_answer_with_its_own_id(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    await a_user(app.state.site, "user101")
    await post(app_client, CONNECT, source_auth)

    answer = await post(app_client, {**CONNECT, "id": "other"}, source_auth)

    assert answer == {"jsonrpc": "2.0", "result": None, "id": "other"}
    assert await outcomes() == ["STARTED", "REPEATED"]


async def test_a_repeat_gets_the_first_answer_even_when_the_user_has_been_disabled_since(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    site = app.state.site
    await a_user(site, "user101")
    await post(app_client, CONNECT, source_auth)

    async def disable() -> None:
        await User.update({User.is_enabled: False}).where(User.login_key == login_key("user101"))

    await site.writer.run(disable)

    assert (await post(app_client, CONNECT, source_auth))["result"] is None
    assert (await post(app_client, CONNECT, source_auth, key="k2"))["error"]["code"] == -32001


async def test_a_refusal_is_judged_anew(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    before = await post(app_client, CONNECT, source_auth)
    await a_user(app.state.site, "user101")

    after = await post(app_client, CONNECT, source_auth)

    assert before["error"]["code"] == -32001
    assert after["result"] is None


async def test_the_same_key_of_another_source_is_another_key(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    await a_user(app.state.site, "user101")
    await post(app_client, CONNECT, source_auth)

    answer = await post(app_client, OTHER, await a_source(app.state.site, "other"))

    assert answer["result"] is None
    assert await outcomes() == ["STARTED", "STARTED"]


async def test_in_a_batch_the_key_counts_with_the_position(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    await a_user(app.state.site, "user101")
    disconnect = an_rpc("user101", "DISCONNECTED", id=2)
    await post(app_client, [CONNECT, disconnect], source_auth)

    again = await post(app_client, [CONNECT, disconnect], source_auth)
    swapped = await post(app_client, [disconnect, CONNECT], source_auth)

    assert [each["result"] for each in again] == [None, None]
    assert [each["error"]["code"] for each in swapped] == [-32003, -32003]
