"""The last resort: what nobody expected is logged under an id, and whoever asked gets the id and nothing else."""

from __future__ import annotations

import re
import traceback
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from litestar import Response
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException, WebSocketException

from api.errors import extensions, wire
from models.errors import CallbeaconError

if TYPE_CHECKING:
    from litestar import Request
    from litestar.types import Scope

INTERNAL = "INTERNAL"
UNAUTHORISED = {"www-authenticate": 'Bearer realm="Callbeacon"'}

log = structlog.get_logger(__name__)

_LONG_NUMBER = re.compile(r"\d(?=(?:[ ().-]*\d){4})")


def note_failure(error: BaseException) -> tuple[str, dict[str, str]]:
    """Log the traceback under a new id; return the sentence and the extensions that name the id.

    The log gets no local variables, and of long numbers in texts only the last four digits.
    """
    error_id = uuid.uuid4().hex
    story = _LONG_NUMBER.sub("*", "".join(traceback.format_exception(error)))
    log.error("internal_error", error_id=error_id, exception=story)
    sentence = f"Something went wrong here. It is logged as {error_id}."
    return sentence, {"code": INTERNAL, "errorId": error_id}


def answer_refusal(
    _: Request[Any, Any, Any], error: CallbeaconError
) -> Response[dict[str, object]]:
    """Answer a refusal from before an operation in GraphQL's own form."""
    status = wire(error).status
    answer = errors_answer(str(error), dict(extensions(error)), status=status)
    answer.headers.update(UNAUTHORISED if status == HTTPStatus.UNAUTHORIZED else {})
    return answer


def errors_answer(
    message: str, told: dict[str, str], *, status: int
) -> Response[dict[str, object]]:
    """Answer one error in GraphQL's own form."""
    return Response({"errors": [{"message": message, "extensions": told}]}, status_code=status)


def answer_failure(_: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Answer what no handler expected, in the form of GraphQL's errors."""
    sentence, told = note_failure(error)
    return errors_answer(sentence, told, status=500)


async def note_socket_failure(error: Exception, scope: Scope) -> None:
    """Log what ended a WebSocket; its client learns no more than the closing code."""
    if scope["type"] == ScopeType.WEBSOCKET and not isinstance(
        error, (CallbeaconError, HTTPException, WebSocketException)
    ):
        note_failure(error)
