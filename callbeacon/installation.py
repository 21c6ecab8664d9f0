"""Open the installation that the settings describe; without interfaces and pages, which most commands don't need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbeacon.settings import Settings, WrongSetting, secret_key
from models.site import open_site

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from models.site import Site


def site_for(settings: Settings) -> AbstractAsyncContextManager[Site]:
    """Open the site that the settings describe; raise ``WrongSetting`` for what this version can't do yet."""
    if settings.workers > 1 or not settings.broadcast_url.startswith("memory:"):
        raise WrongSetting(
            "BROADCAST_URL", "must be memory://, with one worker: this version runs in one process."
        )
    return open_site(
        database_url=settings.database_url,
        broadcast_url=settings.broadcast_url,
        secret_key=secret_key(settings),
        default_region=settings.default_region,
    )
