"""What random histories are told to, and who takes part in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from tests.models.calls.reading import Entry
from tests.models.calls.values import Said, Shown, Traced

AGENTS = ("ann", "ben", "cyd")
CALL_USERS = frozenset(AGENTS[:2])  # cyd has no beacon: rule 9
STRANGER = "nobody"
SOURCES = ("north", "south")


class Subject(Protocol):
    """What is compared with the specification. Everything it says is in the specification's words.

    ``can_wait`` tells whether its clock is scripted, ``has_keys`` whether it knows rule 6, ``has_database`` whether it
    knows what needs one (transfers, reasons), ``unit`` what one step of ``occurredAt`` is.
    """

    can_wait: bool
    has_keys: bool
    can_restart: bool
    has_database: bool
    unit: timedelta

    def now(self) -> datetime: ...
    def wait(self, time: timedelta) -> None: ...
    async def open(self) -> None: ...
    async def close(self) -> None: ...
    async def begin(self) -> dict[str, int]: ...
    async def send(self, messages: Sequence[Said], key: str | None) -> list[str | None]: ...
    async def click(self, agent: str, number: int) -> None: ...
    async def restart(self) -> None: ...
    async def state(self, agent: str) -> Shown: ...
    async def ledger(self) -> list[Entry]: ...
    async def trace(self) -> list[Traced]: ...
    async def undefined_reasons(self) -> Counter[str]: ...
    async def beacon(self, agent: str, version: int) -> list[Shown]: ...
