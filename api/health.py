"""Whether the process lives, and whether it can take calls now."""

from typing import Any

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.types import Scope

from api.auth import site_of
from api.headers import no_store
from models.errors import DatabaseDown


class Readiness(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Say what works; ``database`` and ``bus`` are "up" or "down", and ``..._down_because`` names an error.

    ``is_draining``: everything works, and yet nothing more should be sent here, since the process is about to end.
    """

    database: str
    bus: str
    is_draining: bool = False
    database_down_because: str | None = None
    bus_down_because: str | None = None


def begin_draining(app: Litestar) -> None:
    """Be ready no longer and go on answering, so that whoever asks turns to another node."""
    app.state.is_draining = True


def is_draining(scope: Scope) -> bool:
    """Tell whether the application behind a connection is about to end."""
    return bool(scope["litestar_app"].state.is_draining)


@get("/health/live", middleware=[no_store], sync_to_thread=False)
def live() -> dict[str, str]:
    """Answer as long as the process does."""
    return {"status": "live"}


@get("/health/ready", middleware=[no_store])
async def ready(request: Request[Any, Any, Any]) -> Response[Readiness]:
    """Answer 200 when the database and the bus are there and it will stay, else 503 with the causes."""
    site = site_of(request.scope)
    database, database_down_because = "up", None
    try:
        await site.database.ping()
    except DatabaseDown as error:
        database, database_down_because = "down", error.because
    bus_down_because = site.bus.down_because
    bus = "up" if bus_down_because is None else "down"
    readiness = Readiness(
        database=database,
        bus=bus,
        is_draining=is_draining(request.scope),
        database_down_because=database_down_because,
        bus_down_because=bus_down_because,
    )
    is_ready = (database, bus) == ("up", "up") and not readiness.is_draining
    return Response(readiness, status_code=200 if is_ready else 503)
