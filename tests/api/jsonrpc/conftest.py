"""A telephony source and the agent whose calls it reports."""

import httpx
import pytest
from litestar import Litestar

from models.people.privileges import Viewer
from tests.builders import a_user


@pytest.fixture
async def agent(app: Litestar) -> Viewer:
    """Add user101."""
    return await a_user(app.state.site, "user101")


@pytest.fixture
def pbx(app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth) -> httpx.AsyncClient:
    """Speak as an authorised source."""
    app_client.auth = source_auth
    return app_client
