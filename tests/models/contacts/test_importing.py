"""Importing contacts: CSV and vCard, hostile files, the same file again; nothing is lost and nothing comes twice."""

from collections.abc import AsyncIterator, Sequence

import pytest

from models.contacts.cards import ContactCard
from models.contacts.contacts import ContactEdit, edit_contact
from models.contacts.importing import files, storing
from models.contacts.importing.columns import ImportField
from models.contacts.importing.files import take_file
from models.contacts.importing.imports import (
    ImportState,
    ImportStatus,
    SkippedRow,
    cancel_import,
    contact_import,
    skipped_rows,
    start_import,
)
from models.contacts.importing.running import imports_carried_on, run_next
from models.contacts.importing.tables import ContactImport
from models.contacts.merging import merge_contacts
from models.contacts.searching import list_contacts, search_contacts
from models.errors import FileTooLarge, InvalidValue, NoSuchContactImport, NotACallUser
from models.people.privileges import Viewer
from models.site import Site
from tests.builders import a_user
from tests.waiting import eventually

PEOPLE = """first_name,last_name,company,email,external_id,phone,phone_2
María,Silva,Acme Ltd,maria@example.org,AC-1,(416) 555-0100,+44 20 7946 0018
Bob,,Acme Ltd,,,416-555-0101,
"""
CARDS = """BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:1
N:Silva;María;Ana;;
ORG:Acme\\, Ltd;Sales
EMAIL;TYPE=work:maria@example.org
TEL;TYPE="cell,voice";VALUE=uri:tel:+1-416-555-0100
item1.TEL;TYPE=HOME:416 555
 0101
URL:https://crm.example.org/1
PHOTO;ENCODING=b;TYPE=JPEG:{photo}
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Bob Martin
TEL;CELL:+14165550102
END:VCARD
"""


async def content(data: bytes, *, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def taken(site: Site, viewer: Viewer, data: str | bytes, name: str = "x.csv") -> ImportState:
    raw = data.encode() if isinstance(data, str) else data
    return await take_file(site, viewer, name, content(raw))


def mapping(state: ImportState) -> list[ImportField | None]:
    return [column.field for column in state.columns]


async def imported(site: Site, viewer: Viewer, data: str | bytes) -> ImportState:
    """Import a file as it is guessed, to its end."""
    state = await taken(site, viewer, data)
    await start_import(site, viewer, state.id, mapping(state))
    while await run_next(site):
        pass
    return await contact_import(viewer, state.id)


async def everybody(viewer: Viewer) -> list[ContactCard]:
    return list(reversed(await list_contacts(viewer, first=100)))


async def skips(viewer: Viewer, state: ImportState) -> list[SkippedRow]:
    return await skipped_rows(viewer, state.id, first=100)


def counts(state: ImportState) -> tuple[int, int, int, int]:
    return state.added, state.updated, state.unchanged, state.skipped


async def test_a_csv_file_becomes_contacts_that_are_found_by_name_and_number(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)

    state = await imported(each_site, agent, PEOPLE)

    maria, bob = await everybody(agent)
    assert (state.status, state.rows_total, state.rows_done) == (ImportStatus.DONE, 2, 2)
    assert counts(state) == (2, 0, 0, 0)
    assert (maria.full_name, maria.external_id, maria.email) == (
        "María Silva",
        "AC-1",
        "maria@example.org",
    )
    assert [n.searchable_address for n in maria.numbers] == ["+14165550100", "+442079460018"]
    assert bob.company == "Acme Ltd"
    assert [c.id for c in await search_contacts(each_site, agent, "maria sil")] == [maria.id]
    assert [c.id for c in await search_contacts(each_site, agent, "4165550101")] == [bob.id]


async def test_the_columns_are_shown_before_anything_is_imported(each_site: Site) -> None:
    agent = await a_user(each_site)

    state = await taken(each_site, agent, "Name;Téléphone;Note\nMaría Silva;416-555-0100;x\n")

    assert state.status is ImportStatus.READY
    assert state.delimiter == ";"
    assert [(c.name, c.samples, c.field) for c in state.columns] == [
        ("Name", ("María Silva",), ImportField.FULL_NAME),
        ("Téléphone", ("416-555-0100",), ImportField.PHONE),
        ("Note", ("x",), None),
    ]
    assert await everybody(agent) == []


async def test_the_mapping_of_the_columns_can_be_changed(each_site: Site) -> None:
    agent = await a_user(each_site)
    state = await taken(each_site, agent, "a,b,c\nSilva,Maria,416-555-0100\n")

    with pytest.raises(InvalidValue, match="a name or a company"):
        await start_import(each_site, agent, state.id, [None, None, ImportField.PHONE])
    with pytest.raises(InvalidValue, match="as many as there are columns: 3"):
        await start_import(each_site, agent, state.id, [ImportField.COMPANY])
    with pytest.raises(InvalidValue, match="LAST_NAME from one column only"):
        await start_import(each_site, agent, state.id, [ImportField.LAST_NAME] * 3)
    fields = [ImportField.LAST_NAME, ImportField.FIRST_NAME, ImportField.WORK_PHONE]
    await start_import(each_site, agent, state.id, fields)
    await run_next(each_site)

    (maria,) = await everybody(agent)
    assert maria.full_name == "Maria Silva"
    assert [number.kind for number in maria.numbers] == ["WORK"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PEOPLE.encode("utf-8-sig"), "utf-8-sig"),
        (PEOPLE.encode("utf-16"), "utf-16"),
        (PEOPLE.encode("utf-16-le"), "utf-16-le"),
        (PEOPLE.encode("utf-16-be"), "utf-16-be"),
        (PEOPLE.encode("cp1252"), "cp1252"),
        (PEOPLE.replace(",", "\t").encode(), "utf-8"),
        (PEOPLE.replace("\n", "\r\n").encode(), "utf-8"),
        (PEOPLE.replace("\n", "\r").encode(), "utf-8"),
    ],
    ids=["mark", "utf16-mark", "utf16-le", "utf16-be", "windows", "tabs", "crlf", "cr"],
)
async def test_the_encoding_and_the_delimiter_are_found_out(
    site: Site, data: bytes, encoding: str
) -> None:
    agent = await a_user(site)

    state = await imported(site, agent, data)

    maria, _ = await everybody(agent)
    assert (state.encoding, maria.first_name) == (encoding, "María")


async def test_a_vcard_file_becomes_contacts_and_a_photo_is_passed_over(each_site: Site) -> None:
    agent = await a_user(each_site)
    photo = "\n ".join(["iVBORw0KGgo" * 6] * 3000)

    state = await imported(each_site, agent, CARDS.replace("{photo}", photo))

    maria, bob = await everybody(agent)
    assert counts(state) == (2, 0, 0, 0)
    assert (maria.first_name, maria.last_name, maria.company) == (
        "María Ana",
        "Silva",
        "Acme, Ltd, Sales",
    )
    assert (maria.external_id, maria.link) == ("urn:uuid:1", "https://crm.example.org/1")
    assert [(n.kind, n.searchable_address) for n in maria.numbers] == [
        ("MOBILE", "+14165550100"),
        ("HOME", "+14165550101"),
    ]
    assert (bob.full_name, bob.numbers[0].kind) == ("Bob Martin", "MOBILE")


async def test_the_same_file_again_changes_nothing(each_site: Site) -> None:
    agent = await a_user(each_site)
    await imported(each_site, agent, PEOPLE)
    before = await everybody(agent)

    state = await imported(each_site, agent, PEOPLE)

    assert counts(state) == (0, 0, 2, 0)
    assert await everybody(agent) == before


async def test_a_row_with_a_known_external_id_brings_the_contact_up_to_date(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    await imported(each_site, agent, PEOPLE)

    state = await imported(
        each_site,
        agent,
        "external_id,last_name,company,email,phone\nAC-1,Souza,,,416-555-0199\n",
    )

    maria, _ = await everybody(agent)
    assert counts(state) == (0, 1, 0, 0)
    assert (maria.last_name, maria.company, maria.email) == (
        "Souza",
        "Acme Ltd",
        "maria@example.org",
    )
    assert len(maria.numbers) == 3


async def test_what_was_changed_by_hand_since_is_not_taken_back_by_a_row_without_an_id(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    await imported(each_site, agent, PEOPLE)
    _, bob = await everybody(agent)
    await edit_contact(
        each_site, agent, bob.id, ContactEdit(last_name="Martin"), version=bob.version
    )

    await imported(each_site, agent, PEOPLE)

    assert [each.last_name for each in await everybody(agent)] == ["Silva", "Martin"]


async def test_the_id_of_a_merged_contact_leads_to_the_one_that_was_kept(each_site: Site) -> None:
    agent = await a_user(each_site)
    await imported(each_site, agent, PEOPLE)
    maria, bob = await everybody(agent)
    await merge_contacts(each_site, agent, kept_id=bob.id, merged_id=maria.id)

    state = await imported(each_site, agent, "external_id,email,name\nAC-1,new@example.org,Bob\n")

    (kept,) = await everybody(agent)
    assert counts(state) == (0, 1, 0, 0)
    assert (kept.id, kept.email) == (bob.id, "new@example.org")


async def test_two_rows_with_one_external_id_become_one_contact(each_site: Site) -> None:
    agent = await a_user(each_site)

    state = await imported(each_site, agent, "id,name,phone\n7,Ann,4165550100\n7,Ann,4165550101\n")

    (ann,) = await everybody(agent)
    assert counts(state) == (1, 1, 0, 0)
    assert len(ann.numbers) == 2


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        (b"name,phone\r\n", "no row below its heading"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "is a text, CSV or vCard"),
        (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", "is a text, CSV or vCard"),
        (("a," * 200).encode() + b"\n1\n", "at most 100 columns"),
        (b'"name\n' + b"x" * 30_000, "heading that can be read"),
    ],
    ids=["nothing", "mark-alone", "heading-alone", "picture", "spreadsheet", "wide", "no-quote"],
)
async def test_a_file_that_is_none_is_refused_and_nothing_of_it_is_kept(
    each_site: Site, data: bytes, cause: str
) -> None:
    agent = await a_user(each_site)

    with pytest.raises(InvalidValue, match=cause):
        await taken(each_site, agent, data)

    pieces = await ContactImport.count()
    assert pieces == 0


async def test_a_file_that_is_too_large_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = await a_user(site)
    monkeypatch.setattr(files, "LARGEST_FILE", 10_000)

    with pytest.raises(FileTooLarge):
        await taken(site, agent, "name\n" + "Ann\n" * 10_000)


async def test_bad_rows_are_skipped_with_their_cause_and_the_others_are_imported(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    rows = [
        "name,phone,link",
        "Ann,4165550100,",
        f"{'x' * 300},4165550101,",
        ",4165550102,",
        "Ben,anonymous,",
        "Cid,1.4165E+10,",
        "Dan,4165550103,ftp://example.org",
        "",
        "Eve\0,4165550104,",
        "Fay,4165550105,,one too many",
        f"{'y' * 25_000},4165550106,",
        '=HYPERLINK("x"),4165550107,',
        '"never closed,4165550108,',
        "Gil,4165550109,",
    ]

    state = await imported(each_site, agent, "\n".join(rows))

    names = [card.full_name for card in await everybody(agent)]
    assert names == ["Ann", '=HYPERLINK("x")', "Gil"]
    assert [(skip.row, skip.cause) for skip in await skips(agent, state)] == [
        (3, "The last name has at most 255 characters."),
        (4, "A last name or another name is needed."),
        (5, "The phone number is a number or address that somebody can have."),
        (
            6,
            "The phone number was damaged by a spreadsheet (1.4165E+10); format the column as text.",
        ),
        (7, "The link begins with https:// or http://."),
        (9, "The row has a character that no text has (NUL)."),
        (10, "The row has more cells than the heading."),
        (11, "The row is longer than 20000 characters, or a quotation mark is not closed."),
        (13, "The row is longer than 20000 characters, or a quotation mark is not closed."),
    ]
    assert state.rows_total == state.rows_done == 12
    assert counts(state) == (3, 0, 0, 9)


async def test_a_line_without_an_end_costs_itself_alone(each_site: Site) -> None:
    agent = await a_user(each_site)
    data = "name,phone\nAnn,1\n" + "z" * 3_000_000 + "\nBen,4165550100\n"

    state = await imported(each_site, agent, data)

    assert [card.full_name for card in await everybody(agent)] == ["Ann", "Ben"]
    assert [skip.row for skip in await skips(agent, state)] == [3]


async def test_of_two_columns_with_one_name_the_first_counts(site: Site) -> None:
    agent = await a_user(site)

    state = await imported(site, agent, "name,email,email,phone,phone\nAnn,a@x.org,b@x.org,1,2\n")

    (ann,) = await everybody(agent)
    assert mapping(state) == [
        ImportField.FULL_NAME,
        ImportField.EMAIL,
        None,
        ImportField.PHONE,
        ImportField.PHONE,
    ]
    assert (ann.email, [n.address for n in ann.numbers]) == ("a@x.org", ["1", "2"])


@pytest.mark.parametrize("at", [-30, -12, -1])
async def test_a_vcard_file_that_is_cut_off_loses_its_last_card_and_says_so(
    site: Site, at: int
) -> None:
    agent = await a_user(site)

    state = await imported(site, agent, CARDS.strip()[:at])

    (maria,) = await everybody(agent)
    (skip,) = await skips(agent, state)
    assert maria.last_name == "Silva"
    assert (skip.row, skip.cause) == (2, "The card has no END:VCARD; the file may be cut off.")
    assert "Bob Martin" in skip.content


async def test_a_csv_file_that_is_cut_off_within_a_character_is_read_to_there(site: Site) -> None:
    agent = await a_user(site)

    state = await imported(site, agent, "name\nAnn\nZo\u00eb".encode()[:-1])

    assert state.encoding == "utf-8"
    assert [card.full_name for card in await everybody(agent)] == ["Ann", "Zo\ufffd"]


async def test_a_cell_may_hold_line_breaks_and_several_numbers(site: Site) -> None:
    agent = await a_user(site)

    await imported(
        site, agent, 'name,company,phone\nAnn,"Acme\nLtd","416-555-0100; 416-555-0101"\n'
    )

    (ann,) = await everybody(agent)
    assert [n.searchable_address for n in ann.numbers] == ["+14165550100", "+14165550101"]


async def test_a_cancelled_import_stops_and_keeps_what_it_has_done(
    each_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = await a_user(each_site)
    monkeypatch.setattr(storing, "LONGEST_JOB", 0)
    people = "".join(f"Ann,{number}\n" for number in range(4165550000, 4165550500))
    state = await taken(each_site, agent, "name,phone\n" + people)
    await start_import(each_site, agent, state.id, mapping(state))

    async with imports_carried_on(each_site):
        await eventually(lambda: has_done(agent, state, 1))
        cancelled = await cancel_import(each_site, agent, state.id)
        while await run_next(each_site):
            pass

    after = await contact_import(agent, state.id)
    assert after.status is ImportStatus.CANCELLED
    assert after.rows_done == cancelled.rows_done == len(await newest(agent))
    assert 0 < after.rows_done < 500


async def test_an_import_that_was_interrupted_goes_on_where_it_stopped(
    each_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = await a_user(each_site)
    monkeypatch.setattr(storing, "LONGEST_JOB", 0)
    monkeypatch.setattr(files, "PIECE", 500)
    people = "".join(f"Ann,{number}\n" for number in range(4165550000, 4165550090))
    state = await taken(each_site, agent, "name,phone\n" + people)
    await start_import(each_site, agent, state.id, mapping(state))

    for least in (1, 30, 60):
        async with imports_carried_on(each_site):
            await eventually(lambda least=least: has_done(agent, state, least))  # type: ignore[misc]  # bound now
        await free(each_site, state)
    while await run_next(each_site):
        pass

    after = await contact_import(agent, state.id)
    assert counts(after) == (90, 0, 0, 0)
    assert len({card.numbers[0].address for card in await newest(agent)}) == 90


async def test_only_call_users_import(site: Site) -> None:
    agent, clerk = await a_user(site), await a_user(site, privileges=())
    state = await taken(site, agent, PEOPLE)

    with pytest.raises(NotACallUser):
        await taken(site, clerk, PEOPLE)
    with pytest.raises(NotACallUser):
        await start_import(site, clerk, state.id, mapping(state))
    with pytest.raises(NotACallUser):
        await contact_import(clerk, state.id)
    with pytest.raises(NotACallUser):
        await cancel_import(site, clerk, state.id)


async def test_an_import_that_is_not_there_is_said_not_to_be(site: Site) -> None:
    agent = await a_user(site)

    with pytest.raises(NoSuchContactImport):
        await contact_import(agent, agent.user_id)


async def newest(viewer: Viewer) -> Sequence[ContactCard]:
    """Return all contacts, however many."""
    found: list[ContactCard] = []
    while page := await list_contacts(viewer, first=100, behind=found[-1].id if found else None):
        found += page
    return found


async def has_done(viewer: Viewer, state: ImportState, rows: int) -> bool:
    return (await contact_import(viewer, state.id)).rows_done >= rows


async def free(site: Site, state: ImportState) -> None:
    """Let the lease of a process that is gone end at once."""

    async def end() -> None:
        await ContactImport.update({ContactImport.leased_until: None}).where(
            ContactImport.id == state.id
        )

    await site.writer.run(end)
