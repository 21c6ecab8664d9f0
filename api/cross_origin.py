"""What lets a page of a configured origin read the answers of GraphQL: the CORS protocol (Fetch, section 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import HttpMethod, ScopeType

from api.auth import header, is_configured_origin

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

# Named one by one: with credentials a browser takes no wildcard.
PREFLIGHT = {
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "600",
}


def cross_origin(app: ASGIApp) -> ASGIApp:
    """Wrap a route so that the pages of configured origins, and of no others, may use it with a session."""

    async def opened(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers.add(
                    "vary", "Origin"
                )  # also for who gets nothing, lest a cache mixes them up
                headers.update(_permission(scope))
            await send(message)

        await app(scope, receive, send_opened)

    return opened


def _permission(scope: Scope) -> dict[str, str]:
    if not is_configured_origin(scope):
        return {}
    granted = {
        "access-control-allow-origin": header(scope, b"origin"),
        "access-control-allow-credentials": "true",
    }
    is_preflight = scope["type"] == ScopeType.HTTP and scope["method"] == HttpMethod.OPTIONS
    return granted | PREFLIGHT if is_preflight else granted
