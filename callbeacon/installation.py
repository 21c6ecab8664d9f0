"""Open the installation that the settings describe; without interfaces and pages, which most commands don't need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbeacon.settings import Settings, secret_key
from models.site import open_site

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from models.site import Site


def site_for(settings: Settings) -> AbstractAsyncContextManager[Site]:
    """Open the site that the settings describe."""
    return open_site(
        database_url=settings.database_url,
        broadcast_url=settings.broadcast_url,
        secret_key=secret_key(settings),
        default_region=settings.default_region,
    )
