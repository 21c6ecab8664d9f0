"""Contacts and their numbers: creating, changing, merging, searching; nothing is lost and everything is audited."""

import json
from uuid import UUID

import pytest
from msgspec.structs import replace

from models.audit import AuditEntry
from models.calls.callers import contact_matches
from models.calls.calls import inbound_call
from models.contacts.cards import ContactCard, contact_card
from models.contacts.choices import remember_choice
from models.contacts.contacts import (
    ContactConflict,
    ContactEdit,
    NewContact,
    add_contacts,
    create_contact,
    edit_contact,
)
from models.contacts.matching import match_caller
from models.contacts.merging import merge_contacts
from models.contacts.numbers import (
    ContactNumberKind,
    NumberConflict,
    NumberText,
    add_number,
    edit_number,
    remove_number,
)
from models.contacts.rereading import PORTION, numbers_kept_read, reread_numbers
from models.contacts.searching import list_contacts, search_contacts
from models.contacts.tables import ContactNumber
from models.errors import InvalidValue, NoSuchContact, NoSuchContactNumber, NotACallUser
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer
from models.settings import change_setting
from models.site import Site
from tests.builders import a_contact, a_message, a_user
from tests.models.contacts.plans import full_scans
from tests.waiting import eventually

MARIA = NewContact(
    first_name="María",
    last_name="Silva",
    company="Royal Bank of Canada",
    email="maria@example.org",
    external_id="AC-10017",
    link="https://crm.example.org/maria",
    numbers=[NumberText(address="(416) 555-0100", kind=ContactNumberKind.MOBILE), "555-0199 x22"],
)


async def audited(subject: UUID) -> list[tuple[str, object, object]]:
    rows = (
        await AuditEntry.select().where(AuditEntry.subject == str(subject)).order_by(AuditEntry.id)
    )
    return [
        (row["action"], json.loads(row["before"] or "null"), json.loads(row["after"] or "null"))
        for row in rows
    ]


async def who_calls(phone_number: str) -> list[UUID]:
    return [match.contact.id for match in await match_caller(phone_number, region="CA")]


async def test_a_contact_keeps_what_it_was_created_with(each_site: Site) -> None:
    agent = await a_user(each_site)

    card = await create_contact(each_site, agent, MARIA)

    assert card == await contact_card(card.id)
    assert (card.full_name, card.company, card.external_id) == (
        "María Silva",
        "Royal Bank of Canada",
        "AC-10017",
    )
    assert [(n.address, n.kind, n.searchable_address, n.extension) for n in card.numbers] == [
        ("(416) 555-0100", "MOBILE", "+14165550100", None),
        ("555-0199 x22", "OTHER", "5550199", "22"),
    ]
    assert [action for action, _, _ in await audited(card.id)] == ["CREATE_CONTACT"]


@pytest.mark.parametrize(
    "fields",
    [
        {"first_name": " ", "last_name": ""},
        {"last_name": "x" * 256},
        {"link": "javascript:alert(1)"},
        {"numbers": ["anonymous"]},
        {"numbers": [NumberText(address="2005", extension="abc")]},
        {"numbers": [str(5550100 + i) for i in range(26)]},
    ],
    ids=["no name", "long name", "script", "nobody", "extension", "too many"],
)
async def test_a_contact_that_cannot_be_is_refused(site: Site, fields: dict[str, object]) -> None:
    agent = await a_user(site)
    values = {"first_name": "Maria", "last_name": "Silva"} | fields

    with pytest.raises(InvalidValue):
        await create_contact(site, agent, NewContact(**values))  # type: ignore[arg-type]  # wrong ones too

    assert await list_contacts(agent, first=10) == []


async def test_only_call_users_see_and_change_contacts(site: Site) -> None:
    stranger = await a_user(site, privileges=())
    contact_id = await a_contact(site, "4165550100")
    number = (await contact_card(contact_id)).numbers[0]
    text = NumberText(address="6475550101")
    verbs = [
        create_contact(site, stranger, MARIA),
        edit_contact(site, stranger, contact_id, ContactEdit(company="x"), version=1),
        merge_contacts(site, stranger, kept_id=contact_id, merged_id=new_id()),
        add_number(site, stranger, contact_id, text),
        edit_number(site, stranger, number.id, text, version=1),
        remove_number(site, stranger, number.id),
        remember_choice(site, stranger, "4165550100", region=None, contact_id=contact_id),
        search_contacts(site, stranger, "maria"),
        list_contacts(stranger, first=1),
    ]

    for verb in verbs:
        with pytest.raises(NotACallUser):
            await verb


async def test_an_edit_changes_the_given_fields_and_is_audited_with_what_was_before(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    card = await create_contact(each_site, agent, MARIA)

    edit = ContactEdit(last_name="Sousa", external_id="")
    edited = await edit_contact(each_site, agent, card.id, edit, version=card.version)

    assert isinstance(edited, ContactCard)
    assert (edited.last_name, edited.external_id, edited.first_name) == ("Sousa", None, "María")
    assert edited.version == card.version + 1
    assert (await audited(card.id))[-1] == (
        "EDIT_CONTACT",
        {"last_name": "Silva", "external_id": "AC-10017"},
        {"last_name": "Sousa", "external_id": None},
    )
    assert await search_contacts(each_site, agent, "silva") == []
    assert await search_contacts(each_site, agent, "sousa") == [edited]


async def test_an_edit_over_an_old_version_stores_nothing_and_shows_what_is_there(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    card = await create_contact(each_site, agent, MARIA)
    await edit_contact(each_site, agent, card.id, ContactEdit(company="Acme"), version=1)

    late = await edit_contact(each_site, agent, card.id, ContactEdit(company="Other"), version=1)

    assert isinstance(late, ContactConflict)
    assert late.current.company == "Acme"
    assert (await contact_card(card.id)).company == "Acme"


async def test_an_added_number_finds_its_contact_at_once_and_twice_is_once(each_site: Site) -> None:
    agent, contact_id = await a_user(each_site), await a_contact(each_site)

    await add_number(each_site, agent, contact_id, NumberText(address="(416) 555-0100"))
    card = await add_number(each_site, agent, contact_id, NumberText(address="+14165550100"))

    assert [number.address for number in card.numbers] == ["(416) 555-0100"]
    assert await who_calls("4165550100") == [contact_id]
    assert [action for action, _, _ in await audited(contact_id)] == ["ADD_NUMBER"]


async def test_an_edited_number_is_found_by_the_new_and_not_by_the_old(each_site: Site) -> None:
    agent, contact_id = await a_user(each_site), await a_contact(each_site, "4165550100")
    number = (await contact_card(contact_id)).numbers[0]

    text = NumberText(address="647 555 0101", kind=ContactNumberKind.WORK)
    edited = await edit_number(each_site, agent, number.id, text, version=number.version)
    late = await edit_number(each_site, agent, number.id, text, version=number.version)

    assert isinstance(edited, ContactCard)
    assert isinstance(late, NumberConflict)
    assert await who_calls("6475550101") == [contact_id]
    assert await who_calls("4165550100") == []
    assert (await audited(contact_id))[-1] == (
        "EDIT_NUMBER",
        {"address": "4165550100", "kind": "OTHER", "extension": None},
        {"address": "647 555 0101", "kind": "WORK", "extension": None},
    )


async def test_a_removed_number_finds_nobody(each_site: Site) -> None:
    agent, contact_id = await a_user(each_site), await a_contact(each_site, "4165550100")
    number = (await contact_card(contact_id)).numbers[0]

    card = await remove_number(each_site, agent, number.id)

    assert card.numbers == ()
    assert await who_calls("4165550100") == []
    with pytest.raises(NoSuchContactNumber):
        await remove_number(each_site, agent, number.id)


async def merged(site: Site, agent: Viewer) -> tuple[ContactCard, UUID]:
    kept = await create_contact(
        site, agent, NewContact(first_name="Maria", last_name="", numbers=["416 555 0100"])
    )
    other = await create_contact(site, agent, MARIA)
    await remember_choice(site, agent, "9055550111", region=None, contact_id=other.id)
    return await merge_contacts(site, agent, kept_id=kept.id, merged_id=other.id), other.id


async def test_merging_moves_numbers_and_choices_and_fills_what_was_empty(each_site: Site) -> None:
    agent = await a_user(each_site)

    card, merged_id = await merged(each_site, agent)

    assert (card.first_name, card.last_name, card.external_id) == ("Maria", "Silva", "AC-10017")
    assert [number.address for number in card.numbers] == ["416 555 0100", "555-0199 x22"]
    assert await who_calls("4165550100") == [card.id]
    assert await who_calls("9055550111") == [card.id]
    assert await search_contacts(each_site, agent, "royal bank") == [card]
    assert "MERGE_CONTACT" in [action for action, _, _ in await audited(merged_id)]


async def test_a_merged_contact_leads_to_the_other_by_its_id_and_its_external_id(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    card, merged_id = await merged(each_site, agent)
    third = await create_contact(
        each_site, agent, NewContact(first_name="M", last_name="", external_id="77")
    )

    last = await merge_contacts(each_site, agent, kept_id=third.id, merged_id=card.id)
    again = await merge_contacts(each_site, agent, kept_id=third.id, merged_id=merged_id)
    (match,) = await match_caller(None, region="CA", details={"account_number": "AC-10017"})

    assert await contact_card(merged_id) == await contact_card(card.id) == last == again
    assert match.contact == last
    assert match.is_selected
    assert await list_contacts(agent, first=10) == [last]


async def test_merging_refuses_itself_and_the_unknown(each_site: Site) -> None:
    agent, contact_id = await a_user(each_site), await a_contact(each_site)

    with pytest.raises(InvalidValue):
        await merge_contacts(each_site, agent, kept_id=contact_id, merged_id=contact_id)
    with pytest.raises(NoSuchContact):
        await merge_contacts(each_site, agent, kept_id=contact_id, merged_id=new_id())


@pytest.mark.parametrize(
    "text",
    [
        "maria",
        "MARÍA SIL",
        "silva maria",
        "royal can",
        "bank",
        "maria canada",
        "ac-10017",
        "10017",
        "maria@example.org",
        "416555",
        "+1 416 555 0100",
        "(416) 555-0100",
        "555 0100",
    ],
)
async def test_a_search_finds_names_companies_ids_and_numbers(each_site: Site, text: str) -> None:
    agent = await a_user(each_site)
    card = await create_contact(each_site, agent, MARIA)
    await a_contact(each_site, "+44 20 7946 0018", first_name="Bob")

    found = await search_contacts(each_site, agent, text)

    assert card in found
    assert (text == "silva maria") or len(found) == 1


@pytest.mark.parametrize("text", ["", " ", "%", "_", "zz", "maria zz", "\x00", "\udcff", "00"])
async def test_a_search_for_nothing_finds_nothing(each_site: Site, text: str) -> None:
    agent = await a_user(each_site)
    await create_contact(each_site, agent, MARIA)

    assert await search_contacts(each_site, agent, text) == []


async def test_numbers_are_read_again_when_the_region_changes(each_site: Site) -> None:
    contact_id = await a_contact(each_site, "020 7946 0018", "+1 416 555 0100", "2005")

    changed = await reread_numbers(each_site, "GB")

    forms = await ContactNumber.select().order_by(ContactNumber.position)
    assert changed == 1
    assert [row["searchable_address"] for row in forms] == ["+442079460018", "+14165550100", "2005"]
    assert await who_calls("+44 20 7946 0018") == [contact_id]
    assert await reread_numbers(each_site, "GB") == 0


async def test_reading_again_goes_on_where_it_was_interrupted(site: Site) -> None:
    people = [NewContact(first_name="Ann", last_name="", numbers=["020 7946 0018"])] * (PORTION + 9)
    await add_contacts(site, people)
    jobs: list[object] = []
    run = site.writer.run

    async def interrupted(job: object) -> object:
        if jobs:
            raise ConnectionError
        jobs.append(job)
        return await run(job)  # type: ignore[arg-type]  # whatever the verb hands over

    site.writer.run = interrupted  # type: ignore[method-assign, assignment]  # the process ends here
    with pytest.raises(ConnectionError):
        await reread_numbers(site, "GB")
    site.writer.run = run  # type: ignore[method-assign]  # and begins again

    # How far a job came depends on its time; it was not nothing, and it was not everything.
    assert 9 <= await reread_numbers(site, "GB") < PORTION + 9


async def test_a_call_is_read_in_the_region_of_its_source(each_site: Site) -> None:
    from models.calls.states import read_state
    from models.calls.writer import update_call_state
    from models.people.sources import add_source, authenticate

    agent = await a_user(each_site)
    london = await a_contact(each_site, "+44 20 7946 0018")
    token = await add_source(each_site, "london-pbx", default_region="GB")
    source = await authenticate(each_site, name=None, token=token, address="127.0.0.1")
    message = a_message(agent.login_name, source_id=source.id, phone_number="020 7946 0018")

    await update_call_state(each_site, message)
    call_id = (await read_state(agent.user_id)).call_id
    assert call_id is not None
    matches = await contact_matches(each_site, await inbound_call(agent, call_id))

    assert [(match.contact.id, match.is_selected) for match in matches] == [(london, True)]


async def test_a_search_reads_no_table_as_a_whole(each_site: Site) -> None:
    from models.contacts import searching

    agent = await a_user(each_site)
    await create_contact(each_site, agent, MARIA)
    asked: list[tuple[str, tuple[object, ...]]] = []
    word = searching._bytewise("word", each_site)
    digits = searching._bytewise("national_number", each_site)
    bounds = tuple(searching._range("maria"))
    asked.append((searching.WORDS.format(word=word, limit=9), bounds))
    other = searching.OTHER.replace("other.word", searching._bytewise("other.word", each_site))
    together = searching.TOGETHER.format(word=word, others=other, limit=9)
    asked.append((together, bounds * 2))
    asked.append((searching.DIGITS.format(column=digits, limit=9), bounds))
    columns = ("searchable_address", "extension", "substr(reversed_digits, 1, 7)")
    asked += [(searching.EXACT.format(column=column, limit=9), ("x",)) for column in columns]

    async def scans() -> list[str]:
        if not each_site.database.is_sqlite:
            await each_site.database.fetch("SET LOCAL enable_seqscan = off")
        return [
            table for sql, values in asked for table in await full_scans(each_site, sql, values)
        ]

    assert await each_site.writer.run(scans) == []


async def test_numbers_are_read_again_when_the_region_changed_between_two_starts(
    each_site: Site,
) -> None:
    await a_contact(each_site, "020 7946 0018")
    moved = replace(each_site, configured_region="GB")

    async with numbers_kept_read(moved):
        await eventually(lambda: is_stored("+442079460018"))


async def test_numbers_are_read_again_when_the_setting_changes(each_site: Site) -> None:
    admin = await a_user(each_site, privileges=[Privilege.ADMIN])
    await a_contact(each_site, "020 7946 0018")

    async with numbers_kept_read(each_site):
        await change_setting(each_site, admin, "default_region", "GB", version=0)
        await eventually(lambda: is_stored("+442079460018"))
        await change_setting(each_site, admin, "default_region", None, version=1)
        await eventually(lambda: is_stored("+12079460018"))


async def is_stored(searchable_address: str) -> bool:
    return await ContactNumber.exists().where(
        ContactNumber.searchable_address == searchable_address
    )
