"""The server that all kinds of input are sent to."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzzing.doors import Doors, open_doors


@pytest.fixture(scope="module")
def doors(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Open every door of a server for the tests of one file."""
    data_dir = tmp_path_factory.mktemp("fuzzing")
    shutil.copy(prepared_sqlite, data_dir)
    with open_doors(data_dir) as opened:
        yield opened
