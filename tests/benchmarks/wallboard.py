"""Measure wallboards: 500 agents in ten teams of 50, ten supervisors each, 20 changes a second.

``.venv/bin/python -m tests.benchmarks.wallboard``; ``--seconds 40``. First what a change costs, in this process: how
often the states are read, and who is told. Then a real server, with one wallboard painted in Chromium and the other
supervisors as clients of ``userCallStates``. Everything shares one machine and so one clock.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click
import httpx
import structlog
from playwright.async_api import async_playwright
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from callbeacon.installation import site_for
from callbeacon.settings import Settings, read_settings
from models.calls.messages import CallStatus
from models.calls.writer import update_call_state
from models.people.sources import add_source, authenticate
from models.people.users import viewer_for
from models.preparing import prepare
from models.site import Site
from models.workspaces.team_states import follow_agent_states
from tests.benchmarks.beacon import QUIET, browser_path
from tests.benchmarks.pages import Process
from tests.benchmarks.staff import Hired, hire_team
from tests.builders import SOURCE, a_message, an_rpc
from tests.running import RunningServer, running_server
from tests.statements import statements
from tests.waiting import eventually

TEAMS, AGENTS, SUPERVISORS = 10, 50, 10
CHANGES_A_SECOND = 20
P99_UNDER = 100  # ms
COUNTED = 30  # changes, one after another
PATIENCE = 60.0  # seconds; how late is late enough is for the figures to say
OF_STATES = "running_since"  # stands in the statement that reads a team's states and in no other
STATES = "subscription { userCallStates { isAll states { user { loginName } status since } } }"
WATCH = """
() => new MutationObserver((changes) => {
  const changed = changes.filter(({ target, oldValue }) => target.dataset.status !== oldValue);
  const tiles = new Set(changed.map(({ target }) => target).filter((each) => each.matches(".agent-tile")));
  for (const tile of tiles) {
    const name = tile.querySelector("button").textContent, { status } = tile.dataset;
    requestAnimationFrame(() => requestAnimationFrame(() => seen(`${name} ${status}`, Date.now())));
  }
}).observe(document.querySelector("main"), { attributeFilter: ["data-status"], attributeOldValue: true, subtree: true })
"""


Change = tuple[str, float]  # what the tile shows, and when


@dataclass(slots=True)
class Centre:
    """Hold who works there, by team, and the source's token."""

    token: str = ""
    agents: list[list[Hired]] = field(default_factory=list)
    supervisors: list[list[Hired]] = field(default_factory=list)

    @property
    def team_of(self) -> dict[str, int]:
        """Tell the team of each agent."""
        return {each.login_name: team for team, all in enumerate(self.agents) for each in all}


@click.command()
@click.option(
    "--seconds", default=100.0, help="How long changes are told, of which every tenth is painted."
)
def benchmark(seconds: float) -> None:
    """Measure; exit with 1 when a change costs more than it has to, or is painted late."""
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)
    with tempfile.TemporaryDirectory() as directory:
        data_dir = Path(directory) / "var"
        settings = read_settings({"CALLBEACON_DATA_DIR": str(data_dir)})
        centre = asyncio.run(_fill(settings))
        is_cheap = asyncio.run(_count(settings, centre))
        with running_server(data_dir) as server:
            painted, is_exact = asyncio.run(_measure(server, centre, seconds))
    ordered = sorted(painted)
    p99 = ordered[len(ordered) * 99 // 100]
    print(
        f"POST to painted tile: median {statistics.median(ordered):.1f} ms, p99 {p99:.1f} ms "
        f"(must be under {P99_UNDER}), most {ordered[-1]:.1f} ms; {len(ordered)} changes of the painted team"
    )
    sys.exit(0 if is_cheap and is_exact and p99 < P99_UNDER else 1)


async def _fill(settings: Settings) -> Centre:
    centre = Centre()
    async with site_for(settings) as site:
        await prepare(site.database)
        for number in range(TEAMS):
            agents, supervisors = await hire_team(
                site, f"Team {number}", agents=AGENTS, supervisors=SUPERVISORS
            )
            centre.agents.append(agents)
            centre.supervisors.append(supervisors)
        centre.token = await add_source(site, SOURCE)
    return centre


async def _count(settings: Settings, centre: Centre) -> bool:
    """Follow all teams for all supervisors, change one agent after another, and count."""
    told: Counter[tuple[int, str]] = Counter()
    async with site_for(settings) as site, statements(site, OF_STATES) as reads:
        source = await authenticate(site, name=SOURCE, token=centre.token, address="127.0.0.1")
        following = [
            asyncio.create_task(_follow(site, supervisor, team, told))
            for team, supervisors in enumerate(centre.supervisors)
            for supervisor in supervisors
        ]
        await eventually(lambda: told.total() >= TEAMS * SUPERVISORS * AGENTS, within=PATIENCE)
        await _settle(site, reads)
        told.clear()
        begun = len(reads)
        for number in range(COUNTED):
            agent = centre.agents[number % TEAMS][number]
            await update_call_state(site, a_message(agent.login_name, source_id=source.id))
            team = number % TEAMS
            await eventually(partial(_has_told, told, team, agent))
        spent, expected = len(reads) - begun, COUNTED * SUPERVISORS
        counted = told.total()
        strangers = _strangers(told, centre)
        for number in range(COUNTED):
            agent = centre.agents[number % TEAMS][number]
            message = a_message(agent.login_name, CallStatus.DISCONNECTED, source_id=source.id)
            await update_call_state(site, message)
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
    print(
        f"{COUNTED} changes: {spent / COUNTED:.2f} reads each, told to {counted / COUNTED:.2f} supervisors each "
        f"(must be 1 and {SUPERVISORS}); of other teams {strangers}"
    )
    return (spent, counted, strangers) == (COUNTED, expected, 0)


async def _settle(site: Site, reads: list[str]) -> None:
    """Let listeners who were told nothing yet read once more, and wait until they have."""
    before = -1
    while len(reads) != before:
        before = len(reads)
        await site.reconciler.reconcile(site)
        await asyncio.sleep(1)


async def _follow(site: Site, supervisor: Hired, team: int, told: Counter[tuple[int, str]]) -> None:
    viewer = await viewer_for(supervisor.user_id)
    assert viewer is not None
    async with aclosing(follow_agent_states(site, viewer)) as items:
        async for item in items:
            told.update((team, each.login_name) for each in item.agents)


def _has_told(told: Counter[tuple[int, str]], team: int, agent: Hired) -> bool:
    return told[team, agent.login_name] >= SUPERVISORS


def _strangers(told: Counter[tuple[int, str]], centre: Centre) -> int:
    team_of = centre.team_of
    return sum(times for (team, login), times in told.items() if team_of[login] != team)


async def _measure(
    server: RunningServer, centre: Centre, seconds: float
) -> tuple[list[float], bool]:
    """Tell changes in a steady rhythm; return how late the painted ones were, and whether the right ones were told."""
    told: Counter[tuple[int, str]] = Counter()
    async with AsyncExitStack() as stack:
        first, *others = [
            (team, each) for team, all in enumerate(centre.supervisors) for each in all
        ]
        seen = await stack.enter_async_context(_painted(server, first[1].cookie))
        for team, supervisor in others:
            socket = await stack.enter_async_context(_client(server, supervisor.cookie))
            listening = asyncio.create_task(_listen(socket, team, told))
            stack.callback(listening.cancel)
        await eventually(lambda: told.total() >= len(others) * AGENTS, within=PATIENCE)
        told.clear()
        process = Process(pid=server.process_id)
        work = process.milliseconds
        sent = await _tell(server, centre, seconds)
        changes = sum(len(each) for each in sent)
        expected = changes * SUPERVISORS - len(sent[0])  # one of team 0 looks at a page
        await eventually(
            lambda: told.total() >= expected and seen.qsize() >= len(sent[0]), within=PATIENCE
        )
        work = process.milliseconds - work
    painted = _in_order(seen.get_nowait() for _ in range(seen.qsize()))
    strangers = _strangers(told, centre)
    print(
        f"{changes} changes in {seconds:.0f} s: {told.total()} agents told to {len(others)} clients "
        f"(must be {expected}), of other teams {strangers}; server {work / changes:.1f} ms of processor time each"
    )
    late = [painted[change].popleft() - 1000 * at for change, at in sent[0]]
    return late, (told.total(), strangers) == (expected, 0)


def _in_order(painted: Iterable[Change]) -> dict[str, deque[float]]:
    """Sort what was painted by what the tile showed: an agent who calls again shows the same again."""
    times: dict[str, deque[float]] = defaultdict(deque)
    for change, at in painted:
        times[change].append(at)
    return times


async def _tell(server: RunningServer, centre: Centre, seconds: float) -> list[list[Change]]:
    """Report a call for one agent after another, then the ends, and so on; return for each team what was told when."""
    sent: list[list[Change]] = [[] for _ in range(TEAMS)]
    posts = list[asyncio.Task[None]]()
    async with httpx.AsyncClient(
        auth=(SOURCE, centre.token), timeout=PATIENCE, trust_env=False
    ) as client:
        # What the client itself loads for its first request, on the same cores, is no time of the server's.
        await client.get(server.url + "/health/live")
        begun = time.time()
        for number in range(int(seconds * CHANGES_A_SECOND)):
            # Frames come in a rhythm that the changes must not fall into.
            due = begun + (number + random.uniform(-0.4, 0.4)) / CHANGES_A_SECOND
            await asyncio.sleep(max(due - time.time(), 0))
            team, place = number % TEAMS, number // TEAMS
            agent = centre.agents[team][(place + COUNTED) % AGENTS]
            is_end = place // AGENTS % 2 == 1
            status = "WAITING" if is_end else "ON_CALL"
            sent[team].append((f"{agent.full_name} {status}", time.time()))
            report = _report(client, server, agent.login_name, is_end=is_end)
            posts.append(asyncio.create_task(report))
        await asyncio.gather(*posts)
    return sent


async def _report(
    client: httpx.AsyncClient, server: RunningServer, login_name: str, *, is_end: bool
) -> None:
    body = an_rpc(login_name, "DISCONNECTED" if is_end else "CONNECTED", None if is_end else "5")
    assert (await client.post(server.rpc_url, json=body)).json()["result"] is None


@asynccontextmanager
async def _client(server: RunningServer, cookie: str) -> AsyncIterator[ClientConnection]:
    async with connect(
        server.url.replace("http", "ws", 1) + "/graphql",
        subprotocols=[Subprotocol("graphql-transport-ws")],
        origin=Origin(server.url),
        additional_headers={"Cookie": cookie},
        proxy=None,
    ) as socket:
        await socket.send(json.dumps({"type": "connection_init"}))
        await socket.recv()
        subscribe = {"id": "1", "type": "subscribe", "payload": {"query": STATES}}
        await socket.send(json.dumps(subscribe))
        yield socket


async def _listen(socket: ClientConnection, team: int, told: Counter[tuple[int, str]]) -> None:
    async for text in socket:
        message = json.loads(text)
        if message["type"] == "ping":
            await socket.send('{"type": "pong"}')
        elif message["type"] == "next":
            states = message["payload"]["data"]["userCallStates"]["states"]
            told.update((team, each["user"]["loginName"]) for each in states)


@asynccontextmanager
async def _painted(server: RunningServer, cookie: str) -> AsyncIterator[asyncio.Queue[Change]]:
    """Show a supervisor's wallboard in Chromium and give what each tile came to show, and when."""
    seen: asyncio.Queue[Change] = asyncio.Queue()
    name, _, value = cookie.partition("=")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        context = await browser.new_context(
            base_url=server.url, viewport={"width": 1440, "height": 900}
        )
        await context.add_cookies([{"name": name, "value": value, "url": server.url}])
        page = await context.new_page()
        await page.expose_function("seen", lambda change, at: seen.put_nowait((change, at)))
        await page.goto("/wallboard")
        await page.locator(f".agent-tile:nth-child({AGENTS})").wait_for()
        await page.evaluate(WATCH)
        yield seen
        await browser.close()


if __name__ == "__main__":
    benchmark()
