"""Files of contacts: taking one in, and sending the report of what was skipped."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath  # Litestar reads the annotation
from litestar.response import Stream

from api.auth import site_of, viewer_of
from api.exports import unformulated
from api.failures import answer_refusal
from api.headers import no_store
from models.contacts.importing.files import take_file
from models.contacts.importing.imports import skipped_rows
from models.errors import CallbeaconError, NoSuchContactImport, TokenMayNot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from models.contacts.importing.imports import SkippedRow

PAGE = 100
COLUMNS = ("row", "cause", "content")


@post(
    "/contacts/imports",
    include_in_schema=False,
    middleware=[no_store],
    exception_handlers={CallbeaconError: answer_refusal},
    request_max_body_size=None,  # the verb counts, and refuses with a sentence
)
async def contact_file(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Take a file as it comes in, the body being the file and the query naming it; answer the import's id."""
    site, viewer = site_of(request.scope), await viewer_of(request.scope)
    if viewer.is_read_only:
        raise TokenMayNot
    name = request.query_params.get("name", "")
    state = await take_file(site, viewer, name, request.stream())
    return {"id": str(state.id)}


@get(
    "/contacts/imports/{import_id:str}/skipped.csv",
    include_in_schema=False,
    middleware=[no_store],
    exception_handlers={CallbeaconError: answer_refusal},
)
async def skipped_rows_csv(request: Request[Any, Any, Any], import_id: FromPath[str]) -> Stream:
    """Send the rows that an import skipped, each with its cause, as CSV."""
    viewer, asked = await viewer_of(request.scope), _id(import_id)
    # Read before the answer begins, so that a refusal is one and no broken file.
    first = await skipped_rows(viewer, asked, first=PAGE)

    async def lines() -> AsyncIterator[bytes]:
        # With the mark that makes spreadsheets read UTF-8.
        yield "\ufeff".encode() + _line(COLUMNS)
        page: Sequence[SkippedRow] = first
        while page:
            for row in page[:PAGE]:
                yield _line([str(row.row), row.cause, unformulated(row.content)])
            more = len(page) > PAGE
            page = (
                await skipped_rows(viewer, asked, first=PAGE, after=page[PAGE - 1].id)
                if more
                else ()
            )

    disposition = {"content-disposition": 'attachment; filename="skipped-rows.csv"'}
    return Stream(lines, media_type="text/csv", headers=disposition)


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NoSuchContactImport from None
