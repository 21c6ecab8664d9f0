"""JSON-RPC with methods that have nothing to do with calls."""

import asyncio
import json
from typing import Any

import pytest
import structlog

from api.jsonrpc.protocol import MAX_BATCH, Answer, Params, RpcError, answer


async def subtract(params: Params, _: int) -> int:
    """Subtract, as in the examples of the specification."""
    if isinstance(params, list):
        minuend, subtrahend = params
    else:
        minuend, subtrahend = params["minuend"], params["subtrahend"]
    if not isinstance(minuend, int) or not isinstance(subtrahend, int):
        raise RpcError(-32602, "Two numbers were expected.", code="NOT_NUMBERS")
    return minuend - subtrahend


async def echo(params: Params, _: int) -> Params:
    """Give the parameters back."""
    return params


async def fail(_: Params, __: int) -> None:
    """Fail in a way that nobody foresaw, with a caller's number in the text."""
    raise ZeroDivisionError("the secret of 14165550123")


METHODS = {"subtract": subtract, "echo": echo, "fail": fail}


async def asked(body: str | bytes) -> Answer:
    return await answer(body.encode() if isinstance(body, str) else body, METHODS)


async def told(body: str | bytes) -> Any:
    """Ask and read the answer."""
    return json.loads((await asked(body)).body)


async def error_of(body: str | bytes) -> tuple[int, str, Any]:
    """Ask, and read number, stable code and id of the error."""
    reply = await told(body)
    error = reply["error"]
    assert error["message"]
    return error["code"], error["data"]["code"], reply["id"]


@pytest.mark.parametrize(
    ("request_text", "result"),
    [
        ('{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}', 19),
        ('{"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 1}', -19),
        (
            '{"method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 1}',
            19,
        ),
    ],
    ids=["positional", "the other way round", "named"],
)
async def test_parameters_come_by_position_or_by_name(request_text: str, result: int) -> None:
    assert await told(request_text) == {"jsonrpc": "2.0", "result": result, "id": 1}


@pytest.mark.parametrize(
    "id",
    [
        "1",
        "0",
        "-5",
        "6446427683238226060",
        "12345678901234567890123",
        "0.2431987654321098",
        "1e400",
        '""',
        '"550e8400-e29b-41d4-a716-446655440000"',
        '"\\u00e9 é \\/"',
        "null",
    ],
)
async def test_an_id_comes_back_byte_for_byte(id: str) -> None:
    body = (await asked(f'{{"jsonrpc":"2.0","method":"echo","id": {id} }}')).body

    assert body == f'{{"jsonrpc":"2.0","result":[],"id":{id}}}'.encode()


@pytest.mark.parametrize("id", ["true", "false", "[]", "[1]", "{}", '{"a": 1}'])
async def test_a_boolean_or_structured_id_is_refused(id: str) -> None:
    error = await error_of(f'{{"jsonrpc": "2.0", "method": "echo", "id": {id}}}')

    assert error == (-32600, "INVALID_REQUEST", None)


@pytest.mark.parametrize("version", ["", '"jsonrpc": "1.0", ', '"jsonrpc": null, "params": null, '])
async def test_a_request_of_an_older_version_is_answered(version: str) -> None:
    assert await told(f'{{{version}"method": "echo", "id": 7}}') == {
        "jsonrpc": "2.0",
        "result": [],
        "id": 7,
    }


@pytest.mark.parametrize(
    "body",
    [
        '{"jsonrpc": "2.0", "method": "echo"}',
        '{"method": "echo"}',
        '{"method": "echo", "id": null}',
        '{"jsonrpc": "1.0", "method": "echo", "id": null}',
        '{"jsonrpc": "2.0", "method": "unknown"}',
        '{"jsonrpc": "2.0", "method": "subtract", "params": ["a", "b"]}',
        '{"jsonrpc": "2.0", "method": "fail"}',
        '{"jsonrpc": "2.0", "method": "echo", "params": [1e400]}',
        '[{"jsonrpc": "2.0", "method": "echo"}, {"method": "unknown", "id": null}]',
    ],
)
async def test_a_notification_gets_no_answer(body: str) -> None:
    assert (await asked(body)).body == b""


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", (-32700, "PARSE_ERROR", None)),
        (" \r\n\t", (-32700, "PARSE_ERROR", None)),
        (
            '{"jsonrpc": "2.0", "method": "echo", "params": [1, "id": 1}',
            (-32700, "PARSE_ERROR", None),
        ),
        (
            '[{"jsonrpc": "2.0", "method": "echo", "id": 1}, {"method"]',
            (-32700, "PARSE_ERROR", None),
        ),
        ('{"method": "echo", "id": 1} {}', (-32700, "PARSE_ERROR", None)),
        ('{"method": "echo", "params": [0033], "id": 1}', (-32700, "PARSE_ERROR", None)),
        ('{"method": "echo", "params": [NaN], "id": 1}', (-32700, "PARSE_ERROR", None)),
        (b'{"method": "echo", "id": "\xe9"}', (-32700, "PARSE_ERROR", None)),
        (b'{"method": "echo", "unknown": "\xe9", "id": 1}', (-32700, "PARSE_ERROR", None)),
        ('{"method": "echo"}'.encode("utf-16"), (-32700, "PARSE_ERROR", None)),
        ("[" * 10_000, (-32700, "PARSE_ERROR", None)),
        ('{"a":' * 10_000, (-32700, "PARSE_ERROR", None)),
        ('{"params":' + "[" * 10_000 + "]" * 10_000 + "}", (-32700, "PARSE_ERROR", None)),
        ("[]", (-32600, "INVALID_REQUEST", None)),
        ("1", (-32600, "INVALID_REQUEST", None)),
        ("null", (-32600, "INVALID_REQUEST", None)),
        ('"updateCallState"', (-32600, "INVALID_REQUEST", None)),
        ("{}", (-32600, "INVALID_REQUEST", None)),
        ('{"jsonrpc": "2.0", "method": 1, "params": "bar"}', (-32600, "INVALID_REQUEST", None)),
        ('{"jsonrpc": "2.0", "method": 1, "id": 5}', (-32600, "INVALID_REQUEST", 5)),
        ('{"jsonrpc": "3.0", "method": "echo", "id": 5}', (-32600, "INVALID_REQUEST", 5)),
        ('{"jsonrpc": 2.0, "method": "echo", "id": 5}', (-32600, "INVALID_REQUEST", 5)),
        ('{"jsonrpc": [], "method": "echo", "id": 5}', (-32600, "INVALID_REQUEST", 5)),
        ('{"method": "echo", "params": "bar", "id": 5}', (-32600, "INVALID_REQUEST", 5)),
        ('{"method": "foobar", "id": "1"}', (-32601, "METHOD_NOT_FOUND", "1")),
        ('{"method": "Echo", "id": 5}', (-32601, "METHOD_NOT_FOUND", 5)),
        ('{"method": "subtract", "params": ["a", 1], "id": 5}', (-32602, "NOT_NUMBERS", 5)),
        ('{"method": "echo", "params": [1e400], "id": 5}', (-32602, "INVALID_PARAMS", 5)),
        (
            '{"method": "echo", "params": [' + "1" * 5000 + '], "id": 5}',
            (-32602, "INVALID_PARAMS", 5),
        ),
        ('{"method": "fail", "id": 5}', (-32603, "INTERNAL_ERROR", 5)),
    ],
)
async def test_a_fault_has_a_number_a_stable_code_and_the_id(
    body: str | bytes, error: tuple[int, str, Any]
) -> None:
    assert await error_of(body) == error


@pytest.mark.parametrize(
    "body",
    [
        '"{"jsonrpc":"2.0", "method":"echo", "params":["a"], "id":1}"',
        '"{"jsonrpc":"2.0", "method":"echo", "params":["a"], "id":1}',
        json.dumps('{"jsonrpc":"2.0", "method":"echo", "id":1}'),
        "'{jsonrpc:2.0}'",
        '"[{"jsonrpc":"2.0"}]"',
    ],
    ids=["as printed", "without the second mark", "a JSON string", "cmd.exe", "a batch"],
)
async def test_json_in_quotation_marks_is_a_parse_error_that_says_so(body: str) -> None:
    error = (await told(body))["error"]

    assert error["code"] == -32700
    assert "quotation marks" in error["message"]


async def test_a_byte_order_mark_and_white_space_are_passed_over() -> None:
    reply = await told(b'\xef\xbb\xbf\r\n {"method": "echo", "id": 1}\n')

    assert reply["id"] == 1


async def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    params = r'["\ud800", "\udc00\ud800", "\ud83d\ude00", "\\ud800", {"\uDFFF": 1}]'

    reply = await told('{"method": "echo", "params": ' + params + ', "id": 1}')

    assert reply["result"] == ["\ufffd", "\ufffd\ufffd", "😀", r"\ud800", {"\ufffd": 1}]


async def test_of_a_member_named_twice_the_last_one_counts() -> None:
    reply = await told('{"method": "fail", "id": 1, "method": "echo", "id": 2}')

    assert reply == {"jsonrpc": "2.0", "result": [], "id": 2}


async def test_whole_numbers_keep_their_digits() -> None:
    params = "[12345678901234567890, 123456789012345678901234567890]"

    reply = await asked('{"method": "echo", "params": ' + params + ', "id": 1}')

    assert params.replace(" ", "").encode() in reply.body


async def test_an_unforeseen_failure_tells_an_id_that_stands_in_the_log_and_nothing_else() -> None:
    with structlog.testing.capture_logs() as logs:
        reply = await told('{"method": "fail", "id": 1}')

    error_id = reply["error"]["data"]["errorId"]
    (entry,) = logs
    assert entry["error_id"] == error_id
    assert error_id in reply["error"]["message"]
    assert "secret" not in json.dumps(reply)
    assert "ZeroDivisionError: the secret of *******0123" in entry["exception"]


async def test_a_batch_is_answered_as_the_specification_shows() -> None:
    replies = await told(
        """[
            {"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": "1"},
            {"jsonrpc": "2.0", "method": "echo", "params": [7]},
            {"foo": "boo"},
            {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
            {"jsonrpc": "2.0", "method": "fail", "id": "7"},
            3,
            {"jsonrpc": "2.0", "method": "echo", "id": "9"}
        ]"""
    )

    seen = [(reply["id"], reply.get("error", {}).get("code")) for reply in replies]
    assert seen == [
        ("1", None),
        (None, -32600),
        ("5", -32601),
        ("7", -32603),
        (None, -32600),
        ("9", None),
    ]


async def test_the_requests_of_a_batch_start_in_order_and_wait_together() -> None:
    started: list[Any] = []
    all_started = asyncio.Event()

    async def wait(params: Params, _: int) -> None:
        assert isinstance(params, list)
        started.append(params[0])
        if len(started) == MAX_BATCH:
            all_started.set()
        await all_started.wait()

    batch = [{"method": "wait", "params": [number], "id": number} for number in range(MAX_BATCH)]

    async with asyncio.timeout(10):
        reply = await answer(json.dumps(batch).encode(), {"wait": wait})

    assert started == list(range(MAX_BATCH))
    assert [one["id"] for one in json.loads(reply.body)] == started


async def test_a_batch_of_more_than_a_hundred_is_refused_as_a_whole() -> None:
    request = '{"method": "echo", "id": 1}'

    at_the_limit = await told(f"[{','.join([request] * 100)}]")
    above = await error_of(f"[{','.join([request] * 101)}]")

    assert len(at_the_limit) == 100
    assert above == (-32600, "INVALID_REQUEST", None)


async def test_what_was_refused_is_told_apart_from_what_is_answered() -> None:
    single = await asked('{"method": "subtract", "params": ["a", "b"]}')
    batch = await asked('[{"method": "unknown", "params": ["a"]}, {"method": "echo"}, 5]')

    assert [refusal.error.code for refusal in single.refusals] == ["NOT_NUMBERS"]
    assert [refusal.params for refusal in single.refusals] == [["a", "b"]]
    assert [refusal.error.code for refusal in batch.refusals] == [
        "METHOD_NOT_FOUND",
        "INVALID_REQUEST",
    ]
    assert [refusal.params for refusal in batch.refusals] == [["a"], None]
    assert (single.is_batch, batch.is_batch) == (False, True)
