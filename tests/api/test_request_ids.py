"""What a request is called in the logs."""

import re
from typing import cast

import pytest
from litestar.types import Scope

from api.request_ids import request_id

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"


def named(**headers: str) -> str:
    """Return the id of a request with these headers."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return request_id(cast("Scope", {"headers": raw}))


def test_a_request_keeps_the_name_it_came_with() -> None:
    assert named(x_request_id="call-7.of_pbx") == "call-7.of_pbx"
    assert named(traceparent=f"00-{TRACE}-{SPAN}-01", x_request_id="other") == TRACE


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x_request_id": ""},
        {"x_request_id": "x" * 65},
        {"x_request_id": 'one"} {"event": "forged'},
        {"x_request_id": "ünlesbar"},
        {"traceparent": f"00-{'0' * 32}-{SPAN}-01"},
        {"traceparent": "00-short-01"},
    ],
)
def test_what_can_be_no_name_is_replaced_by_one_of_ours(headers: dict[str, str]) -> None:
    assert re.fullmatch("[0-9a-f]{32}", named(**headers))
