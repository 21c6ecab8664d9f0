"""What the tests of the interfaces share."""

import pytest
from litestar import Litestar

from models.site import Site


@pytest.fixture
def app_site(app: Litestar) -> Site:
    """Give the site that the app in this process serves."""
    site: Site = app.state.site
    return site
