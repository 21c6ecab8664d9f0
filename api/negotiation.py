"""In which of its two JSON types an answer of GraphQL is said (GraphQL over HTTP, section 6; RFC 9110, 12.5.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from litestar.enums import MediaType

from api.failures import INTERNAL

if TYPE_CHECKING:
    from strawberry.http import GraphQLHTTPResponse

PLAIN = MediaType.JSON.value
GRAPHQL = "application/graphql-response+json"
# Where a client likes both equally it gets the first: what every client reads.
TYPES = (PLAIN, GRAPHQL)


def media_type_for(accept: str | None) -> str | None:
    """Choose the type that the ``Accept`` header likes best; None when it wants neither."""
    if not accept or not accept.strip():
        return PLAIN
    weights = {name: _quality(name, accept) for name in TYPES}
    liked = max(TYPES, key=weights.__getitem__)
    return liked if weights[liked] else None


def likes_html_best(accept: str | None) -> bool:
    """Tell whether a person at a browser asks, who would rather see a page than JSON."""
    html = _quality(MediaType.HTML.value, accept or "")
    return html > max(_quality(name, accept or "") for name in TYPES)


def status_of(answer: GraphQLHTTPResponse, media_type: str) -> HTTPStatus:
    """Give the status of an answer; in plain JSON, which any server might have sent, it says nothing."""
    if media_type == PLAIN or "data" in answer:
        return HTTPStatus.OK
    return HTTPStatus.INTERNAL_SERVER_ERROR if _is_our_fault(answer) else HTTPStatus.BAD_REQUEST


def _is_our_fault(answer: GraphQLHTTPResponse) -> bool:
    errors = answer.get("errors") or []
    return any(
        isinstance(error, dict) and error.get("extensions", {}).get("code") == INTERNAL
        for error in errors
    )


def _quality(name: str, accept: str) -> float:
    """Return the weight of the most exact range that the type is in, 0 when it is in none."""
    any_of_its_kind = f"{name.partition('/')[0]}/*"
    ranges = [_weighed(part) for part in accept.lower().split(",")]
    fitting = [
        (exactness, weight)
        for pattern, weight in ranges
        for exactness, wanted in enumerate(("*/*", any_of_its_kind, name))
        if pattern == wanted
    ]
    return max(fitting, default=(0, 0.0))[1]


def _weighed(part: str) -> tuple[str, float]:
    """Split ``type/subtype;q=0.5``; a weight that is no number leaves the range out."""
    pattern, *parameters = (piece.strip() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            return pattern, _weight(value)
    return pattern, 1.0


def _weight(value: str) -> float:
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
