"""Random histories of calls, against the rules alone and against the writer on both databases.

``make state-machine`` tells thousands of them.
"""

import asyncio
from pathlib import Path

import pytest

from tests.models.calls.histories import HISTORIES, TIME_LIMIT, tell_histories
from tests.models.calls.on_a_site import SiteSubject
from tests.models.calls.on_decide import DecideSubject

pytestmark = pytest.mark.timeout(TIME_LIMIT)


def test_the_rules_alone_are_as_specified_in_random_histories() -> None:
    with asyncio.Runner() as runner:
        tell_histories(DecideSubject(), runner, count=3 * HISTORIES)


def test_the_writer_on_sqlite_keeps_the_rules_in_random_histories(tmp_path: Path) -> None:
    subject = SiteSubject(f"sqlite:///{tmp_path / 'callbeacon.sqlite'}")

    with asyncio.Runner() as runner:
        tell_histories(subject, runner, count=HISTORIES)


def test_the_writer_on_postgresql_keeps_the_rules_in_random_histories(postgres_url: str) -> None:
    with asyncio.Runner() as runner:
        tell_histories(SiteSubject(postgres_url), runner, count=HISTORIES // 8)
