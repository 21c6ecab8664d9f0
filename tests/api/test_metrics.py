"""What Prometheus reads, and who may read it."""

import asyncio
import os
import time
from contextlib import aclosing
from pathlib import Path

import httpx
import msgspec
import pytest
from httpx import AsyncClient
from litestar import Litestar
from msgspec.structs import replace
from prometheus_client.parser import text_string_to_metric_families

from api.metrics import own_figures, share_figures
from models.calls.feed import follow_state
from models.metrics import SECONDS, Histogram, Snapshot, add_up
from models.site import Site
from tests.builders import a_user, an_rpc
from tests.running import RPC_PATH
from tests.waiting import eventually


async def figures_of(client: AsyncClient, url: str = "/metrics") -> dict[str, float]:
    """Read the figures, by name and labels."""
    answer = await client.get(url)
    assert answer.status_code == 200
    return {
        f"{each.name}{''.join(f',{value}' for value in each.labels.values())}": each.value
        for family in text_string_to_metric_families(answer.text)
        for each in family.samples
    }


async def test_messages_are_counted_by_what_became_of_them(
    app_client: AsyncClient, app_site: Site, source_auth: httpx.BasicAuth
) -> None:
    await a_user(app_site, "ann")

    for params in (("ann", "CONNECTED", "1"), ("ann", "CONNECTED", "1"), ("nobody", "CONNECTED")):
        await app_client.post(RPC_PATH, json=an_rpc(*params), auth=source_auth)
    await app_client.post(RPC_PATH, json=an_rpc("ann", "GONE"), auth=source_auth)
    figures = await figures_of(app_client)

    outcomes = {name: value for name, value in figures.items() if "messages_total" in name}
    assert outcomes == {
        "callbeacon_messages_total,STARTED": 1,
        "callbeacon_messages_total,REPEATED": 1,
        "callbeacon_messages_total,NO_SUCH_USER": 1,
        "callbeacon_messages_total,INVALID_VALUE": 1,
    }
    assert figures["callbeacon_batch_messages_count"] == 3
    assert figures["callbeacon_commit_seconds_sum"] > 0
    assert (figures["callbeacon_queue_depth"], figures["callbeacon_bus_up"]) == (0, 1)
    assert figures["callbeacon_reconciler_repairs_total"] == 0


async def test_the_way_to_the_page_is_timed_for_those_who_were_there_when_the_call_came(
    app_client: AsyncClient, app_site: Site, source_auth: httpx.BasicAuth
) -> None:
    ann = await a_user(app_site, "ann")

    async with aclosing(follow_state(app_site, ann.user_id)) as there:
        await anext(there)
        await app_client.post(RPC_PATH, json=an_rpc("ann", "CONNECTED", "1"), auth=source_auth)
        flashing = await anext(there)
        async with aclosing(follow_state(app_site, ann.user_id)) as late:
            await anext(late)
    assert flashing.call_id is not None
    app_site.tracer.shown(flashing.call_id, app_site.now())
    figures = await figures_of(app_client)

    assert figures["callbeacon_beacon_seconds_count,delivered"] == 1
    assert figures["callbeacon_beacon_seconds_count,shown"] == 1


async def test_without_its_bus_the_figures_say_so(app_client: AsyncClient, app_site: Site) -> None:
    await app_site.bus.disconnect()

    assert (await figures_of(app_client))["callbeacon_bus_up"] == 0


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.1", {}, 403),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 403),
    ],
)
async def test_only_configured_networks_may_read_the_figures(
    app: Litestar, address: str, headers: dict[str, str], status: int
) -> None:
    transport = httpx.ASGITransport(app=app, client=(address, 50000))  # type: ignore[arg-type]  # Litestar's own ASGI types

    async with AsyncClient(transport=transport, base_url="http://callbeacon.test") as client:
        answer = await client.get("/metrics", headers=headers)

    assert answer.status_code == status


async def test_the_figures_of_several_workers_are_added_up(app: Litestar) -> None:
    one = msgspec.structs.replace(own_figures(app), queue_depth=0)
    another = msgspec.structs.replace(
        one,
        messages={"STARTED": 2},
        queue_depth=3,
        commit_seconds=Histogram(SECONDS, [1] * (len(SECONDS) + 1), 9.0),
    )
    copied = msgspec.json.decode(msgspec.json.encode(another), type=Snapshot)

    total = add_up([another, one, copied])

    assert (total.messages, total.queue_depth) == ({"STARTED": 4}, 6)
    assert (total.commit_seconds.counts[0], total.commit_seconds.total) == (2, 18.0)
    assert another.commit_seconds.total == 9.0


@pytest.mark.parametrize(("seconds", "waiting"), [(0, 3), (60, 0)])
async def test_what_other_workers_counted_counts_and_what_waits_in_them_while_they_live(
    app: Litestar, app_client: AsyncClient, tmp_path: Path, seconds: int, waiting: int
) -> None:
    app.state.web = replace(app.state.web, metrics_dir=tmp_path)
    other = msgspec.structs.replace(
        own_figures(app), messages={"STARTED": 2}, queue_depth=0, sockets=3
    )
    file = tmp_path / "another.json"
    file.write_bytes(msgspec.json.encode(other))
    os.utime(file, (time.time() - seconds,) * 2)

    figures = await figures_of(app_client)

    assert figures["callbeacon_messages_total,STARTED"] == 2
    assert figures["callbeacon_sockets"] == waiting


async def test_a_worker_shares_its_figures(app: Litestar, tmp_path: Path) -> None:
    sharing = asyncio.create_task(share_figures(app, tmp_path))
    file = tmp_path / f"{os.getpid()}.json"

    await eventually(lambda: os.path.exists(file))
    sharing.cancel()

    figures = msgspec.json.decode(file.read_bytes(), type=Snapshot)  # a moment
    assert figures.processes_without_bus == 0
