"""The name of a request in the logs: the one it came with, when that can be one, or a new one.

Only what an authenticated sender says gets here. It is bounded and plain, so that nobody writes lines of their own.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from api.auth import header

if TYPE_CHECKING:
    from litestar.types import Scope

PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
TRACEPARENT = re.compile(
    r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}"
)  # W3C Trace Context
NO_TRACE = "0" * 32


def request_id(scope: Scope) -> str:
    """Return the trace id of ``traceparent``, else ``X-Request-ID``, else a new id."""
    traced = TRACEPARENT.fullmatch(header(scope, b"traceparent"))
    if traced and traced[1] != NO_TRACE:
        return traced[1]
    given = header(scope, b"x-request-id")
    return given if PLAIN.fullmatch(given) else secrets.token_hex(16)
