"""Tell one user's messages to ``decide`` one after another, in as few words as a test needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from models.calls.messages import JSON, CallMessage, CallStatus, Effect
from models.calls.rules import decide
from models.calls.user_calls import RunningCall, Transition, UserCalls
from models.identifiers import new_id

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
USER, NORTH, SOUTH = new_id(), new_id(), new_id()
MARIA, JOHN = "4165550100", "4165550199"


@dataclass
class Story:
    """Hold the user's calls so far. Times are seconds after noon; ``occurred`` is by the source's clock."""

    calls: UserCalls = field(default_factory=lambda: UserCalls(user_id=USER, version=0))
    last: Transition | None = None

    def connected(self, phone_number: str | None = MARIA, **given: Any) -> Effect:
        """Hear CONNECTED."""
        return self._hear(CallStatus.CONNECTED, phone_number=phone_number, **given)

    def disconnected(self, **given: Any) -> Effect:
        """Hear DISCONNECTED."""
        return self._hear(CallStatus.DISCONNECTED, **given)

    def click(self) -> None:
        """Click the beacon of the call that is shown."""
        running = tuple(
            replace(call, has_clicked=call.has_clicked or call is self.calls.newest)
            for call in self.calls.running
        )
        self.calls = replace(self.calls, running=running, version=self.calls.version + 1)

    @property
    def running(self) -> list[str | None]:
        """Name the running calls by their numbers, oldest first."""
        return [call.phone_number for call in self.calls.running]

    @property
    def newest(self) -> RunningCall:
        """Give the call that is shown."""
        assert self.calls.newest is not None
        return self.calls.newest

    @property
    def ended(self) -> list[str]:
        """Say how the calls ended that the last message ended."""
        assert self.last is not None
        return [ended.cause for ended in self.last.ended]

    def _hear(
        self,
        status: CallStatus,
        *,
        at: float = 0,
        occurred: float | None = None,
        call_id: str | None = None,
        sequence: int | None = None,
        source: UUID = NORTH,
        reason_id: str | None = None,
        details: Mapping[str, JSON] | None = None,
        phone_number: str | None = None,
    ) -> Effect:
        now = NOON + timedelta(seconds=at)
        message = CallMessage(
            source_id=source,
            login_name="ann",
            status=status,
            phone_number=phone_number,
            reason_id=reason_id,
            details=details or {},
            received_at=now,
            call_id=call_id,
            sequence=sequence,
            occurred_at=None if occurred is None else NOON + timedelta(seconds=occurred),
        )
        self.last = decide(self.calls, message, now, new_id)
        self.calls = self.last.calls
        return self.last.effect
