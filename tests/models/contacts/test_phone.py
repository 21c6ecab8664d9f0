"""What every kind of address means, in the forms that matching needs."""

import time

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.contacts.phone import NumberKind, PhoneNumber, display, masked, read_number
from tests.models.contacts.addresses import (
    COMPLETE,
    EXTENSIONS,
    INCOMPLETE,
    MARIA,
    NAMES,
    PLACEHOLDERS,
    SHORT,
)

REGIONS = st.none() | st.sampled_from([*sorted(phonenumbers.SUPPORTED_REGIONS), "XX", "", "ca"])

NUMBER_LIKE = st.text(alphabet="+0123456789 ()-.#x;,/@:<>*extTELsip٣\uff14\u200f", max_size=40)


@pytest.mark.parametrize(("region", "address", "expected"), COMPLETE, ids=map(ascii, COMPLETE))
def test_a_valid_number_is_read_as_e164(region: str | None, address: str, expected: str) -> None:
    number = read_number(address, region=region)

    assert number.searchable_address == expected
    assert number.kind is NumberKind.COMPLETE
    assert number.extension is None
    assert expected.endswith(number.national_number)
    assert number.national_number != ""


@pytest.mark.parametrize(
    ("region", "address", "digits", "national"), INCOMPLETE, ids=map(ascii, INCOMPLETE)
)
def test_what_is_no_valid_number_keeps_its_digits(
    region: str | None, address: str, digits: str, national: str
) -> None:
    number = read_number(address, region=region)

    assert replace(number, is_partial=False) == PhoneNumber(
        address=address,
        searchable_address=digits,
        national_number=national,
        kind=NumberKind.INCOMPLETE,
    )


@pytest.mark.parametrize(
    ("region", "address", "is_partial"),
    [
        ("CA", "555-0100", True),  # no area code
        ("CA", "416555010", True),  # a digit is missing
        ("AU", "5550 1234", True),
        ("BR", "8765-4321", True),
        ("GB", "0123456789", True),  # the zero is a trunk prefix
        ("GB", "416 555 0100", False),
        ("BR", "(11) 8765-4321", False),
        ("BR", "+55 11 8765-4321", False),
        ("CA", "+1 555 0100", False),
        (None, "5550100", False),  # nobody can tell
        ("CA", "416 555 0100", False),
        ("CA", "2005", False),
    ],
)
def test_digits_that_are_no_whole_national_number_are_partial(
    region: str | None, address: str, is_partial: bool
) -> None:
    assert read_number(address, region=region).is_partial is is_partial


@pytest.mark.parametrize(("region", "address", "digits", "extension"), SHORT, ids=map(ascii, SHORT))
def test_up_to_six_digits_are_a_short_number_and_no_end_of_a_longer_one(
    region: str | None, address: str, digits: str, extension: str | None
) -> None:
    number = read_number(address, region=region)

    assert number == PhoneNumber(
        address=address,
        searchable_address=digits,
        extension=extension,
        kind=NumberKind.SHORT,
    )
    assert number.reversed_digits == ""


@pytest.mark.parametrize("address", EXTENSIONS)
def test_an_extension_is_kept_apart_from_its_number(address: str) -> None:
    number = read_number(address, region="CA")

    assert (number.searchable_address, number.extension) == (MARIA, "22")


@pytest.mark.parametrize("address", NAMES, ids=lambda address: address[:32])
def test_a_name_is_an_address_without_a_number(address: str) -> None:
    number = read_number(address, region="CA")

    assert number == PhoneNumber(address=address[:255])


@pytest.mark.parametrize("address", PLACEHOLDERS, ids=ascii)
def test_a_placeholder_says_that_it_must_match_nothing(address: str | None) -> None:
    number = read_number(address, region="CA")

    assert number.is_placeholder
    assert number.kind is NumberKind.NONE
    assert number.searchable_address == number.national_number == ""


def test_the_tables_cover_more_than_eighty_addresses_in_twenty_regions() -> None:
    regions = {region for region, _, _ in COMPLETE}

    assert len(COMPLETE) + len(INCOMPLETE) + len(SHORT) >= 80
    assert len(regions - {None, "ca"}) >= 20


def test_the_address_stays_as_typed_but_for_its_ends_and_what_nobody_sees() -> None:
    number = read_number("  \u200f416-555 0100\u202c \n", region="CA")

    assert number.address == "416-555 0100"


def test_the_reversed_digits_are_the_national_number_backwards() -> None:
    number = read_number("+1 416 555 0100", region=None)

    assert number.reversed_digits == "0010555614"


def test_numbers_typed_in_two_ways_can_be_matched() -> None:
    stored = read_number("(416) 555-0100", region="CA")

    received = read_number("sip:+14165550100@trunk.example.net", region="GB")

    assert received.searchable_address == stored.searchable_address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("+1 416 555 0100", "…0100"),
        ("sip:+14165550100@192.0.2.77", "…0100"),
        ("+1 416 555 0100 ext. 22", "…0100"),
        ("٤١٦٥٥٥٠١٠٠", "…0100"),
        ("20051", "…0051"),
        ("2005", "…"),
        ("maria@example.org", "…"),
        ("", "…"),
        (None, "…"),
    ],
)
def test_logs_show_four_digits_at_most(address: str | None, shown: str) -> None:
    assert masked(address) == shown


@pytest.mark.parametrize(
    ("address", "region", "shown"),
    [
        ("4165550100", "CA", "+1 416-555-0100"),
        ("4165550100 x22", "CA", "+1 416-555-0100 ext. 22"),
        ("02079460018", "GB", "+44 20 7946 0018"),
        ("2005", "CA", "2005"),
        (" anonymous ", "CA", "anonymous"),
        ("sip:alice@pbx.example.com", "CA", "sip:alice@pbx.example.com"),
        (None, "CA", ""),
    ],
)
def test_people_see_complete_numbers_in_the_international_form(
    address: str | None, region: str, shown: str
) -> None:
    assert display(address, region=region) == shown


@given(address=st.text() | NUMBER_LIKE | st.text(min_size=200, max_size=400), region=REGIONS)
@settings(deadline=None, max_examples=500)
def test_any_text_is_accepted(address: str, region: str | None) -> None:
    number = read_number(address, region=region)

    number.address.encode()
    assert len(number.address) <= 255
    assert len(number.searchable_address) <= 21
    assert number.searchable_address.removeprefix("+").isdecimal() == (
        number.kind is not NumberKind.NONE
    )
    assert len(masked(address)) <= 5
    assert display(address, region=region) != "" or number.address == ""


@given(address=NUMBER_LIKE, region=REGIONS)
@settings(deadline=None, max_examples=500)
def test_a_complete_number_read_again_is_itself(address: str, region: str | None) -> None:
    number = read_number(address, region=region)

    again = read_number(number.searchable_address, region=None)

    if number.kind is NumberKind.COMPLETE:
        assert again.searchable_address == number.searchable_address
        assert again.national_number == number.national_number


@pytest.mark.parametrize(
    "piece", ["1", "(", " ", "+", "1 ", "x", "1x", "<", "sip:", ";ext=", ",", "\ufdfa", "٣", "0-"]
)
def test_a_megabyte_of_anything_is_read_at_once(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()

    read_number(text, region="DE")

    assert time.perf_counter() - started < 1
