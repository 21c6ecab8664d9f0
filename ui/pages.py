"""The addresses of the pages: which component stands where, and who may see it."""

from collections.abc import Collection
from functools import partial
from typing import Any

from litestar import Response, get
from litestar.types import ControllerRouterHandler

from api import auth
from ui import texts
from ui.assets import files, static_files
from ui.desktop import Desktop
from ui.mount import reactpy_mount
from ui.page import page
from ui.sign_in import PageRequest, sign_in_first, sign_in_routes

STYLESHEETS = ("vendor/bootstrap-reboot.min.css", "callbeacon.css")
SCRIPTS = ("call-tabs.js", "call-timer.js", "draft-status.js")
ICON = "favicon.svg"


def page_routes(*, allowed_origins: Collection[str] = ()) -> list[ControllerRouterHandler]:
    """Return the handlers of all pages, their files and their sockets."""
    socket = reactpy_mount(
        {"desktop": Desktop},
        is_signed_in=auth.is_signed_in,
        origin_allowed=partial(auth.origin_allowed, allowed=allowed_origins),
        session_ended=auth.session_ended,
    )
    return [desktop, favicon, socket, static_files(), *sign_in_routes(STYLESHEETS)]


@get("/", include_in_schema=False)
async def desktop(request: PageRequest) -> Response[Any]:
    """Show the agent's page."""
    if not await auth.is_signed_in(request.scope):
        return sign_in_first(request)
    return page(
        "desktop", texts.PRODUCT, lang=texts.LANGUAGE, stylesheets=STYLESHEETS, scripts=SCRIPTS
    )


@get("/favicon.ico", include_in_schema=False, sync_to_thread=False)
def favicon() -> Response[bytes]:
    """Send the icon of the browser's tab."""
    return Response(
        files()[ICON], media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"}
    )
