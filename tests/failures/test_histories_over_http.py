"""Random histories of calls, against a server process that is killed and started again in between."""

import asyncio
from pathlib import Path

import pytest

from tests.failures.on_a_server import ServerSubject
from tests.models.calls.histories import HISTORIES, TIME_LIMIT, tell_histories


@pytest.mark.timeout(TIME_LIMIT)
def test_the_server_keeps_the_rules_in_random_histories_though_it_crashes(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        tell_histories(ServerSubject(tmp_path / "var"), runner, count=HISTORIES // 20, steps=15)
