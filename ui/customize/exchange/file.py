"""The file with the reasons, scripts, call fields and outcomes of this site, for whoever may export it."""

from typing import Any

from litestar import Request, Response, get
from litestar.enums import MediaType
from litestar.status_codes import HTTP_403_FORBIDDEN

from api import auth
from ui.client import Answer, Document, Failed, ask_once
from ui.page import SECURITY_HEADERS
from ui.sign_in import sign_in_first

FILE = "/customize/call-management/file"


class File(Answer, frozen=True):
    """The file."""

    name: str
    content: str


class FileAnswer(Answer, frozen=True):
    """The answer to EXPORT."""

    export_call_management: File


EXPORT = Document(
    "query ExportCallManagement { exportCallManagement { name content } }",
    FileAnswer,
)


@get(FILE, include_in_schema=False)
async def call_management_file(request: Request[Any, Any, Any]) -> Response[Any]:
    """Send the file; say to a person without the privilege which one is missing."""
    if not await auth.is_signed_in(request.scope):
        return sign_in_first(request)
    answer = await ask_once(request.scope, EXPORT)
    if isinstance(answer, Failed):
        return Response(
            answer.message,
            status_code=HTTP_403_FORBIDDEN,
            media_type=MediaType.TEXT,
            headers=SECURITY_HEADERS,
        )
    file = answer.export_call_management
    disposition = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(
        file.content.encode(),
        media_type=MediaType.JSON,
        headers={**SECURITY_HEADERS, **disposition},
    )
