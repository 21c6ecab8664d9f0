"""HAProxy before the nodes: it asks each whether it is ready, and hands on HTTP, WebSockets and event streams."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.running import CHECKOUT, RPC_PATH, RunningServer
from tests.servers import free_port

SECONDS_TO_START = 10
CONFIGURATION = CHECKOUT / "deploy" / "haproxy.cfg"


class Balancer:
    """One HAProxy on a port of 127.0.0.1; it looks like one node from outside."""

    def __init__(
        self, directory: Path, nodes: Sequence[RunningServer], *, port: int | None = None
    ) -> None:
        self.port = port or free_port()
        text = CONFIGURATION.read_text().replace("bind :8000", f"bind 127.0.0.1:{self.port}")
        for name, node in zip("ab", nodes, strict=True):
            text = text.replace(f"node-{name}:8000", f"127.0.0.1:{node.port}")
        self._file = directory / "haproxy.cfg"
        self._file.write_text(text)
        self._log = directory / "haproxy.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Say where browsers and tools find the nodes."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def rpc_url(self) -> str:
        """Say where a telephony server posts to."""
        return self.url + RPC_PATH

    def start(self) -> None:
        """Start and wait until a node answers through it; fail with its log when none does."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [find_balancer(), "-db", "-f", str(self._file)], stdout=log, stderr=log
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The balancer did not start:\n{self._log.read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it, with every connection."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=10)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/health/live", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def find_balancer() -> str:
    """Name the HAProxy to run; fail, never skip, without one."""
    known = ("haproxy", "/usr/sbin/haproxy", "/usr/local/sbin/haproxy")
    found = os.environ.get("CALLBEACON_TEST_BALANCER") or next(
        filter(None, map(shutil.which, known)), None
    )
    if found is None:
        raise AssertionError("A cluster needs HAProxy: `make test` finds or installs one.")
    return found


@contextmanager
def running_balancer(
    directory: Path, nodes: Sequence[RunningServer], *, port: int | None = None
) -> Iterator[Balancer]:
    """Start a balancer before two nodes; stop it at the end."""
    balancer = Balancer(directory, nodes, port=port)
    try:
        balancer.start()
        yield balancer
    finally:
        balancer.stop()
