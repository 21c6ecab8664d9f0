"""Headers of every answer that holds somebody's data: nobody keeps it, and no browser guesses what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.datastructures import MutableScopeHeaders

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send


def no_store(app: ASGIApp) -> ASGIApp:
    """Wrap a route so that its answers, refusals too, are neither kept nor sniffed nor embedded by other sites.

    It stands at the routes that need it: the telephony interface must not pay for it.
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers["cache-control"] = "no-store"
                headers["x-content-type-options"] = "nosniff"
                headers["cross-origin-resource-policy"] = "same-origin"
            await send(message)

        await app(scope, receive, send_guarded)

    return guarded
