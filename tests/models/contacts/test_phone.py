"""What every kind of address means, in the forms that matching needs."""

import time
from dataclasses import replace

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contacts.phone import NumberKind, PhoneNumber, display, masked, read_number

MARIA = "+14165550100"
LONDON = "+442079460018"
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

# region, address, E.164
COMPLETE = [
    # North America, every way a telephone system writes it
    (None, "+14165550100", MARIA),
    ("CA", "14165550100", MARIA),
    ("CA", "4165550100", MARIA),
    ("ca", "416-555-0100", MARIA),
    ("US", "(416) 555-0100", MARIA),
    ("CA", "416.555.0100", MARIA),
    ("CA", "+ 1 416 555 0100", MARIA),
    ("CA", "++1 416 555 0100", MARIA),
    ("CA", "+0014165550100", MARIA),
    ("CA", "4165550100;npdi", MARIA),
    ("CA", "416 555 0100 home", MARIA),
    ("CA", "416 555 0100, 416 555 0101", MARIA),
    ("CA", "416 555 0100 / 416 555 0101", MARIA),
    ("CA", "Cell: 416 555 0100", MARIA),
    ("US", "1-800-FLOWERS", "+18003569377"),
    # an outside line or a trunk prefix before it
    ("CA", "94165550100", MARIA),
    ("CA", "914165550100", MARIA),
    ("CA", "04165550100", MARIA),
    ("CA", "84165550100", MARIA),
    ("CA", "9011442079460018", LONDON),
    ("GB", "902079460018", LONDON),
    ("GB", "000442079460018", LONDON),
    (None, "9011442079460018", LONDON),
    ("CA", "9416555010", "+19416555010"),  # a whole number in Florida: nothing is removed
    # international prefixes, the region's own and others
    ("CA", "011442079460018", LONDON),
    ("CA", "00442079460018", LONDON),
    ("GB", "00442079460018", LONDON),
    (None, "00442079460018", LONDON),
    (None, "011442079460018", LONDON),
    ("AU", "0011442079460018", LONDON),
    ("CA", "0033199001234", "+33199001234"),
    # URIs and display names
    ("CA", "tel:+1-416-555-0100", MARIA),
    ("CA", "TEL:4165550100", MARIA),
    ("GB", "tel:555-0100;phone-context=+1416", MARIA),
    ("CA", "tel:4165550100;phone-context=example.com", MARIA),
    ("GB", "sip:+14165550100@pbx.example.com;user=phone", MARIA),
    ("CA", "sip:4165550100@192.0.2.7:5060", MARIA),
    ("CA", "sips:+14165550100:secret@pbx.example.com", MARIA),
    ("CA", "sip:+14165550100;npdi;rn=+14165550199@pbx.example.com", MARIA),
    ("CA", "sip:%2B14165550100@pbx.example.com", MARIA),
    ("CA", '"Maria Silva" <sip:+14165550100@pbx.example.com>;tag=1', MARIA),
    ("CA", "Maria <4165550100>", MARIA),
    ("CA", "+14165550100@pbx.example.com", MARIA),
    # other digits, spaces and invisible marks
    ("CA", "4165550100".translate(FULL_WIDTH), MARIA),
    (None, "+1 416 555 0100".translate(FULL_WIDTH), MARIA),
    ("CA", "٤١٦٥٥٥٠١٠٠", MARIA),
    ("CA", "४१६५५५०१००", MARIA),
    ("CA", "\u200f\u202a+1 416 555 0100\u202c", MARIA),
    ("CA", "\u00a0416\u00a0555\u20110100\t\n", MARIA),
    ("CA", "416\x00 555 0100\ud800", MARIA),
    # national forms of other countries
    ("GB", "020 7946 0018", LONDON),
    ("GB", "+44 (0)20 7946 0018", LONDON),
    ("GB", "(+44) 20 7946 0018", LONDON),
    ("FR", "01 99 00 12 34", "+33199001234"),
    ("DE", "030/23125 001", "+493023125001"),
    ("DE", "030 23125001 Zentrale", "+493023125001"),
    ("IT", "06 1234 5678", "+390612345678"),  # the zero belongs to the number
    ("ES", "912 34 56 78", "+34912345678"),
    ("PT", "21 234 5678", "+351212345678"),
    ("CH", "079 123 45 67", "+41791234567"),
    ("AT", "01 2345678", "+4312345678"),
    ("NL", "020 123 4567", "+31201234567"),
    ("SE", "070-174 06 05", "+46701740605"),
    ("PL", "22 123 45 67", "+48221234567"),
    ("RU", "8 (495) 123-45-67", "+74951234567"),
    ("TR", "0532 123 45 67", "+905321234567"),
    ("IN", "098765 43210", "+919876543210"),
    ("JP", "03-1234-5678", "+81312345678"),
    ("AU", "(02) 5550 1234", "+61255501234"),
    ("NZ", "09 555 0100", "+6495550100"),
    ("BR", "(11) 98765-4321", "+5511987654321"),
    ("AR", "011 15 2345-6789", "+5491123456789"),
    ("MX", "55 1234 5678", "+525512345678"),
    ("ZA", "011 234 5678", "+27112345678"),
    ("NG", "0803 123 4567", "+2348031234567"),
    ("CI", "07 12 34 56 78", "+2250712345678"),
    ("FO", "201234", "+298201234"),  # six digits are all that a number has there
    (None, "+298 201234", "+298201234"),
    (None, "+800 1234 5678", "+80012345678"),
    # carriers spell RESTRICTED so, but with a country code it is somebody's number
    (None, "+1 737 874 2833", "+17378742833"),
]

# region, address, digits, national number
INCOMPLETE = [
    ("CA", "5550100", "5550100", "5550100"),
    ("CA", "1234567890", "1234567890", "1234567890"),
    ("CA", "442079460018", "442079460018", "442079460018"),
    ("CH", "0791 234 56 78", "07912345678", "07912345678"),
    ("BR", "+55 11 8765-4321", "551187654321", "1187654321"),
    (None, "4165550100", "4165550100", "4165550100"),
    ("XX", "4165550100", "4165550100", "4165550100"),
    (None, "+999 123 456 789", "999123456789", "999123456789"),
    ("CA", "555 0100 (home)", "5550100", "5550100"),
    ("CA", "+2005", "2005", ""),
    ("CA", "+1 201234", "1201234", ""),
    ("CA", "/5550100/", "5550100", "5550100"),
    ("CA", "94444165550100", "94444165550100", "94444165550100"),
]

# region, address, digits, extension
SHORT = [
    ("CA", "2005", "2005", None),
    ("DE", "2005", "2005", None),
    ("DE", "200512", "200512", None),
    ("CA", "911", "911", None),
    ("CA", "0", "0", None),
    ("CA", "tel:7042;phone-context=example.com", "7042", None),
    ("CA", "sip:2005@pbx.example.com", "2005", None),
    ("CA", "1000@default", "1000", None),
    ("CA", "ext. 22", "22", "22"),
    ("CA", "Extension 22", "22", "22"),
    ("CA", "x22", "22", "22"),
    ("CA", "#22", "22", "22"),
]

EXTENSIONS = [
    "+1 416 555 0100 ext. 22",
    "+1 416 555 0100 x22",
    "+1 416 555 0100x22",
    "+1 416 555 0100 #22",
    "+1 416 555 0100 (ext 22)",
    "+1 416 555 0100,,22#",
    "tel:+14165550100;ext=22",
    "sip:+14165550100;ext=22@pbx.example.com",
    "+1 416 555 0100 ramal 22",
]

NAMES = [
    "sip:alice@pbx.example.com",
    "client:bob",
    "T123#4",
    "bob",
    "maria@example.org",
    "22 Main Street",
    "1-800-FLOWERY-MEADOW-OF-CALLS",
    "x22 home",
    "12" * 20,
    "x" * 300,
]

PLACEHOLDERS = [
    None,
    "",
    "  \t",
    "+",
    "\u200f",
    "anonymous",
    "Anonymous",
    "Anonymous".translate(FULL_WIDTH),
    "unknown",
    "Unknown Caller",
    "<unknown>",
    "restricted",
    "unavailable",
    "ID Unavailable",
    "private",
    "Private number",
    "number withheld",
    "No Caller ID",
    "null",
    "N/A",
    "sip:anonymous@anonymous.invalid",
    '"Anonymous" <sip:anonymous@anonymous.invalid>',
    "0000000",
    "0000000000",
    "+0000000000",
    "+1 000 000 0000",
    "9999999999",
    "266696687",
    "+266696687",
    "7378742833",
    "86282452253",
    "7748283",
    "8656696",
    "2562533",
]

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
