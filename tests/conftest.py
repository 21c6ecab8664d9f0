"""What every test may ask for: real servers, shared or its own to break, and a real browser."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import hypothesis
import pytest
import pytest_asyncio
import structlog
from argon2 import PasswordHasher
from litestar import Litestar
from playwright.async_api import Browser

from callbeacon.app import create_app
from callbeacon.installation import site_for
from callbeacon.settings import Settings, read_settings
from models.people import passwords
from models.preparing import prepare
from models.site import Site
from tests import running
from tests.browsing import SharedBrowser, shared
from tests.builders import a_source
from tests.forking import ForkServer
from tests.running import RunningServer, hold_open, running_server
from tests.servers import Postgres, Valkey, running_postgres, running_valkey

# A busy machine is no reason to fail an example; pytest's limit per test stays.
hypothesis.settings.register_profile("callbeacon", deadline=None)
hypothesis.settings.load_profile("callbeacon")

# Argon2 as it is, at the least cost: most tests add users, and few ask how a password is kept. Processes that a test
# starts take the full cost.
passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# Without local variables, as the program logs too: formatting them takes seconds for each outage.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)


@pytest.fixture(scope="session", autouse=True)
def fork_server() -> Iterator[None]:
    """Let servers start as copies of one process, which the first of them starts."""
    running.fork_server = ForkServer()
    yield
    running.fork_server.close()
    running.fork_server = None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Share one PostgreSQL among all tests; leave it running."""
    with running_postgres() as server:
        # What outlives a crash is tested on a server of the test's own.
        asyncio.run(server.execute("ALTER SYSTEM SET fsync = off"))
        asyncio.run(server.execute("SELECT pg_reload_conf()"))
        yield server


@pytest.fixture
async def postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    """Give each test an empty PostgreSQL database of its own."""
    async with _a_database(postgres, template="template1") as url:
        yield url


@pytest.fixture(scope="session")
def prepared_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Prepare a PostgreSQL database once, for tests to copy, and give its name."""
    asyncio.run(postgres.execute("CREATE DATABASE prepared"))
    asyncio.run(_prepare(tmp_path_factory.mktemp("prepared"), postgres.url("prepared")))
    return "prepared"


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare an SQLite database once, for tests to copy."""
    data_dir = tmp_path_factory.mktemp("prepared")
    asyncio.run(_prepare(data_dir, f"sqlite:///{data_dir / 'callbeacon.sqlite'}"))
    return data_dir / "callbeacon.sqlite"


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """Give one test a PostgreSQL that it may stop, kill and start again."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """Share one Valkey among all tests."""
    with running_valkey() as server:
        yield server.url


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    """Give one test a Valkey that it may stop, kill and start again."""
    with running_valkey() as server:
        yield server


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Name the Chromium or Chrome for the browser tests; fail, never skip, without one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CALLBEACON_TEST_BROWSER") or next(
        filter(None, map(shutil.which, names)), None
    )
    if found is None:
        pytest.fail("The browser tests need Chromium: `make test` finds or installs one.")
    return found


@pytest.fixture(scope="session")
def shell_path(request: pytest.FixtureRequest) -> str:
    """Name Chromium's headless shell, which has all of a page and nothing around it; or the browser of the tests."""
    named = os.environ.get("CALLBEACON_TEST_SHELL") or shutil.which("chromium-headless-shell")
    return named or str(request.getfixturevalue("browser_path"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_browser(shell_path: str) -> AsyncIterator[SharedBrowser]:
    """Share one browser among all tests, in a loop that lasts as long."""
    async with shared(path=shell_path) as browser:
        yield browser


@pytest.fixture(name="_function_scoped_runner")
def runner_of_a_test(request: pytest.FixtureRequest) -> Iterator[asyncio.Runner]:
    """Run a test with the shared browser in the browser's loop, as pytest-asyncio runs the others in one of their own.

    Its fixtures too, whether or not they know of the browser: what they open belongs to the same loop.
    """
    if "shared_browser" not in request.fixturenames:
        yield request.getfixturevalue("_function_scoped_runner")
        return
    runner: asyncio.Runner = request.getfixturevalue("_session_scoped_runner")
    request.getfixturevalue("shared_browser")
    tasks_before = asyncio.all_tasks(runner.get_loop())
    yield runner
    runner.run(cancelled(asyncio.all_tasks(runner.get_loop()) - tasks_before))


@pytest.fixture
async def browser(shared_browser: SharedBrowser) -> AsyncIterator[Browser]:
    """Give a real browser without a window."""
    async with shared_browser.lent() as browser:
        yield browser


@pytest.fixture
def data_dir(tmp_path: Path, prepared_sqlite: Path) -> Path:
    """Give the data directory of a new installation on SQLite."""
    directory = tmp_path / "var"
    directory.mkdir()
    shutil.copy(prepared_sqlite, directory)
    return directory


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    """Give the settings of a new installation on SQLite."""
    return read_settings({"CALLBEACON_DATA_DIR": str(data_dir)})


@pytest.fixture
async def site(settings: Settings) -> AsyncIterator[Site]:
    """Open a new installation on SQLite, without a server."""
    async with site_for(settings) as opened:
        yield opened


@pytest.fixture
async def postgres_site(
    tmp_path: Path, postgres: Postgres, prepared_postgres: str
) -> AsyncIterator[Site]:
    """Open a new installation on PostgreSQL, without a server."""
    async with (
        _a_database(postgres, template=prepared_postgres) as url,
        site_for(_settings(tmp_path / "var", url)) as opened,
    ):
        yield opened


@pytest.fixture
async def two_valkey_sites(
    tmp_path: Path, postgres: Postgres, prepared_postgres: str, valkey_url: str
) -> AsyncIterator[tuple[Site, Site]]:
    """Open an installation on PostgreSQL twice, as two nodes do, with Valkey as the bus between them."""
    async with (
        _a_database(postgres, template=prepared_postgres) as url,
        _two_sites(_node_settings(tmp_path / "var", url, bus=valkey_url)) as sites,
    ):
        yield sites


@pytest.fixture
async def two_postgres_sites(
    tmp_path: Path, postgres: Postgres, prepared_postgres: str
) -> AsyncIterator[tuple[Site, Site]]:
    """Open an installation on PostgreSQL twice, as two nodes do, with the database as the bus between them."""
    async with (
        _a_database(postgres, template=prepared_postgres) as url,
        _two_sites(_node_settings(tmp_path / "var", url, bus=url)) as sites,
    ):
        yield sites


@pytest.fixture(params=["two_valkey_sites", "two_postgres_sites"])
def two_sites(request: pytest.FixtureRequest) -> tuple[Site, Site]:
    """Run the test with either bus between two nodes."""
    opened: tuple[Site, Site] = request.getfixturevalue(request.param)
    return opened


@pytest.fixture(params=["site", "postgres_site"])
def each_site(request: pytest.FixtureRequest) -> Site:
    """Run the test on SQLite and again on PostgreSQL."""
    opened: Site = request.getfixturevalue(request.param)
    return opened


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    """Run the whole app in this process; ``app.state.site`` is its site."""
    app = create_app(settings)
    async with hold_open(app):
        yield app


@pytest.fixture
async def app_client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Speak HTTP with the app, without a network between."""
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own ASGI types
    async with httpx.AsyncClient(transport=transport, base_url="http://callbeacon.test") as client:
        yield client


@pytest.fixture
async def source_auth(app: Litestar) -> httpx.BasicAuth:
    """Give the credentials of a telephony source of the app."""
    return await a_source(app.state.site)


@pytest.fixture
def server(data_dir: Path) -> Iterator[RunningServer]:
    """Run Callbeacon as a process of its own, on SQLite."""
    with running_server(data_dir) as running:
        yield running


async def cancelled(tasks: set[asyncio.Task[Any]]) -> None:
    """Cancel what a test has left running, as the end of a loop of its own would."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _a_database(postgres: Postgres, *, template: str) -> AsyncIterator[str]:
    database = f"test_{uuid4().hex}"
    await postgres.execute(f"CREATE DATABASE {database} TEMPLATE {template}")
    try:
        yield postgres.url(database)
    finally:
        await postgres.execute(f"DROP DATABASE {database} WITH (FORCE)")


async def _prepare(data_dir: Path, database_url: str) -> None:
    async with site_for(_settings(data_dir, database_url)) as site:
        await prepare(site.database)


@asynccontextmanager
async def _two_sites(settings: Settings) -> AsyncIterator[tuple[Site, Site]]:
    async with site_for(settings) as one, site_for(settings) as two:
        yield one, two


def _node_settings(data_dir: Path, database_url: str, *, bus: str) -> Settings:
    return _settings(data_dir, database_url, BROADCAST_URL=bus, SECRET_KEY="k" * 32)


def _settings(data_dir: Path, database_url: str, **settings: str) -> Settings:
    environment = {
        "CALLBEACON_DATA_DIR": str(data_dir),
        "CALLBEACON_DATABASE_URL": database_url,
        **{f"CALLBEACON_{name}": value for name, value in settings.items()},
    }
    return read_settings(environment)
