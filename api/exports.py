"""The message log and the audit trail as CSV (RFC 4180), sent while they are read, for administrators.

The calls are in ``call_exports.py``.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from litestar import Request, get
from litestar.exceptions import ClientException
from litestar.response import Stream
from msgspec.structs import asdict

from api.auth import site_of, viewer_of
from api.failures import answer_refusal
from api.headers import no_store
from models.audit_trail import AuditFilter, AuditRecord, audit_trail
from models.calls.message_log import MessageFilter, TracedMessage, message_log
from models.errors import CallbeaconError
from models.workspaces.exporting import ExportedCall

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from uuid import UUID


PAGE = 100
MESSAGE_COLUMNS = (
    "received_at",
    "source_name",
    "login_name",
    "full_name",
    "phone_number",
    "status",
    "effect",
    "code",
    "call_id",
)
AUDIT_COLUMNS = (
    "at",
    "login_name",
    "full_name",
    "action",
    "subject_kind",
    "subject",
    "subject_name",
    "before",
    "after",
)
# What a spreadsheet takes for the beginning of a formula; the tab and the line break hide one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Entry = TracedMessage | AuditRecord | ExportedCall


@get(
    "/admin/message-log.csv",
    include_in_schema=False,
    middleware=[no_store],
    exception_handlers={CallbeaconError: answer_refusal},
)
async def message_log_csv(request: Request[Any, Any, Any]) -> Stream:
    """Send the message log, filtered as the query says: the arguments of GraphQL's `messageLog`."""
    asked = request.query_params
    wanted = MessageFilter(
        login_name=asked.get("loginName"),
        phone_number=asked.get("phoneNumber"),
        since=time_in(asked.get("since")),
        until=time_in(asked.get("until")),
        outcome=asked.get("outcome"),
        is_refused={"true": True, "false": False}.get(asked.get("isRefused", "").lower()),
    )
    site, viewer = site_of(request.scope), await viewer_of(request.scope)

    async def read(behind: UUID | None) -> Sequence[Entry]:
        return await message_log(site, viewer, wanted, first=PAGE, behind=behind)

    return await csv_file("message-log", MESSAGE_COLUMNS, read)


@get(
    "/admin/audit.csv",
    include_in_schema=False,
    middleware=[no_store],
    exception_handlers={CallbeaconError: answer_refusal},
)
async def audit_csv(request: Request[Any, Any, Any]) -> Stream:
    """Send the audit trail, filtered as the query says: the arguments of GraphQL's `auditEntries`."""
    asked = request.query_params
    wanted = AuditFilter(
        login_name=asked.get("loginName"),
        action=asked.get("action"),
        subject=asked.get("subject"),
        since=time_in(asked.get("since")),
        until=time_in(asked.get("until")),
    )
    viewer = await viewer_of(request.scope)

    async def read(behind: UUID | None) -> Sequence[Entry]:
        return await audit_trail(viewer, wanted, first=PAGE, behind=behind)

    return await csv_file("audit", AUDIT_COLUMNS, read)


def unformulated(value: object) -> str:
    """Write a value as a cell that no spreadsheet runs: one that looks like a formula gets an apostrophe before it."""
    text = _text(value)
    return f"'{text}" if text.startswith(FORMULA) else text


async def csv_file(
    name: str, columns: Sequence[str], read: Callable[[UUID | None], Awaitable[Sequence[Entry]]]
) -> Stream:
    """Send what ``read`` returns page by page, with one entry too many while there are more, as a file."""
    # Read before the answer begins, so that a refusal is one and no broken file.
    first = await read(None)

    async def lines() -> AsyncIterator[bytes]:
        # With the mark that makes spreadsheets read UTF-8.
        yield "\ufeff".encode() + _line(columns)
        page = first
        while page:
            for entry in page[:PAGE]:
                values = asdict(entry)
                yield _line([unformulated(values[column]) for column in columns])
            page = await read(page[PAGE - 1].id) if len(page) > PAGE else ()

    return Stream(
        lines,
        media_type="text/csv",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def time_in(text: str | None) -> datetime | None:
    """Read a time of RFC 3339; without an offset it is UTC."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ClientException("A time is written as 2026-01-31T12:00:00Z.") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
