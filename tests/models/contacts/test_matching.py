"""Who is calling: the contacts that a number finds, and why."""

import pytest

from models.contacts.matching import MatchedBy, match_caller
from models.site import Site
from tests.builders import a_contact


async def test_a_complete_number_finds_its_contact_however_both_are_written(
    each_site: Site,
) -> None:
    contact_id = await a_contact(each_site, "+44 20 7946 0000", "(416) 555-0100")

    (match,) = await match_caller("tel:+1-416-555-0100", region="CA")

    assert match.contact.id == contact_id
    assert (match.matched_by, match.is_selected) == (MatchedBy.EXACT_NUMBER, True)
    assert match.phone_number == "(416) 555-0100"
    assert match.contact.numbers == ("+44 20 7946 0000", "(416) 555-0100")


async def test_an_address_as_typed_comes_before_everything_else(each_site: Site) -> None:
    await a_contact(each_site, "+14165550100")
    typed = await a_contact(each_site, "416 555 0100")

    (match,) = await match_caller("416 555 0100", region="CA")

    assert (match.contact.id, match.matched_by) == (typed, MatchedBy.AS_TYPED)


@pytest.mark.parametrize("address", ["sip:maria@example.org", "client:maria", "O'Brien \\ %_"])
async def test_what_is_no_number_is_found_as_typed(each_site: Site, address: str) -> None:
    contact_id = await a_contact(each_site, address)

    (match,) = await match_caller(address, region="CA")

    assert (match.contact.id, match.matched_by) == (contact_id, MatchedBy.AS_TYPED)


async def test_of_several_contacts_with_a_number_none_is_selected(each_site: Site) -> None:
    contacts = {await a_contact(each_site, number) for number in ("4165550100", "+14165550100")}

    matches = await match_caller("416-555-0100", region="CA")

    assert {match.contact.id for match in matches} == contacts
    assert [match.is_selected for match in matches] == [False, False]


async def test_a_contact_that_holds_a_number_twice_is_found_once(each_site: Site) -> None:
    contact_id = await a_contact(each_site, "4165550100", "+1 416 555 0100")

    (match,) = await match_caller("416-555-0100", region="CA")

    assert (match.contact.id, match.is_selected) == (contact_id, True)


@pytest.mark.parametrize("caller", [None, "", " ", "anonymous", "0000000000", "Restricted"])
async def test_a_placeholder_finds_nobody_not_even_a_contact_that_holds_it(
    each_site: Site, caller: str | None
) -> None:
    for address in ("anonymous", "0000000000", "Restricted"):
        await a_contact(each_site, address)

    assert await match_caller(caller, region="CA") == []


@pytest.mark.parametrize("caller", ["+14165550101", "4165550100", "100", "41655501000"])
async def test_another_number_finds_nobody(each_site: Site, caller: str) -> None:
    await a_contact(each_site, "+41 41 655 50 10", "+44 20 7946 0100", "0100")

    assert await match_caller(caller, region="CA") == []


async def test_numbers_are_read_where_the_caller_is(each_site: Site) -> None:
    contact_id = await a_contact(each_site, "+41 44 668 18 00")

    (match,) = await match_caller("044 668 18 00", region="CH")

    assert match.contact.id == contact_id
    assert await match_caller("044 668 18 00", region="GB") == []


@pytest.mark.parametrize("address", ["1" * 300, "+" * 300, "a\x00b", "\ud800", "😀" * 300])
async def test_odd_addresses_can_be_kept_and_looked_for(each_site: Site, address: str) -> None:
    await a_contact(each_site, address)

    assert len(await match_caller(address, region="CA")) <= 1
