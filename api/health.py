"""Whether the process lives, and whether it can take calls now."""

from typing import Any

import msgspec
from litestar import Request, Response, get

from api.auth import site_of
from api.headers import no_store
from models.errors import DatabaseDown


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Say what works; ``database`` and ``bus`` are "up" or "down"."""

    database: str
    bus: str


@get("/health/live", middleware=[no_store], sync_to_thread=False)
def live() -> dict[str, str]:
    """Answer as long as the process does."""
    return {"status": "live"}


@get("/health/ready", middleware=[no_store])
async def ready(request: Request[Any, Any, Any]) -> Response[Readiness]:
    """Answer 200 when the database and the bus are there, else 503 with what is missing."""
    site = site_of(request.scope)
    try:
        await site.database.ping()
        database = "up"
    except DatabaseDown:
        database = "down"
    bus = "up" if site.bus.is_up else "down"
    is_ready = (database, bus) == ("up", "up")
    return Response(Readiness(database=database, bus=bus), status_code=200 if is_ready else 503)
