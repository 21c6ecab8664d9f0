"""A start imports what it needs to serve, and nothing that can wait."""

import subprocess
import sys

import pytest

from callbeacon.server import IMPORTED_LATE
from tests.running import CHECKOUT


@pytest.mark.parametrize(
    ("imported", "can_wait"),
    [
        ("callbeacon.cli", {"graphql", "litestar", "reactpy", "strawberry", "uvicorn"}),
        ("callbeacon.server", {"liquid", "markdown_it", *IMPORTED_LATE}),
    ],
)
def test_a_start_leaves_out_what_can_wait(imported: str, can_wait: set[str]) -> None:
    program = f"import sys, {imported}; print(*sys.modules)"

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )

    assert can_wait & set(ran.stdout.split()) == set()
