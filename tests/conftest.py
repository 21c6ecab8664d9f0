"""What every test may ask for: real servers, shared or its own to break, and a real browser."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import hypothesis
import pytest
from litestar import Litestar

from callbeacon.app import create_app
from callbeacon.installation import site_for
from callbeacon.settings import Settings, read_settings
from models.preparing import prepare
from models.site import Site
from tests.builders import a_source
from tests.running import RunningServer, hold_open, running_server
from tests.servers import Postgres, Valkey, running_postgres, running_valkey

# A busy machine is no reason to fail an example; pytest's limit per test stays.
hypothesis.settings.register_profile("callbeacon", deadline=None)
hypothesis.settings.load_profile("callbeacon")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Share one PostgreSQL among all tests; leave it running."""
    with running_postgres() as server:
        yield server


@pytest.fixture
async def postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    """Give each test an empty PostgreSQL database of its own."""
    database = f"test_{uuid4().hex}"
    await postgres.execute(f"CREATE DATABASE {database}")
    yield postgres.url(database)
    await postgres.execute(f"DROP DATABASE {database} WITH (FORCE)")


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


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of an installation on SQLite in a directory of its own."""
    return read_settings({"CALLBEACON_DATA_DIR": str(tmp_path / "var")})


@pytest.fixture
async def site(settings: Settings) -> AsyncIterator[Site]:
    """Open a new installation on SQLite, without a server."""
    async with site_for(settings) as opened:
        await prepare(opened.database)
        yield opened


@pytest.fixture
async def postgres_site(tmp_path: Path, postgres_url: str) -> AsyncIterator[Site]:
    """Open a new installation on PostgreSQL, without a server."""
    environment = {
        "CALLBEACON_DATA_DIR": str(tmp_path / "var"),
        "CALLBEACON_DATABASE_URL": postgres_url,
    }
    async with site_for(read_settings(environment)) as opened:
        await prepare(opened.database)
        yield opened


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
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """Run Callbeacon as a process of its own, on SQLite."""
    with running_server(tmp_path / "var") as running:
        yield running
