"""Stored forms against delivered forms: who is found, and that nobody wrong ever is."""

import csv
from collections import defaultdict
from pathlib import Path

import phonenumbers
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from models.contacts.matching import ContactMatch, match_caller
from models.contacts.numbers import NumberText, number_row
from models.contacts.tables import Contact, ContactNumber
from models.site import Site

PAIRS = Path(__file__).with_name("pairs.csv")


def pairs() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def outcome(matches: list[ContactMatch]) -> tuple[str, str]:
    if not matches:
        return "NONE", ""
    (match,) = matches
    return "SELECTED" if match.is_selected else "OFFERED", match.matched_by.value


def test_the_table_holds_more_than_three_hundred_pairs_of_forty_regions() -> None:
    table = pairs()

    assert len(table) >= 300
    assert len({pair["stored_in"] for pair in table}) >= 40


async def test_every_pair_of_forms_is_matched_as_the_table_says(each_site: Site) -> None:
    by_stored = defaultdict(list)
    for pair in pairs():
        by_stored[pair["stored_in"], pair["stored"]].append(pair)
    contact = Contact(created_at=each_site.now())
    await each_site.writer.run(Contact.insert(contact).run)
    wrong = []

    for (region, address), group in by_stored.items():
        row = number_row(contact.id, 0, NumberText(address=address), region=region)
        await each_site.writer.run(ContactNumber.insert(row).run)
        for pair in group:
            matches = await match_caller(pair["delivered"], region=pair["delivered_in"])
            if outcome(matches) != (pair["expected"], pair["matched_by"]):
                wrong.append({**pair, "found": outcome(matches)})
        await each_site.writer.run(ContactNumber.delete(force=True).run)

    assert wrong == [], wrong


FORMS = (
    PhoneNumberFormat.E164,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.RFC3966,
)


@st.composite
def valid_numbers(draw: st.DrawFn) -> tuple[str, PhoneNumber]:
    """Draw a region and one of its valid numbers; the few regions and last digits make neighbours likely."""
    region = draw(
        st.sampled_from(["CA", "US", "GB", "FR", "DE", "IT", "IS", "EE", "BR", "AU", "SG"])
    )
    kind = draw(st.sampled_from([PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE]))
    example = phonenumbers.example_number_for_type(region, kind)
    assert example is not None
    digits = phonenumbers.national_significant_number(example)
    tail = draw(st.sampled_from(["00", "01", "10"]))
    number = phonenumbers.parse(f"+{example.country_code}{digits[: -len(tail)]}{tail}")
    assume(phonenumbers.is_valid_number(number))
    return region, number


@given(
    stored=valid_numbers(),
    delivered=valid_numbers(),
    stored_form=st.sampled_from(FORMS),
    delivered_form=st.sampled_from(FORMS),
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_two_different_valid_numbers_never_select_each_other(
    each_site: Site,
    stored: tuple[str, PhoneNumber],
    delivered: tuple[str, PhoneNumber],
    stored_form: int,
    delivered_form: int,
) -> None:
    (stored_in, number), (delivered_in, other) = stored, delivered
    contact = Contact(created_at=each_site.now())
    address = NumberText(address=phonenumbers.format_number(number, stored_form))
    row = number_row(contact.id, 0, address, region=stored_in)
    await each_site.writer.run(Contact.insert(contact).run)
    await each_site.writer.run(ContactNumber.insert(row).run)

    matches = await match_caller(
        phonenumbers.format_number(other, delivered_form), region=delivered_in
    )
    await each_site.writer.run(Contact.delete(force=True).run)

    is_selected = any(match.is_selected for match in matches)
    assert is_selected == (number == other)
