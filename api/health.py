"""Whether the process lives, and whether it can take calls now."""

from typing import Any

import msgspec
from litestar import Request, Response, get

from api.auth import site_of
from api.headers import no_store
from models.errors import DatabaseDown


class Readiness(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Say what works; ``database`` and ``bus`` are "up" or "down", and ``..._down_because`` names an error."""

    database: str
    bus: str
    database_down_because: str | None = None
    bus_down_because: str | None = None


@get("/health/live", middleware=[no_store], sync_to_thread=False)
def live() -> dict[str, str]:
    """Answer as long as the process does."""
    return {"status": "live"}


@get("/health/ready", middleware=[no_store])
async def ready(request: Request[Any, Any, Any]) -> Response[Readiness]:
    """Answer 200 when the database and the bus are there, else 503 with what is missing."""
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
        database_down_because=database_down_because,
        bus_down_because=bus_down_because,
    )
    is_ready = (database, bus) == ("up", "up")
    return Response(readiness, status_code=200 if is_ready else 503)
