"""Callbeacon as a process of its own, as an operator runs it, which a test may stop, kill and start again."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.request import urlopen

from litestar import Litestar

from tests.forking import ForkServer, Process
from tests.servers import free_port

CHECKOUT = Path(__file__).parent.parent
SECONDS_TO_START = 90  # on a busy machine, where several workers import one after another
RPC_PATH = "/nexj/soa/nexj:call:InboundCall:1.0/json-rpc"


# What servers are copied from, which tests/conftest.py puts here; without it each is a new interpreter.
fork_server: ForkServer | None = None


class RunningServer:
    """One ``callbeacon serve``, on a port of 127.0.0.1 that a restart keeps."""

    def __init__(self, data_dir: Path, *, within: Sequence[str] = (), **settings: str) -> None:
        self.port = free_port()
        self._environment = {
            **{name: value for name, value in os.environ.items() if "CALLBEACON" not in name},
            "CALLBEACON_DATA_DIR": str(data_dir),
            "CALLBEACON_PORT": str(self.port),
            **{f"CALLBEACON_{name}": value for name, value in settings.items()},
        }
        self._process: Process | None = None
        self._module = "callbeacon"
        self._within = within
        self.log = data_dir / "server.log"

    @property
    def url(self) -> str:
        """Say where it serves."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def rpc_url(self) -> str:
        """Say where a telephony server posts to."""
        return self.url + RPC_PATH

    @property
    def process_id(self) -> int:
        """Name the process that runs."""
        assert self._process is not None
        return self._process.pid

    def change(self, module: str = "callbeacon", **settings: str) -> None:
        """Run another module from the next start on, or with other settings (names without the prefix)."""
        self._module = module
        self._environment |= {f"CALLBEACON_{name}": value for name, value in settings.items()}

    def load_before(self, library: str, **environment: str) -> None:
        """Have the dynamic linker load a library before all others, from the next start on."""
        self._environment |= {"LD_PRELOAD": library, **environment}

    def start(self) -> None:
        """Start and wait until it is ready; fail with its log when it does not get there."""
        self._process = self._started()
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._give_up()
                raise AssertionError(f"The server did not start:\n{self.log.read_text()}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it at once with SIGKILL, as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Interrupt it, as Ctrl-C does, and return its exit status."""
        return self._end(signal.SIGINT)

    @property
    def is_running(self) -> bool:
        """Tell whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def _started(self) -> Process:
        # A failpoint is put in before the modules that take hold of what it replaces, a library before everything;
        # workers are started anew anyway.
        if (
            fork_server
            and not self._within
            and self._module == "callbeacon"
            and not {"CALLBEACON_WORKERS", "LD_PRELOAD"} & self._environment.keys()
        ):
            return fork_server.start(
                self._module, ["serve"], environment=self._environment, log=self.log
            )
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*self._within, sys.executable, "-m", self._module, "serve"],
                cwd=CHECKOUT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(how)
        return self._process.wait(timeout=20)

    def _give_up(self) -> None:
        if self.is_running:
            self.kill()

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/health/ready", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def running_server(
    data_dir: Path, *, within: Sequence[str] = (), **settings: str
) -> Iterator[RunningServer]:
    """Start a server with these settings (names without the prefix); stop it at the end.

    ``within`` is a command that becomes the process, which it is given as its last arguments.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    server = RunningServer(data_dir, within=within, **settings)
    server.start()
    try:
        yield server
    finally:
        if server.is_running:
            server.stop()  # not killed: what it has covered is written at its end


@asynccontextmanager
async def hold_open(app: Litestar) -> AsyncIterator[None]:
    """Run the app's lifespan in a task of its own: pytest ends a fixture in another task than it began it."""
    is_open, may_close = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with app.lifespan():
            is_open.set()
            await may_close.wait()

    holding = asyncio.create_task(hold())
    opening = asyncio.create_task(is_open.wait())
    await asyncio.wait({holding, opening}, return_when=asyncio.FIRST_COMPLETED)
    opening.cancel()
    try:
        if is_open.is_set():
            yield
    finally:
        may_close.set()
        await holding
