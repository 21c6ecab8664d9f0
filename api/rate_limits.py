"""What an API token has left, in the fields of the IETF's draft-ietf-httpapi-ratelimit-headers-10."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from models.people.allowances import WINDOW

if TYPE_CHECKING:
    from litestar import Response

    from api.schema.context import Context


def told_what_is_left(answer: Response[Any], context: Context) -> Response[Any]:
    """Say in the headers what the token has left, and with 429 when nothing is; a session has no limit to tell."""
    if allowances := context.allowances():
        policies = (f'"{each.name}";q={each.quota};w={WINDOW}' for each in allowances)
        left = (f'"{each.name}";r={each.left};t={each.full_in}' for each in allowances)
        answer.headers["ratelimit-policy"] = ", ".join(policies)
        answer.headers["ratelimit"] = ", ".join(left)
    if context.retry_after is not None:
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["retry-after"] = str(context.retry_after)
    return answer
