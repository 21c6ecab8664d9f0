"""What a serving process keeps out of its memory."""

import json
import subprocess
import sys

PRINT_LOADED = """
import json, sys
from callbeacon.server import serve
print(json.dumps([name for name, module in sys.modules.items() if getattr(module, "__spec__", None)]))
"""
FETCH = """
import callbeacon, requests
try:
    requests.get("http://127.0.0.1:1")
except requests.exceptions.ConnectionError:
    print("fetched")
"""


def test_the_server_loads_no_library_that_it_never_uses() -> None:
    loaded = {name.partition(".")[0] for name in json.loads(run(PRINT_LOADED))}

    assert {"litestar", "reactpy", "structlog"} <= loaded
    assert loaded.isdisjoint({"pydantic", "pydantic_core", "requests", "rich", "urllib3"})


def test_what_is_loaded_when_used_is_there_when_used() -> None:
    assert run(FETCH) == "fetched"


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
