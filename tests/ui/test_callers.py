"""How a caller is named on screen."""

import pytest

from ui.callers import Caller, Named, written_number


def a_caller(number: str | None, searchable: str = "", contact: str = "") -> Caller:
    named = Named(full_name=contact) if contact else None
    return Caller(phone_number=number, searchable_address=searchable, contact=named)


@pytest.mark.parametrize(
    ("caller", "name"),
    [
        (a_caller("4165550100", "+14165550100", "Maria Silva"), "Maria Silva"),
        (a_caller("4165550100", "+14165550100"), "+1 416-555-0100"),
        (a_caller("1234567890", "1234567890"), "1234567890"),
        (a_caller("1001", "1001"), "1001"),
        (a_caller("anonymous"), "Unknown caller"),
        (a_caller("sip:maria@example.org"), "Unknown caller"),
        (a_caller(None), "Unknown caller"),
    ],
)
def test_a_caller_is_named_by_the_contact_else_the_number(caller: Caller, name: str) -> None:
    assert caller.name == name


@pytest.mark.parametrize("address", ["", "+", "+1", "Zürich", "+99999999999999999999"])
def test_what_is_no_number_is_not_written_as_one(address: str) -> None:
    assert written_number(address) == ""
