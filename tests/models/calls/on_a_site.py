"""An installation in this process, whose clock is scripted, as the subject of random histories."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID

from models.calls.feed import follow_state
from models.calls.messages import CallMessage, CallStatus
from models.calls.states import CallState, read_state
from models.calls.writer import update_call_state
from models.errors import Refused
from models.people.privileges import Privilege, Viewer
from models.people.sources import add_source, authenticate
from models.preparing import prepare
from models.scripts.reasons import NewReason, add_reason
from models.site import Site, open_site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_user
from tests.models.calls import reading
from tests.models.calls.reading import Entry, Reader
from tests.models.calls.subject import AGENTS, CALL_USERS, SOURCES
from tests.models.calls.values import KNOWN_REASON, Said, Shown, Traced

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class SiteSubject:
    """Speak to the writer, and look at the tables and the feed."""

    can_wait = True
    has_keys = True
    can_restart = True
    has_database = True
    unit = timedelta(seconds=40)

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._now = NOON
        self._feeds: dict[str, list[CallState]] = {agent: [] for agent in AGENTS}
        self._reached: dict[str, int] = {}
        self._news = asyncio.Condition()

    def now(self) -> datetime:
        return self._now

    def wait(self, time: timedelta) -> None:
        self._now += time

    async def open(self) -> None:
        """Make the agents, the sources and the reason, and start."""
        await self._start()
        await prepare(self.site.database)
        self.viewers: dict[str, Viewer] = {
            name: await a_user(
                self.site,
                name,
                privileges=[Privilege.CALL_USER] if name in CALL_USERS else [],
            )
            for name in AGENTS
        }
        sources = {name: await _add_source(self.site, name) for name in SOURCES}
        await self.site.writer.run(_add_reason)
        agents = {name: viewer.user_id for name, viewer in self.viewers.items()}
        self._reader = Reader(agents=agents, sources=sources)
        await self._follow()

    async def close(self) -> None:
        """Stop, as a server does that is told to."""
        for follower in self._followers:
            follower.cancel()
        await asyncio.gather(*self._followers, return_exceptions=True)
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.close()
        await self._start()
        await self._follow()

    async def begin(self) -> dict[str, int]:
        versions = {agent: await self._clear(agent) for agent in AGENTS}
        for agent, version in versions.items():
            await self._catch_up(agent, version)
        await self._reader.begin()
        self._reasons = await reading.undefined_reasons()
        return versions

    async def _clear(self, agent: str) -> int:
        """End what still runs and return the version of the agent's state."""
        while (state := await read_state(self.viewers[agent].user_id)).call_id is not None:
            await self.send([Said(agent=agent, source=SOURCES[0], is_connected=False)], None)
        return state.version

    async def _catch_up(self, agent: str, version: int) -> list[CallState]:
        """Wait until the agent's subscription has come to a version; return what it saw since the last time."""
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: self._reached[agent] >= version)
        seen, self._feeds[agent] = self._feeds[agent], []
        return seen

    async def send(self, messages: Sequence[Said], key: str | None) -> list[str | None]:
        written = [self._message(said, key, position) for position, said in enumerate(messages)]
        results = await asyncio.gather(
            *(update_call_state(self.site, message) for message in written),
            return_exceptions=True,
        )
        return [_code(result) for result in results]

    async def click(self, agent: str, number: int) -> None:
        calls = {number: id_ for id_, number in self._reader.numbers.items()}
        await open_inbound_call(self.site, self.viewers[agent], calls[number])

    async def state(self, agent: str) -> Shown:
        return await self._reader.state(agent)

    async def ledger(self) -> list[Entry]:
        return await self._reader.ledger()

    async def trace(self) -> list[Traced]:
        return await self._reader.trace()

    async def undefined_reasons(self) -> Counter[str]:
        return await reading.undefined_reasons() - self._reasons

    async def beacon(self, agent: str, version: int) -> list[Shown]:
        return [self._reader.shown(state) for state in await self._catch_up(agent, version)]

    async def _start(self) -> None:
        self._stack = AsyncExitStack()
        self.site = await self._stack.enter_async_context(
            open_site(
                database_url=self._database_url,
                broadcast_url="memory://",
                secret_key=b"secret",
                default_region="CA",
                now=self.now,
            )
        )

    async def _follow(self) -> None:
        self._reached = {}
        self._followers = [
            asyncio.create_task(self._collect(agent, viewer.user_id))
            for agent, viewer in self.viewers.items()
        ]
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: len(self._reached) == len(AGENTS))

    async def _collect(self, agent: str, user_id: UUID) -> None:
        async for state in follow_state(self.site, user_id):
            async with self._news:
                self._feeds[agent].append(state)
                self._reached[agent] = state.version
                self._news.notify_all()

    def _message(self, said: Said, key: str | None, position: int) -> CallMessage:
        content = said.content
        return CallMessage(
            source_id=self._reader.sources[said.source],
            login_name=said.agent,
            status=CallStatus.CONNECTED if said.is_connected else CallStatus.DISCONNECTED,
            phone_number=content.phone_number,
            reason_id=content.reason_id,
            details={"account": content.account} if content.account else {},
            received_at=self._now,
            call_id=said.call_id,
            sequence=said.sequence,
            occurred_at=said.occurred_at,
            idempotency_key=key,
            position=position,
        )


def _code(result: object) -> str | None:
    if isinstance(result, Refused):
        return result.code
    if isinstance(result, BaseException):
        raise result
    return None


async def _add_source(site: Site, name: str) -> UUID:
    token = await add_source(site, name)
    return (await authenticate(site, name=name, token=token, address="127.0.0.1")).id


async def _add_reason() -> None:
    await add_reason(NewReason(name="Billing", reason_id=KNOWN_REASON))
