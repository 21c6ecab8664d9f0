"""The socket of a page: who may open it, what it takes, and how it ends."""

import contextlib
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from tests.ui.site import ToySite, toy_site
from tests.waiting import eventually
from ui.admission import PLACES
from ui.assets import asset
from ui.mount import LARGEST_MESSAGE, MESSAGES_PER_SECOND


@pytest.fixture
async def site() -> AsyncIterator[ToySite]:
    async with toy_site() as running:
        yield running


def opened(site: ToySite, *, origin: str | None = "own", component: str = "desk") -> connect:
    return connect(
        f"ws://127.0.0.1:{site.port}/reactpy/{component}/?path=%2F",
        origin=site.origin if origin == "own" else origin,  # type: ignore[arg-type]  # a NewType
        proxy=None,
    )


async def close_code(socket: ClientConnection) -> int | None:
    with contextlib.suppress(ConnectionClosedError):
        async for _ in socket:
            pass
    return socket.close_code


def click(target: str, **more: Any) -> str:
    return json.dumps({"type": "layout-event", "target": target, "data": [{"target": {}}], **more})


async def test_the_first_message_is_the_whole_page(site: ToySite) -> None:
    async with opened(site) as socket:
        update = json.loads(await socket.recv())

    assert update["type"] == "layout-update"
    assert update["path"] == ""


async def test_a_page_behind_others_is_told_so_and_answered_until_it_is_its_turn(
    site: ToySite,
) -> None:
    async with AsyncExitStack() as others:
        for _ in range(PLACES):
            await others.enter_async_context(site.admission.turn())
        async with opened(site) as socket:
            told = json.loads(await socket.recv())
            await socket.send("ping")
            answer = await socket.recv()
            await others.aclose()
            update = json.loads(await socket.recv())

    assert (told["type"], answer) == ("wait-your-turn", "pong")
    assert update["type"] == "layout-update"


async def test_a_page_that_is_merely_slow_is_told_nothing_before_it_is_there(site: ToySite) -> None:
    async with opened(site, component="slow") as socket:
        first = json.loads(await socket.recv())

    assert first["type"] == "layout-update"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", None])
async def test_another_origin_or_none_is_refused_before_the_socket_opens(
    site: ToySite, origin: str | None
) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        await opened(site, origin=origin)

    assert refusal.value.response.status_code == 403


async def test_an_unknown_page_is_refused(site: ToySite) -> None:
    with pytest.raises(InvalidStatus):
        await opened(site, component="os.system")


async def test_who_is_not_signed_in_is_told_so_by_the_close_code(site: ToySite) -> None:
    site.is_signed_in = False

    async with opened(site) as socket:
        assert await close_code(socket) == 4401


async def test_the_end_of_the_session_closes_its_pages(site: ToySite) -> None:
    async with opened(site) as socket:
        await socket.recv()

        site.signed_out.set()

        assert await close_code(socket) == 4401
    await eventually(lambda: site.pages_open == 0)


async def test_a_page_that_breaks_is_closed_and_not_left_dead(
    site: ToySite, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(site, component="unsendable") as socket:
        assert await close_code(socket) == 1011

    assert "An open page broke" in caplog.text


async def test_a_page_that_asks_whether_the_server_is_there_is_answered(site: ToySite) -> None:
    async with opened(site) as socket:
        await socket.recv()

        await socket.send("ping")

        assert await socket.recv() == "pong"


async def test_an_early_question_is_answered_too(site: ToySite) -> None:
    async with opened(site) as socket:
        await socket.send("ping")

        assert "pong" in [await socket.recv(), await socket.recv()]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("not json", 1008),
        ('{"type": "other"}', 1008),
        ('{"type": "layout-event", "target": 1, "data": []}', 1008),
        ('{"type": "layout-event", "target": "a", "data": []}', 1008),
        ('{"type": "layout-event", "target": "a", "data": [{}]}', 1008),
        ('{"type": "layout-event", "target": "a", "data": [{"target": []}]}', 1008),
        (
            '{"type": "layout-event", "target": "a", "data": [{"target": {"fields": {"a": []}}}]}',
            1008,
        ),
        (click("x" * LARGEST_MESSAGE), 1009),
    ],
    ids=[
        *("no JSON", "another type", "no text for a target", "no event", "an event of nothing"),
        *("an event of no element", "a field without a text", "too large"),
    ],
)
async def test_what_is_no_event_closes_the_page(site: ToySite, message: str, code: int) -> None:
    async with opened(site) as socket:
        await socket.send(message)

        assert await close_code(socket) == code
    await eventually(lambda: site.pages_open == 0)


async def test_a_page_that_sends_too_much_is_slowed_down_and_loses_nothing(
    site: ToySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.mount.LARGEST_BURST", 5.0)
    async with opened(site) as socket:
        page = json.loads(await socket.recv())
        button = page["model"]["children"][0]["children"][0]
        while button["tagName"] != "main":
            button = button["children"][0]
        target = button["children"][1]["eventHandlers"]["onClick"]["target"]

        began = time.monotonic()
        for _ in range(20):
            await socket.send(click(target))

        while ">20<" not in (text := str(await socket.recv())) and '"20"' not in text:
            pass
        assert time.monotonic() - began > (20 - 5) / MESSAGES_PER_SECOND - 0.05


async def test_a_browser_that_vanishes_leaves_nothing_behind_and_is_no_error(
    site: ToySite, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(20):
        async with opened(site) as socket:
            await socket.recv()
            socket.transport.abort()

    await eventually(lambda: site.pages_open == 0)
    assert caplog.records == []


async def test_a_page_has_a_strict_policy_and_no_inline_script(site: ToySite) -> None:
    async with httpx.AsyncClient(base_url=site.origin, trust_env=False) as client:
        answer = await client.get("/")

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    scripts = re.findall("<script[^>]*>[^<]*", answer.text)
    assert scripts
    assert all(re.fullmatch(r'<script (type="module" )?src="/static/[^"]*">', s) for s in scripts)


@pytest.mark.parametrize("name", ["boot.js", "slim.js", "reactpy/index.js"])
async def test_a_file_is_kept_for_a_year_under_its_own_address_only(
    site: ToySite, name: str
) -> None:
    async with httpx.AsyncClient(base_url=site.origin, trust_env=False) as client:
        lasting = await client.get(asset(name))
        plain = await client.get(f"/static/{name}")
        other_release = await client.get(f"/static/{'0' * 16}/{name}")

    assert "immutable" in lasting.headers["cache-control"]
    assert plain.headers["cache-control"] == other_release.headers["cache-control"] == "no-cache"
    assert lasting.content == plain.content == other_release.content
    assert lasting.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("path", ["nothing.js", "../mount.py", "%2e%2e/mount.py", "reactpy/"])
async def test_nothing_else_is_served(site: ToySite, path: str) -> None:
    async with httpx.AsyncClient(base_url=site.origin, trust_env=False) as client:
        answer = await client.get(f"/static/{path}")

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["nothing.js", "%2e%2e/%2e%2e/etc/passwd", ""])
async def test_no_file_but_a_components_module_is_served(site: ToySite, path: str) -> None:
    async with httpx.AsyncClient(base_url=site.origin, trust_env=False) as client:
        module = await client.get("/reactpy/modules/reactpy-router.js")
        answer = await client.get(f"/reactpy/modules/{path}")

    assert module.status_code == 200
    assert answer.status_code == 404
