"""GraphQL over HTTP and over WebSockets, for whoever is signed in or has a token."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from cross_web import HTTPException
from litestar import Request, Response, WebSocket, get, post, route, websocket
from litestar.enums import HttpMethod
from litestar.exceptions import WebSocketException
from litestar.response import Redirect
from strawberry.exceptions import ConnectionRejectionError
from strawberry.litestar.controller import GraphQLController
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UnsetType

from api.auth import is_same_site, place_of_stranger
from api.connections import MOST_KNOWN
from api.cross_origin import cross_origin
from api.errors import extensions
from api.failures import answer_refusal, errors_answer
from api.graphql_socket import (
    CONNECTION_INIT_WITHIN,
    TRY_AGAIN_LATER,
    SocketAdapter,
    SocketHandler,
)
from api.headers import no_store
from api.negotiation import PLAIN, TYPES, likes_html_best, media_type_for, status_of
from api.rate_limits import told_what_is_left
from api.schema import schema
from api.schema.context import Context, context_for
from models.errors import CallbeaconError, NotSignedIn, PasswordChangeDue, Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from litestar.types import Dependencies, ExceptionHandlersMap, Middleware
    from strawberry.http import GraphQLHTTPResponse
    from strawberry.types import ExecutionResult

HANDLERS: ExceptionHandlersMap = {CallbeaconError: answer_refusal}


class GraphQL(GraphQLController[Context, None]):
    """Ask who it is before anything runs, and read nothing that is not JSON.

    The handlers stand in for Strawberry's own, whose dependencies Litestar will not accept for much longer and which
    keep a response in the controller that all requests share.
    """

    path = "/graphql"
    schema = schema
    graphql_ide = None
    protocols = (GRAPHQL_TRANSPORT_WS_PROTOCOL,)
    max_subscriptions_per_connection = None  # the handler counts, and gives the refusal a code
    connection_init_wait_timeout = CONNECTION_INIT_WITHIN
    graphql_transport_ws_handler_class = SocketHandler
    websocket_adapter_class = SocketAdapter
    dependencies: ClassVar[Dependencies] = {}  # type: ignore[misc]  # as the base has it
    middleware: Sequence[Middleware] = [cross_origin, no_store]
    exception_handlers = HANDLERS

    @get()
    async def handle_http_get(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Answer a query; a mutation needs a POST. A browser that asks nothing is led to the workbench."""
        workbench = request.app.state.workbench
        is_visit = "query" not in request.query_params
        if workbench and is_visit and likes_html_best(request.headers.get("accept")):
            return Redirect(workbench, status_code=303)
        return await self._answer(request)

    @post(status_code=HTTPStatus.OK)
    async def handle_http_post(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Answer a query or a mutation."""
        return await self._answer(request)

    @route(http_method=HttpMethod.OPTIONS, status_code=HTTPStatus.NO_CONTENT, sync_to_thread=False)
    def handle_preflight(self) -> None:
        """Answer a browser that asks whether a page may ask; see ``cross_origin``."""

    @websocket()
    async def websocket_endpoint(self, socket: WebSocket[Any, Any, Any]) -> None:
        """Speak graphql-transport-ws; who it is may come later, in ``connection_init``."""
        with place_of_stranger(socket.scope) as place:
            if place is None:
                await socket.close(code=TRY_AGAIN_LATER)
                return
            context = Context(scope=socket.scope, place=place)
            await self.run(socket, context=context, root_value=None)

    async def _answer(self, request: Request[Any, Any, Any]) -> Response[Any]:
        context = await context_for(request.scope)
        media_type = media_type_for(request.headers.get("accept"))
        if media_type is None:
            sentence = f"An answer is {' or '.join(TYPES)}."
            return errors_answer(
                sentence, {"code": "NOT_ACCEPTABLE"}, status=HTTPStatus.NOT_ACCEPTABLE
            )
        try:
            answer: Response[Any] = await self.run(request, context=context, root_value=None)
        except HTTPException as error:
            answer = errors_answer(error.reason, {"code": "BAD_REQUEST"}, status=error.status_code)
            answer.media_type = media_type
        return told_what_is_left(answer, context)

    async def get_sub_response(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Return the type that the answer will have; resolvers add no headers."""
        return Response(None, media_type=media_type_for(request.headers.get("accept")) or PLAIN)

    async def process_result(
        self, request: Request[Any, Any, Any], result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """Leave ``data`` out when nothing was executed; an error of a field says at which path it was."""
        answer = await super().process_result(request, result)
        if result.data is None and not any(error.path for error in result.errors or ()):
            del answer["data"]
        return answer

    def create_response(
        self,
        response_data: Any,  # one answer: several operations in one request are refused
        sub_response: Response[Any],
    ) -> Response[Any]:
        """Answer in the type that was asked for, with the status that this type has for it."""
        media_type = str(sub_response.media_type)
        return Response(
            str(self.encode_json(response_data)).encode(),
            status_code=status_of(response_data, media_type),
            media_type=media_type,
        )

    def parse_json(self, data: str | bytes) -> Any:
        """Read an object or a list; null is an object without members."""
        parsed = super().parse_json(data)
        if isinstance(parsed, (dict, list)):
            return parsed
        if parsed is None:
            return {}
        raise HTTPException(400, "A JSON object is expected.")

    def decode_json(self, data: str | bytes) -> object:
        """Read JSON; text that is no UTF-8 or is nested too deeply is no JSON either."""
        try:
            return super().decode_json(data)
        except (TypeError, UnicodeDecodeError, RecursionError) as error:
            raise json.JSONDecodeError("No JSON", "", 0) from error

    def is_websocket_origin_allowed(self, request: WebSocket[Any, Any, Any], origin: str) -> bool:
        """Tell whether a page may open a WebSocket although its origin is not the Host header."""
        return is_same_site(request.scope)

    async def on_ws_connect(self, context: Context) -> UnsetType | dict[str, object] | None:
        """Close with 4403 when neither the cookie nor ``connection_init`` says who it is, or not well enough."""
        try:
            viewer = await context.viewer()
        except (NotSignedIn, PasswordChangeDue) as error:
            raise ConnectionRejectionError(dict(extensions(error))) from error
        except Unavailable as error:
            # 4403 would tell a client to give up.
            raise WebSocketException(detail=str(error), code=TRY_AGAIN_LATER) from error
        if context.place and not context.place.move(f"user:{viewer.user_id}", MOST_KNOWN):
            raise WebSocketException(detail="Too many connections.", code=TRY_AGAIN_LATER)
        return await super().on_ws_connect(context)
