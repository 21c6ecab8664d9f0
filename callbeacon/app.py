"""Assemble the app: the site, the interfaces, the pages."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from api.app import create_api
from api.metrics import share_figures
from callbeacon.installation import site_for
from callbeacon.settings import Settings
from models.contacts.importing.running import imports_carried_on
from models.contacts.rereading import numbers_kept_read
from models.preparing import prepare
from ui.admission import Admission
from ui.graphiql import PATH as GRAPHIQL
from ui.pages import page_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from litestar import Litestar


def create_app(settings: Settings) -> Litestar:
    """Build the whole program as an ASGI app; its lifespan opens and closes the site."""
    admission = Admission()
    app = create_api(
        settings.web,
        lifespan=_lifespan(settings),
        routes=page_routes(admission),
        workbench=GRAPHIQL,
    )
    app.state.admission = admission
    return app


@asynccontextmanager
async def _figures_shared(app: Litestar, directory: Path | None) -> AsyncIterator[None]:
    sharing = asyncio.create_task(share_figures(app, directory)) if directory else None
    yield
    if sharing:
        sharing.cancel()
        await asyncio.gather(sharing, return_exceptions=True)


def _lifespan(settings: Settings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with site_for(settings) as site:
            await prepare(site.database)
            app.state.site = site
            async with (
                numbers_kept_read(site),
                imports_carried_on(site),
                _figures_shared(app, settings.web.metrics_dir),
            ):
                yield

    return lifespan
