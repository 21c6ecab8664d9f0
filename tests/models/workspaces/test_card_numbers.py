"""Which texts hold the number of a payment card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.workspaces.card_numbers import holds_card_number

# The card schemes' own test numbers.
CARDS = (
    "4111111111111111",
    "378282246310005",
    "5555555555554444",
    "6304000000000000",
    "4222222222222",
)


@pytest.mark.parametrize(
    "text",
    [
        *CARDS,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "3782 822463 10005",
        "Card 4111 1111 1111 1111 12/29, paid",
        "4111 1111 1111 1111 123",
        "INV 2041 4111111111111111",
    ],
)
def test_a_card_number_is_found_however_it_is_written(text: str) -> None:
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rings back at +1 416 555 0100.",
        "4111 1111 1111 1112",
        "0000 0000 0000 0000",
        "41111111111111110000000000000000",
        "4111.1111.1111.1111",
        "4111  1111  1111  1111",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert not holds_card_number(text)


@given(st.from_regex(r"[1-9]\d{11,17}", fullmatch=True))
def test_of_the_ten_last_digits_exactly_one_makes_a_number(digits: str) -> None:
    assert sum(holds_card_number(f"{digits}{last}") for last in "0123456789") == 1
