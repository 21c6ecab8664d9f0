"""Assemble the app: the site, the interfaces, the pages."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from api.app import create_api
from callbeacon.installation import site_for
from callbeacon.settings import Settings
from models.contacts.importing.running import imports_carried_on
from models.contacts.rereading import numbers_kept_read
from models.preparing import prepare
from ui.pages import page_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from litestar import Litestar


def create_app(settings: Settings) -> Litestar:
    """Build the whole program as an ASGI app; its lifespan opens and closes the site."""
    return create_api(settings.web, lifespan=_lifespan(settings), routes=page_routes())


def _lifespan(settings: Settings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with site_for(settings) as site:
            await prepare(site.database)
            app.state.site = site
            async with numbers_kept_read(site), imports_carried_on(site):
                yield

    return lifespan
