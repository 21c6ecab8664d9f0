"""Headers of every answer that holds somebody's data: nobody keeps it, and no browser guesses what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.datastructures import MutableScopeHeaders

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send


SHOWN_NOWHERE = "default-src 'none'; frame-ancestors 'none'"
ONE_YEAR = 365 * 24 * 60 * 60


async def strict_transport(message: Message, _: Scope) -> None:
    """Have browsers come by https alone (RFC 6797); where the cookies say that the site is behind https."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        headers["strict-transport-security"] = f"max-age={ONE_YEAR}"


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
                headers["referrer-policy"] = "same-origin"
                headers.setdefault("content-security-policy", SHOWN_NOWHERE)
            await send(message)

        await app(scope, receive, send_guarded)

    return guarded
