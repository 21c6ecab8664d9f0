"""GraphQL over HTTP and over WebSockets (graphql-transport-ws), for whoever is signed in or has a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from litestar import Request, Response, WebSocket
from strawberry.exceptions import ConnectionRejectionError
from strawberry.litestar import make_graphql_controller
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from api.errors import extensions, wire
from api.schema import schema
from api.schema.context import Context, context_for
from models.errors import CallbeaconError, NotSignedIn

if TYPE_CHECKING:
    from litestar.types import ControllerRouterHandler, ExceptionHandlersMap

    from api.settings import WebSettings

UNAUTHORISED = {"www-authenticate": 'Bearer realm="Callbeacon"'}


def graphql_controller(web: WebSettings) -> ControllerRouterHandler:
    """Build the controller of ``/graphql``."""
    base = make_graphql_controller(
        schema,
        path="/graphql",
        graphql_ide=None,
        context_getter=_context,
        subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
        allowed_origins=tuple(web.allowed_origins),
    )

    class GraphQL(base):  # type: ignore[misc, valid-type]  # Strawberry makes the base at run time
        """Ask who it is before anything runs."""

        exception_handlers: ClassVar[ExceptionHandlersMap] = {CallbeaconError: refuse}

        async def on_ws_connect(self, context: Context) -> object:
            """Close with 4403 when neither the cookie nor ``connection_init`` says who it is."""
            try:
                await context.viewer()
            except NotSignedIn as error:
                raise ConnectionRejectionError(dict(extensions(error))) from error
            return await super().on_ws_connect(context)

    return GraphQL


def refuse(_: Request[Any, Any, Any], error: CallbeaconError) -> Response[Any]:
    """Answer an error from before the execution in GraphQL's own form."""
    body = {"errors": [{"message": str(error), "extensions": extensions(error)}]}
    status = wire(error).status
    return Response(body, status_code=status, headers=UNAUTHORISED if status == 401 else {})


async def _context(
    request: Request[Any, Any, Any] | None = None, socket: WebSocket[Any, Any, Any] | None = None
) -> Context:
    if socket is not None:
        # Who it is may come later, in connection_init.
        return Context(scope=socket.scope)
    if request is None:
        raise RuntimeError("An operation comes in on a request or on a WebSocket.")
    return await context_for(request.scope)
