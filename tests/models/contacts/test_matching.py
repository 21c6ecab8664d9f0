"""Who is calling: the steps of matching, one by one."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from models.calls.messages import JSON
from models.contacts.choices import remember_choice
from models.contacts.contacts import NewContact, add_contacts
from models.contacts.lookups import Lookup, MatchedBy, lookups_for, statement
from models.contacts.matching import MOST_OFFERED, match_caller
from models.contacts.phone import read_number
from models.site import Site
from tests.builders import a_contact, a_user
from tests.models.contacts.plans import full_scans

Found = list[tuple[UUID, str, bool]]


async def found(
    phone_number: str | None, *, region: str = "CA", details: Mapping[str, JSON] | None = None
) -> Found:
    matches = await match_caller(phone_number, region=region, details=details)
    return [(m.contact.id, m.matched_by.value, m.is_selected) for m in matches]


async def an_account(site: Site, external_id: str, *numbers: str) -> UUID:
    new = NewContact(first_name="Ann", last_name="", external_id=external_id, numbers=numbers)
    (contact_id,) = await add_contacts(site, [new])
    return contact_id


async def test_step_0_the_address_as_typed_goes_before_every_number(each_site: Site) -> None:
    typed = await a_contact(each_site, "4165550100")
    await a_contact(each_site, "+1 416 555 0100")

    assert await found("4165550100") == [(typed, "AS_TYPED", True)]


async def test_step_0_the_same_text_is_another_number_in_another_country(each_site: Site) -> None:
    await a_contact(each_site, "(416) 555-0100")

    assert await found("(416) 555-0100", region="IN") == []


async def test_step_1_two_complete_numbers_match_only_when_they_are_equal(each_site: Site) -> None:
    maria = await a_contact(each_site, "(416) 555-0100")
    await a_contact(each_site, "(647) 555-0100")

    assert await found("+1 416-555-0100") == [(maria, "EXACT_NUMBER", True)]
    assert await found("+1 905 555 0100") == []


async def test_step_2_equal_national_numbers_match_when_one_lacks_its_country(
    each_site: Site,
) -> None:
    maria = await a_contact(each_site, "+1 416 555 0100")

    assert await found("416 555 0100", region="GB") == [(maria, "NATIONAL_NUMBER", True)]


async def test_step_3_equal_last_digits_are_offered_and_never_selected(each_site: Site) -> None:
    maria = await a_contact(each_site, "+1 416 555 0100")
    local = await a_contact(each_site, "555-0177")

    assert await found("555 0100") == [(maria, "LAST_DIGITS", False)]
    assert await found("+1 416 555 0177") == [(local, "LAST_DIGITS", False)]


async def test_step_3_needs_seven_digits_and_all_of_the_shorter_number(each_site: Site) -> None:
    await a_contact(each_site, "+1 416 555 0100")
    await a_contact(each_site, "9 555 0177")

    assert await found("55-0100") == []
    assert await found("4 555 0177") == []


async def test_step_4_a_short_number_finds_extensions_and_never_the_tail_of_a_longer_one(
    each_site: Site,
) -> None:
    await a_contact(each_site, "+1 416 555 2005")
    colleague = await a_contact(each_site, "+1 416 555 0100 ext. 2005")

    assert await found("2005") == [(colleague, "SHORT_NUMBER", True)]
    assert await found("sip:2006@pbx.example.com") == []


async def test_an_earlier_step_leaves_nothing_to_a_later_one(each_site: Site) -> None:
    maria = await a_contact(each_site, "+1 416 555 0100")
    await a_contact(each_site, "555-0100")

    assert await found("4165550100") == [(maria, "EXACT_NUMBER", True)]


async def test_several_hits_of_a_step_are_offered_and_none_is_selected(each_site: Site) -> None:
    family = [await a_contact(each_site, "416 555 0100") for _ in range(2)]

    assert await found("+14165550100") == [(one, "EXACT_NUMBER", False) for one in family]


async def test_a_contact_that_has_a_number_twice_is_one_hit(each_site: Site) -> None:
    maria = await a_contact(each_site, "+1 416 555 0100", "416-555-0100", "555-0199")

    assert await found("4165550100") == [(maria, "EXACT_NUMBER", True)]


async def test_at_most_twenty_are_offered_however_many_share_a_number(each_site: Site) -> None:
    people = [NewContact(first_name="Ann", last_name="", numbers=["416 555 0100"])] * 60
    await add_contacts(each_site, people)

    offered = await found("+14165550100")

    assert len(offered) == MOST_OFFERED
    assert not any(is_selected for _, _, is_selected in offered)


async def test_somebody_at_another_extension_of_the_number_is_offered_only(
    each_site: Site,
) -> None:
    other = await a_contact(each_site, "+1 416 555 0100 x22")

    assert await found("tel:+14165550100;ext=23") == [(other, "EXACT_NUMBER", False)]
    assert await found("tel:+14165550100;ext=22") == [(other, "EXACT_NUMBER", True)]


@pytest.mark.parametrize("nobody", [None, "", "  ", "anonymous", "0000000000", "unknown", "-"])
async def test_a_placeholder_matches_nothing_even_when_a_contact_holds_it(
    each_site: Site, nobody: str | None
) -> None:
    await a_contact(each_site, nobody or "anonymous")

    assert await found(nobody) == []


async def test_the_number_is_read_in_the_region_that_is_given(each_site: Site) -> None:
    london = await a_contact(each_site, "+44 20 7946 0018")

    assert await found("020 7946 0018", region="GB") == [(london, "EXACT_NUMBER", True)]


async def test_an_identifier_of_the_call_goes_before_any_number(each_site: Site) -> None:
    await a_contact(each_site, "+1 416 555 0100")
    account = await an_account(each_site, "10017")

    assert await found("4165550100", details={"account_number": "10017"}) == [
        (account, "IDENTIFIER", True)
    ]
    assert await found("anonymous", details={"account_number": 10017}) == [
        (account, "IDENTIFIER", True)
    ]


@pytest.mark.parametrize(
    "details",
    [
        {"line_dialled": "10017"},
        {"nobody_declared_it": "10017"},
        {"account_number": ""},
        {"account_number": "000000"},
        {"account_number": "unknown"},
        {"account_number": True},
        {"account_number": ["10017"]},
        {"account_number": "1001"},
        {"account_number": "10017\x00"},
        {"account_number": "\ud800"},
        {"\x00": "10017"},
    ],
    ids=str,
)
async def test_only_a_declared_identifier_with_an_equal_value_finds_anybody(
    each_site: Site, details: dict[str, JSON]
) -> None:
    for external_id in ("10017", "000000", "unknown", "True"):
        await an_account(each_site, external_id)

    assert await found(None, details=details) == []


async def test_an_earlier_choice_ranks_first_and_selects_nothing_by_itself(each_site: Site) -> None:
    agent = await a_user(each_site)
    first, second = [await a_contact(each_site, "416 555 0100") for _ in range(2)]

    await remember_choice(each_site, agent, "4165550100", region=None, contact_id=first)
    await remember_choice(each_site, agent, "+14165550100", region=None, contact_id=second)

    assert await found("4165550100") == [
        (second, "EXACT_NUMBER", False),
        (first, "EXACT_NUMBER", False),
    ]


async def test_an_earlier_choice_of_somebody_else_leaves_nobody_selected(each_site: Site) -> None:
    agent = await a_user(each_site)
    owner, chosen = await a_contact(each_site, "416 555 0100"), await a_contact(each_site)

    await remember_choice(each_site, agent, "4165550100", region=None, contact_id=chosen)

    assert await found("4165550100") == [
        (chosen, "EARLIER_CHOICE", False),
        (owner, "EXACT_NUMBER", False),
    ]


async def test_an_earlier_choice_alone_is_offered(each_site: Site) -> None:
    agent, chosen = await a_user(each_site), await a_contact(each_site)

    await remember_choice(each_site, agent, "sip:bob@example.org", region=None, contact_id=chosen)
    await remember_choice(each_site, agent, "anonymous", region=None, contact_id=chosen)

    assert await found("sip:bob@example.org") == [(chosen, "EARLIER_CHOICE", False)]
    assert await found("anonymous") == []


def a_lookup_of_each_kind() -> list[Lookup]:
    details: dict[str, JSON] = {"account_number": "10017"}
    addresses = {
        "+14165550100": "CA",
        "416 555 0100": "GB",
        "555-0100": "CA",
        "+55 11 8765-4321": "BR",
    }
    numbers = [read_number(address, region=region) for address, region in addresses.items()]
    numbers += [read_number(address, region="CA") for address in ("2005", "client:bob")]
    return [one for number in numbers for one in lookups_for(number, details)]


async def test_every_step_is_answered_by_an_index(each_site: Site) -> None:
    people = [NewContact(first_name="Ann", last_name="", numbers=["555-0100"])] * 20
    await add_contacts(each_site, people)

    async def scans() -> list[tuple[MatchedBy, str]]:
        if not each_site.database.is_sqlite:
            # PostgreSQL reads a few rows as a whole even with an index; without one it has no choice but this.
            await each_site.database.fetch("SET LOCAL enable_seqscan = off")
        return [
            (lookup.step, table)
            for lookup in a_lookup_of_each_kind()
            for table in await full_scans(each_site, *statement([lookup]))
        ]

    assert await each_site.writer.run(scans) == []
    assert {lookup.step for lookup in a_lookup_of_each_kind()} == set(MatchedBy) - {
        MatchedBy.LAST_DIGITS  # asked together with the national number
    }
