"""The interfaces as one Litestar app: JSON-RPC for the telephony server, GraphQL for tools, exports, health checks.

It runs without pages; ``callbeacon`` adds them as further routes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.exceptions.responses import create_exception_response

from api.call_exports import calls_csv
from api.connections import Connections
from api.contact_files import contact_file, skipped_rows_csv
from api.exports import audit_csv, message_log_csv
from api.failures import answer_failure, note_socket_failure
from api.graphql import GraphQL
from api.headers import strict_transport
from api.health import live, ready
from api.jsonrpc.endpoint import jsonrpc_routes
from api.metrics import metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from litestar.types import ControllerRouterHandler

    from api.settings import WebSettings

LARGEST_BODY = 1024 * 1024


def create_api(
    web: WebSettings,
    *,
    lifespan: Callable[[Litestar], AbstractAsyncContextManager[None]],
    routes: Sequence[ControllerRouterHandler] = (),
    workbench: str | None = None,
) -> Litestar:
    """Build the app; while it runs, ``lifespan`` keeps ``app.state.site`` open.

    ``workbench`` is the address of a page among ``routes`` for people who visit GraphQL in a browser.
    """
    return Litestar(
        route_handlers=[
            *jsonrpc_routes(web.context),
            GraphQL,
            message_log_csv,
            audit_csv,
            calls_csv,
            contact_file,
            skipped_rows_csv,
            live,
            ready,
            metrics,
            *routes,
        ],
        lifespan=[lifespan],
        state=State(
            {
                "web": web,
                "connections": Connections(),
                "is_draining": False,
                "workbench": workbench,
            }
        ),
        before_send=[strict_transport] if web.secure_cookies else [],
        openapi_config=None,
        logging_config=None,
        exception_handlers={HTTPException: create_exception_response, Exception: answer_failure},
        after_exception=[note_socket_failure],
        request_max_body_size=LARGEST_BODY,
    )
