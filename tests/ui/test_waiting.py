"""What the beacon says of a waiting call."""

from datetime import UTC, datetime, timedelta

import pytest

from ui.callers import Named
from ui.waiting import Detail, Reason, WaitingCall

MARIA = Named(full_name="Maria Silva")
LINE = Detail(name="line_dialled", value="+18005550199", is_masked=False)
OTHER = Detail(name="account_number", value="1001", is_masked=False)


def a_waiting_call(*details: Detail, contact: Named | None = None) -> WaitingCall:
    return WaitingCall(
        phone_number="4165550100",
        searchable_address="+14165550100",
        contact=contact,
        connected_at=datetime.now(UTC) - timedelta(seconds=2),
        call_reason=Reason(name="Billing"),
        details=details,
    )


@pytest.mark.parametrize(
    ("call", "rest"),
    [
        (a_waiting_call(), "Billing"),
        (a_waiting_call(contact=MARIA), "+1 416-555-0100 · Billing"),
        (a_waiting_call(OTHER, LINE), "on +1 800-555-0199 · Billing"),
        (
            a_waiting_call(LINE, contact=MARIA),
            "+1 416-555-0100 · on +1 800-555-0199 · Billing",
        ),
        (
            a_waiting_call(Detail(name="line_dialled", value="1800", is_masked=False)),
            "on 1800 · Billing",
        ),
        (
            a_waiting_call(Detail(name="line_dialled", value="••••", is_masked=True)),
            "Billing",
        ),
    ],
)
def test_after_the_name_stand_the_number_the_line_and_the_reason(
    call: WaitingCall, rest: str
) -> None:
    assert call.rest == rest


def test_the_age_of_a_call_is_counted_from_its_message() -> None:
    assert 2 <= a_waiting_call().age < 60
