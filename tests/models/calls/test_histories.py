"""Random histories of calls, against the rules alone and against the writer on both databases.

``make state-machine`` runs thousands of them; CALLBEACON_TEST_HISTORIES says how many.
"""

from pathlib import Path

import pytest

from tests.models.calls.histories import HISTORIES, running_loop, tell_histories
from tests.models.calls.on_a_site import SiteSubject


@pytest.mark.timeout(0)
def test_the_writer_on_sqlite_keeps_the_rules_in_random_histories(tmp_path: Path) -> None:
    subject = SiteSubject(f"sqlite:///{tmp_path / 'callbeacon.sqlite'}")

    with running_loop() as runner:
        runner.run(subject.open())
        told = tell_histories(subject, runner, count=HISTORIES)
        runner.run(subject.close())

    assert told >= HISTORIES
