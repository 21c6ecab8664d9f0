"""The calls that somebody may see as CSV, filtered as on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar import Request, get
from litestar.response import Stream

from api.auth import site_of, viewer_of
from api.exports import PAGE, Entry, csv_file, time_in
from api.failures import answer_refusal
from api.headers import no_store
from models.calls.filtering import CallFilter
from models.errors import CallbeaconError, InvalidValue
from models.workspaces.exporting import exported_calls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS = (
    "connected_at",
    "login_name",
    "full_name",
    "phone_number",
    "searchable_address",
    "contact",
    "reason",
    "source_name",
    "clicked_at",
    "ended_at",
    "end_cause",
    "talk_seconds",
    "outcome",
    "follow_up_on",
    "notes",
    "saved_at",
    "is_by_hand",
    "is_test",
    "id",
)


@get(
    "/calls.csv",
    include_in_schema=False,
    middleware=[no_store],
    exception_handlers={CallbeaconError: answer_refusal},
)
async def calls_csv(request: Request[Any, Any, Any]) -> Stream:
    """Send the calls, filtered as the query says: the arguments of GraphQL's `inboundCalls`."""
    site, viewer = site_of(request.scope), await viewer_of(request.scope)
    wanted = _wanted(request.query_params)

    async def read(behind: UUID | None) -> Sequence[Entry]:
        return await exported_calls(site, viewer, wanted, first=PAGE, behind=behind)

    return await csv_file("calls", COLUMNS, read)


def _wanted(asked: Mapping[str, str]) -> CallFilter:
    is_opened = asked.get("isOpened")
    return CallFilter(
        agent_id=_id(asked, "agent"),
        reason_id=asked.get("reason") or None,
        outcome_id=_id(asked, "outcome"),
        phone_number=asked.get("phoneNumber"),
        since=time_in(asked.get("since")),
        until=time_in(asked.get("until")),
        is_opened=is_opened == "true" if is_opened else None,
    )


def _id(asked: Mapping[str, str], name: str) -> UUID | None:
    text = asked.get(name)
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise InvalidValue(name, "is not one of ours.") from error
