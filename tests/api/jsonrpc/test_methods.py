"""How the parameters of updateCallState are read."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from api.jsonrpc.methods import MAX_DEPTH, MAX_DETAILS, Sender, read_message, readable
from models.calls.messages import CallMessage, CallStatus
from models.errors import InvalidValue
from models.people.sources import Source

SOURCE = UUID(int=1)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
REASON = "1084CC0BCF18B24ABF86830DD046021FC0"


def read(params: Any) -> CallMessage:
    sender = Sender(source=Source(id=SOURCE, name="pbx"))
    return read_message(params, sender, received_at=NOW)


def connected(**members: Any) -> dict[str, Any]:
    """Give named parameters of a CONNECTED."""
    return {"userLoginName": "user101", "status": "CONNECTED", **members}


def nested(depth: int) -> dict[str, Any]:
    """Give details of so many levels."""
    details: Any = "value"
    for _ in range(depth):
        details = {"level": details}
    return dict(details)


@pytest.mark.parametrize(
    "params",
    [
        ["user101", "CONNECTED", "1234567890", REASON],
        ["user101", "CONNECTED", "1234567890", REASON, None],
        ["user101", "CONNECTED", "1234567890", REASON, {}],
        ["user101", "connected", 1234567890, REASON],
        connected(phoneNumber="1234567890", reasonId=REASON),
        connected(reasonId=REASON, phoneNumber=1234567890, status="Connected", details=None),
    ],
    ids=["documented", "null details", "no details", "number", "named", "named, other order"],
)
def test_the_documented_message_may_be_written_in_several_ways(params: Any) -> None:
    assert read(params) == CallMessage(
        source_id=SOURCE,
        login_name="user101",
        status=CallStatus.CONNECTED,
        phone_number="1234567890",
        reason_id=REASON,
        received_at=NOW,
    )


@pytest.mark.parametrize(
    "params",
    [
        ["user101", "DISCONNECTED", None, None],
        ["user101", "DISCONNECTED", None],
        ["user101", "DISCONNECTED"],
        ["user101", "disconnected", None, ""],
        {"userLoginName": "user101", "status": "DISCONNECTED"},
    ],
)
def test_trailing_parameters_may_be_left_out(params: Any) -> None:
    assert read(params) == CallMessage(
        source_id=SOURCE,
        login_name="user101",
        status=CallStatus.DISCONNECTED,
        received_at=NOW,
    )


@pytest.mark.parametrize(
    ("sent", "digits"),
    [
        (14165550100, "14165550100"),
        (12345678901234567890, "12345678901234567890"),
        (0, "0"),
        (-1, "-1"),
    ],
)
def test_whole_numbers_are_taken_for_their_digits(sent: int, digits: str) -> None:
    message = read(["user101", "CONNECTED", sent, sent])

    assert (message.phone_number, message.reason_id) == (digits, digits)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "anonymous",
        "+14165550100",
        "0033 1 23 45 67 89",
        "tel:+1-416-555-0100",
        "sip:+14165550100@example.org;user=phone",
        "4165550100;npdi",
        "client:bob",
        "T123#4",
        "\x00",
        "é" * 5000,
    ],
)
def test_no_text_in_place_of_a_number_is_refused(sent: str) -> None:
    assert read(["user101", "CONNECTED", sent, None]).phone_number == sent


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ([], "userLoginName"),
        ({}, "userLoginName"),
        ([None, "CONNECTED"], "userLoginName"),
        (["", "CONNECTED"], "userLoginName"),
        (["  ", "CONNECTED"], "userLoginName"),
        (["user\x00101", "CONNECTED"], "userLoginName"),
        ([101, "CONNECTED"], "userLoginName"),
        ([["user101"], "CONNECTED"], "userLoginName"),
        (["user101"], "status"),
        (["user101", None], "status"),
        (["user101", "RINGING"], "status"),
        (["user101", " CONNECTED"], "status"),
        (["user101", True], "status"),
        (["user101", ["CONNECTED"]], "status"),
        (["user101", "CONNECTED", 1.5], "phoneNumber"),
        (["user101", "CONNECTED", 1e3], "phoneNumber"),
        (["user101", "CONNECTED", True], "phoneNumber"),
        (["user101", "CONNECTED", ["1"]], "phoneNumber"),
        (["user101", "CONNECTED", {}], "phoneNumber"),
        (["user101", "CONNECTED", None, 1.5], "reasonId"),
        (["user101", "CONNECTED", None, False], "reasonId"),
        (["user101", "CONNECTED", None, {"id": 1}], "reasonId"),
        (["user101", "CONNECTED", None, None, "account"], "details"),
        (["user101", "CONNECTED", None, None, [1]], "details"),
        (["user101", "CONNECTED", None, None, False], "details"),
        (["user101", "CONNECTED", None, None, {}, 6], "params"),
        (connected(phonenumber="1", details=5), "details"),
    ],
)
def test_a_refusal_names_the_parameter_and_what_was_expected(params: Any, name: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        read(params)

    assert refusal.value.name == name
    assert "expected" in refusal.value.expected


def test_details_are_a_fifth_parameter_or_further_named_ones() -> None:
    fifth = read(["user101", "CONNECTED", "1", None, {"account": 'A"1\\1', "vip": True}])
    named = read(connected(phoneNumber="1", account='A"1\\1', vip=True))
    both = read(
        connected(phoneNumber="1", details={"account": "old", "vip": True}, account='A"1\\1')
    )

    assert fifth.details == {"account": 'A"1\\1', "vip": True}
    assert named == both == fifth


def test_details_may_hold_anything_that_json_can() -> None:
    details = {"": None, "a": [1, 2.5, {"b": "é😀"}], "big": 123456789012345678901234567890}

    assert read(["user101", "CONNECTED", None, None, details]).details == details


def test_in_details_u0000_becomes_a_replacement_character() -> None:
    details = {"a\x00b": ["\x00", {"c": "\\u0000"}], "d": "plain"}

    message = read(["user101", "CONNECTED", None, None, details])

    assert message.details == {"a\ufffdb": ["\ufffd", {"c": "\\u0000"}], "d": "plain"}


def test_details_hold_at_most_16_kibibytes_of_compact_json() -> None:
    fitting = {"a": "x" * (MAX_DETAILS - len('{"a":""}'))}

    assert read(["user101", "CONNECTED", None, None, fitting]).details == fitting
    with pytest.raises(InvalidValue, match="16384 bytes"):
        read(["user101", "CONNECTED", None, None, {"a": fitting["a"] + "x"}])
    with pytest.raises(InvalidValue, match="16384 bytes"):
        read(connected(a=fitting["a"], b=""))


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 500, 900])
def test_details_that_are_nested_deeply_are_refused(depth: int) -> None:
    assert read(["user101", "CONNECTED", None, None, nested(MAX_DEPTH)]).details

    with pytest.raises(InvalidValue, match="levels"):
        read(["user101", "CONNECTED", None, None, nested(depth)])


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        (["user101", "RINGING", "14165550100"], ("user101", "RINGING")),
        ([1001, 5], ("1001", "5")),
        ([["user101"]], (None, None)),
        ({"status": "CONNECTED"}, (None, "CONNECTED")),
        ([], (None, None)),
        (None, (None, None)),
        ([1, 2, 3, 4, 5, 6], (None, None)),
    ],
)
def test_the_trace_gets_login_and_status_as_far_as_they_can_be_read(
    params: Any, expected: tuple[str | None, str | None]
) -> None:
    assert readable(params) == expected
