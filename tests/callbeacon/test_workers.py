"""Several workers: one socket, one end for all, and none left behind."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.running import RunningServer, running_server
from tests.waiting import eventually

WORKERS = 2
KEY = "k" * 32


@pytest.fixture(params=["valkey", "postgres"])
def crew(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str, valkey_url: str
) -> Iterator[RunningServer]:
    bus = valkey_url if request.param == "valkey" else postgres_url
    with running_server(
        tmp_path / "var",
        DATABASE_URL=postgres_url,
        BROADCAST_URL=bus,
        WORKERS=str(WORKERS),
        SECRET_KEY=KEY,
    ) as server:
        yield server


def workers_of(server: RunningServer) -> set[int]:
    """Name the processes that it started, but for the one that Python starts beside them."""
    task = Path(f"/proc/{server.process_id}/task/{server.process_id}/children")
    return {int(pid) for pid in task.read_text().split() if "spawn_main" in command_of(int(pid))}


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except FileNotFoundError:
        return ""


async def is_ready(server: RunningServer) -> bool:
    async with httpx.AsyncClient() as client:
        try:
            answer = await client.get(f"{server.url}/health/ready", timeout=2)
        except httpx.TransportError:
            return False
    return bool(answer.json() == {"database": "up", "bus": "up"})


async def test_workers_serve_and_an_interruption_ends_them_all_at_once(
    crew: RunningServer,
) -> None:
    await eventually(lambda: "serves on" in crew.log.read_text(), within=30)
    workers = workers_of(crew)
    assert len(workers) == WORKERS
    assert await is_ready(crew)

    for pid in workers:  # as a terminal does: it interrupts everybody
        os.kill(pid, signal.SIGINT)
    status = crew.stop()

    assert status == 0
    assert not any(command_of(pid) for pid in workers)
    assert "Traceback" not in crew.log.read_text()


async def test_a_worker_that_is_killed_is_replaced(crew: RunningServer) -> None:
    await eventually(lambda: "serves on" in crew.log.read_text(), within=30)
    killed, *others = sorted(workers_of(crew))

    os.kill(killed, signal.SIGKILL)
    await eventually(lambda: len(workers_of(crew) - {killed}) == WORKERS, within=30)

    assert set(others) < workers_of(crew)
    assert await is_ready(crew)
    assert crew.stop() == 0


async def test_workers_end_with_the_process_that_started_them(crew: RunningServer) -> None:
    await eventually(lambda: "serves on" in crew.log.read_text(), within=30)
    workers = workers_of(crew)

    crew.kill()

    await eventually(lambda: not any(command_of(pid) for pid in workers), within=20)
