"""``/metrics``: the figures of ``models/metrics.py`` as Prometheus reads them, for configured networks only.

Of several worker processes any may be asked. Each writes its figures into a directory that they share, and whoever is
asked adds them up; those of the others are at most ``EVERY`` seconds old.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import time
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, get

from api.auth import client_address, header, web_settings_of
from api.headers import no_store
from models.metrics import Histogram, Snapshot, add_up, snapshot, without_gauges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from litestar import Litestar
    from litestar.types import Scope
    from prometheus_client.core import Metric

EVERY = 1.0
ENDED_AFTER = 10.0  # seconds without news


@get("/metrics", middleware=[no_store])
async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Write the figures out; 403 for whoever asks from elsewhere."""
    if not _may_ask(request.scope):
        return Response(b"", status_code=403)
    # Imported late: it takes as long as a sixth of a start, and many sites never ask.
    from prometheus_client.exposition import (  # noqa: PLC0415
        CONTENT_TYPE_LATEST,
        generate_latest,
    )

    figures = await asyncio.to_thread(_of_all_workers, request.app)
    return Response(generate_latest(_Collector(figures)), media_type=CONTENT_TYPE_LATEST)


def _may_ask(scope: Scope) -> bool:
    """Tell whether it is one of the configured networks that asks; through an unknown proxy anybody might."""
    client = scope.get("client")
    address = client_address(scope)
    if header(scope, b"x-forwarded-for") and client and address == client[0]:
        return False
    try:
        asks = ipaddress.ip_address(address)
    except ValueError:
        return False
    asks = getattr(asks, "ipv4_mapped", None) or asks
    return any(asks in network for network in web_settings_of(scope).metrics_networks)


def own_figures(app: Litestar) -> Snapshot:
    """Take the figures of this process."""
    return snapshot(app.state.site, sockets=app.state.connections.open.total())


async def share_figures(app: Litestar, directory: Path) -> None:
    """Write the figures of this process for the other workers, for as long as it runs."""
    own = directory / f"{os.getpid()}.json"
    new = own.with_suffix(".new")
    while True:
        new.write_bytes(msgspec.json.encode(own_figures(app)))
        new.replace(own)
        await asyncio.sleep(EVERY)


def _of_all_workers(app: Litestar) -> Snapshot:
    directory: Path | None = app.state.web.metrics_dir
    others = _others(directory) if directory else ()
    return add_up([own_figures(app), *others])


def _others(directory: Path) -> Iterator[Snapshot]:
    for file in directory.glob("*.json"):
        if file.stem == str(os.getpid()):
            continue
        figures = msgspec.json.decode(file.read_bytes(), type=Snapshot)
        has_ended = time.time() - file.stat().st_mtime > ENDED_AFTER
        yield without_gauges(figures) if has_ended else figures


class _Collector:
    """Give what ``generate_latest`` asks a registry for."""

    def __init__(self, figures: Snapshot) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """Name each figure, and say what it is."""
        yield from _counters(self._figures)
        yield from _gauges(self._figures)
        yield from _histograms(self._figures)


def _counters(figures: Snapshot) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily  # noqa: PLC0415  # see above

    messages = CounterMetricFamily(
        "callbeacon_messages",
        "Messages by what became of them: an effect, or the code of a refusal.",
        labels=["outcome"],
    )
    for outcome, count in sorted(figures.messages.items()):
        messages.add_metric([outcome], count)
    yield messages
    lost = "Announcements that the bus did not take; the reconciler makes them good."
    yield CounterMetricFamily(
        "callbeacon_announcements_lost", lost, value=figures.announcements_lost
    )
    repairs = "Announcements that were missed and made good by the reconciler."
    yield CounterMetricFamily("callbeacon_reconciler_repairs", repairs, value=figures.repairs)


def _gauges(figures: Snapshot) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415  # see above

    for name, value, text in (
        ("queue_depth", figures.queue_depth, "Messages and other writes that wait."),
        ("sockets", figures.sockets, "Open WebSockets of pages and tools."),
        ("followed", figures.followed, "Things (a user's state, a workspace) that are followed."),
        ("bus_up", 0 if figures.processes_without_bus else 1, "Whether the bus carries."),
    ):
        yield GaugeMetricFamily(f"callbeacon_{name}", text, value=value)


def _histograms(figures: Snapshot) -> Iterator[Metric]:
    from prometheus_client.core import HistogramMetricFamily  # noqa: PLC0415  # see above

    for name, histogram, text in (
        ("batch_messages", figures.batch_messages, "Messages written in one transaction."),
        ("commit_seconds", figures.commit_seconds, "Seconds from taking a batch to its commit."),
    ):
        family = HistogramMetricFamily(f"callbeacon_{name}", text)
        family.add_metric([], list(_buckets(histogram)), histogram.total)
        yield family
    text = "Seconds from a message to its beacon, with agents who had a page open."
    beacons = HistogramMetricFamily("callbeacon_beacon_seconds", text, labels=["step"])
    for step, histogram in sorted(figures.beacon_seconds.items()):
        beacons.add_metric([step], list(_buckets(histogram)), histogram.total)
    yield beacons


def _buckets(histogram: Histogram) -> Iterable[tuple[str, float]]:
    bounds = [*map(str, histogram.bounds), "+Inf"]
    return zip(bounds, accumulate(histogram.counts), strict=True)
