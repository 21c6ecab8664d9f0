"""What graphql-transport-ws needs beyond Strawberry: an end for sessions that ended, and strict messages."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from strawberry.litestar.controller import LitestarWebSocketAdapter
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)

from api.schema.context import Context
from models.errors import NotSignedIn, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import GraphQLFormattedError
    from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
        ConnectionInitMessage,
        SubscribeMessage,
    )

# Until then nobody knows who it is, so it is short.
CONNECTION_INIT_WITHIN = timedelta(seconds=10)
SIGNED_OUT = (
    4401  # with it clients do not come again; with 4403, for who never was signed in, some do
)
TRY_AGAIN_LATER = 1013  # the registry of RFC 6455, section 11.7
MOST_OPERATIONS = 100  # over one connection; a supervisor's tool may follow each agent's beacon
LONGEST_REASON = 123  # bytes; RFC 6455, sections 5.5 and 5.5.1


class SocketAdapter(LitestarWebSocketAdapter):
    """Send nothing after the end, which an operation that still runs would do."""

    has_closed = False

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send a message, unless the socket is closed."""
        if not self.has_closed:
            await super().send_json(message)

    async def close(self, code: int, reason: str) -> None:
        """Close once, with as much of the reason as fits."""
        if not self.has_closed:
            self.has_closed = True
            cut = reason.encode("utf-8", "replace")[:LONGEST_REASON].decode("utf-8", "ignore")
            await super().close(code, cut)


class SocketHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """Close the socket as soon as its user is signed in no longer."""

    ending: asyncio.Task[None] | None = None

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Find out who it is, and from then on watch over the session or token."""
        await super().handle_connection_init(message)
        if self.connection_acknowledged and self.ending is None:
            self.ending = asyncio.create_task(self._close_at_the_end())

    async def shutdown(self) -> None:
        """Leave nothing running."""
        if self.ending:
            self.ending.cancel()
            with suppress(asyncio.CancelledError):
                await self.ending
        await super().shutdown()

    async def _close_at_the_end(self) -> None:
        try:
            await self.context.ended()
        except Unavailable as error:
            await self.websocket.close(TRY_AGAIN_LATER, str(error))
        else:
            await self.websocket.close(SIGNED_OUT, "Unauthorized")

    async def handle_message(self, message: Any) -> None:
        """Take a message of the protocol, and close with 4400 for anything else."""
        if _has_form(message):
            await super().handle_message(message)
        else:
            await self.handle_invalid_message("Failed to parse message")

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Start an operation, unless so many run that the client has lost count of them."""
        if len(self.operations) < MOST_OPERATIONS or message["id"] in self.operations:
            await super().handle_subscribe(message)
            return
        refusal: GraphQLFormattedError = {
            "message": f"At most {MOST_OPERATIONS} operations may run over one connection.",
            "extensions": {"code": "TOO_MANY_OPERATIONS"},
        }
        await self.send_message({"id": message["id"], "type": "error", "payload": [refusal]})

    async def send_message(self, message: Any) -> None:
        """Send a message, and after an error that the session ended with, the end."""
        await super().send_message(message)
        if any(_code(error) == NotSignedIn.code for error in _errors(message)):
            await self.websocket.close(SIGNED_OUT, "Unauthorized")


def _has_form(message: object) -> bool:
    return (
        isinstance(message, dict)
        and isinstance(message.get("type"), str)
        and isinstance(message.get("id", ""), str)
        and _is_payload(message.get("payload"))
    )


def _is_payload(payload: object) -> bool:
    return payload is None or (
        isinstance(payload, dict)
        and isinstance(payload.get("query", ""), str)
        and isinstance(payload.get("variables"), (dict, type(None)))
    )


def _errors(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    payload = message.get("payload") or {}
    errors: list[Mapping[str, Any]] = (
        payload if isinstance(payload, list) else payload.get("errors", [])
    )
    return errors


def _code(error: Mapping[str, Any]) -> object:
    return error.get("extensions", {}).get("code")
