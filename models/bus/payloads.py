"""How announcements travel: lines of a topic and a version, many in one payload."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The one channel of all nodes: whoever hears a topic that nobody here listens to drops it.
CHANNEL = "callbeacon"
# PostgreSQL takes payloads shorter than 8000 bytes.
LONGEST_PAYLOAD = 7900


def pack(announcements: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Write announcements as payloads, as few as their length allows."""
    lines: list[str] = []
    length = 0
    for topic, version in announcements:
        line = f"{topic} {version}"
        if lines and length + len(line) + 1 > LONGEST_PAYLOAD:
            yield "\n".join(lines)
            lines, length = [], 0
        lines.append(line)
        length += len(line) + 1
    if lines:
        yield "\n".join(lines)


def unpack(payload: str) -> Iterator[tuple[str, int]]:
    """Read a payload; raise ``ValueError`` for one that is none of ours."""
    for line in payload.split("\n"):
        topic, _, version = line.rpartition(" ")
        yield topic, int(version)
