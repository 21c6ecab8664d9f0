"""What operators watch: plain numbers, kept where things happen and added up here; ``api/metrics.py`` writes them out.

No number, name or id of anybody is among them: labels are outcomes and steps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.site import Site

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0)
MESSAGES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)


class Histogram(msgspec.Struct):
    """Count values by the lowest bound that they do not exceed; the last count is of those above all bounds."""

    bounds: tuple[float, ...]
    counts: list[int] = []
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = self.counts or [0] * (len(self.bounds) + 1)

    def observe(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def add(self, other: Histogram) -> None:
        """Count what another of the same bounds has counted."""
        self.counts = [
            one + another for one, another in zip(self.counts, other.counts, strict=True)
        ]
        self.total += other.total


class Snapshot(msgspec.Struct, kw_only=True):
    """Hold the figures of a process, or of several together; ``messages`` and ``beacon_seconds`` by their label."""

    messages: dict[str, int]
    announcements_lost: int
    repairs: int
    batch_messages: Histogram
    commit_seconds: Histogram
    beacon_seconds: dict[str, Histogram]
    queue_depth: int
    sockets: int
    followed: int
    processes_without_bus: int


def snapshot(site: Site, *, sockets: int) -> Snapshot:
    """Take the figures of this process as they are now."""
    tracer, writer = site.tracer, site.writer
    return Snapshot(
        messages=dict(site.outcomes),
        announcements_lost=site.bus.announcements_lost,
        repairs=site.reconciler.repairs,
        batch_messages=writer.batch_messages,
        commit_seconds=writer.commit_seconds,
        beacon_seconds={
            "delivered": tracer.delivered_seconds,
            "shown": tracer.shown_seconds,
        },
        queue_depth=writer.waiting,
        sockets=sockets,
        followed=len(site.following),
        processes_without_bus=0 if site.bus.is_up else 1,
    )


def without_gauges(past: Snapshot) -> Snapshot:
    """Return what still counts of a process that has ended."""
    return msgspec.structs.replace(
        past, queue_depth=0, sockets=0, followed=0, processes_without_bus=0
    )


def add_up(snapshots: Iterable[Snapshot]) -> Snapshot:
    """Add the figures of several processes up."""
    first, *others = snapshots
    total = msgspec.convert(
        msgspec.to_builtins(first), Snapshot
    )  # a copy: the process goes on counting
    for each in others:
        total.messages = dict(Counter(total.messages) + Counter(each.messages))
        total.batch_messages.add(each.batch_messages)
        total.commit_seconds.add(each.commit_seconds)
        for step, seconds in each.beacon_seconds.items():
            total.beacon_seconds[step].add(seconds)
        for name in SUMS:
            setattr(total, name, getattr(total, name) + getattr(each, name))
    return total


SUMS = (
    "announcements_lost",
    "repairs",
    "queue_depth",
    "sockets",
    "followed",
    "processes_without_bus",
)
