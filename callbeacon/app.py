"""Assemble the app: the site, the interfaces, the pages."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from api.app import create_api
from callbeacon.settings import Settings, WrongSetting, secret_key
from models.preparing import prepare
from models.site import open_site
from ui.pages import page_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from litestar import Litestar

    from models.site import Site


def create_app(settings: Settings) -> Litestar:
    """Build the whole program as an ASGI app; its lifespan opens and closes the site."""
    pages = page_routes(allowed_origins=settings.web.allowed_origins)
    return create_api(settings.web, lifespan=_lifespan(settings), routes=pages)


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


def _lifespan(settings: Settings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with site_for(settings) as site:
            await prepare(site.database)
            app.state.site = site
            yield

    return lifespan
