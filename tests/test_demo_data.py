"""The demo's contacts, scripts and reasons, as files."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import phonenumbers
import pytest

from models.contacts.phone import NumberKind, PhoneNumber, read_number
from models.scripts.rendering import check, merge_fields, render

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "callbeacon" / "demo"
GENERAL_INQUIRY = ROOT / "models" / "scripts" / "general-inquiry.md"
SCRIPTS = [GENERAL_INQUIRY, *sorted((DEMO / "scripts").glob("*.md"))]
FIELDS = {
    "contact.first_name",
    "contact.email",
    "call.phone_number",
    "call.details.account_number",
    "call.details.order_number",
    "agent.full_name",
}


def contacts() -> list[dict[str, str]]:
    with (DEMO / "contacts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(contact: dict[str, str]) -> list[PhoneNumber]:
    typed = [contact[column] for column in ("phone", "phone_2", "phone_3") if contact[column]]
    return [read_number(address, region="CA") for address in typed]


def reasons() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((DEMO / "reasons.json").read_text(encoding="utf-8"))
    return data


def test_the_first_contact_is_the_one_that_the_guides_call() -> None:
    assert contacts()[0] == {
        "first_name": "Maria",
        "last_name": "Silva",
        "company": "Acme Ltd",
        "email": "maria@example.org",
        "external_id": "1001",
        "phone": "+1 416 555 0100",
        "phone_2": "+1-647-555-0101",
        "phone_3": "",
    }


def test_there_are_fifty_people_with_names_addresses_and_ids_of_their_own() -> None:
    people = contacts()

    assert len(people) == 50
    assert all(person["first_name"] and person["last_name"] for person in people)
    for column in ("email", "external_id"):
        assert len({person[column] for person in people}) == 50
    assert all(re.fullmatch(r"\S+@example\.(org|com)", person["email"]) for person in people)


def test_every_number_is_valid_and_read_so_where_the_site_is() -> None:
    read = [number for person in contacts() for number in numbers(person)]

    assert [number for number in read if number.kind is not NumberKind.COMPLETE] == []


def test_the_numbers_come_from_more_than_twenty_countries() -> None:
    read = [number for person in contacts() for number in numbers(person)]

    countries = {phonenumbers.parse(number.searchable_address).country_code for number in read}

    assert len(countries) >= 20


def test_most_people_have_two_or_three_numbers() -> None:
    counts = [len(numbers(person)) for person in contacts()]

    assert min(counts) >= 1
    assert sum(count > 1 for count in counts) >= 40


def test_only_the_switchboard_of_one_company_is_shared() -> None:
    people = contacts()
    read = Counter(number.searchable_address for person in people for number in numbers(person))

    shared = [address for address, count in read.items() if count > 1]

    assert shared == ["+14165550190"]
    companies = [
        person["company"]
        for person in people
        if shared[0] in [number.searchable_address for number in numbers(person)]
    ]
    assert companies == ["Maple Street Books", "Maple Street Books"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_asks_for_known_fields_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    check(text)

    assert merge_fields(text) <= FIELDS


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", ["Maria", None], ids=["known caller", "unknown caller"])
def test_a_script_reads_well_for_known_and_unknown_callers(path: Path, name: str | None) -> None:
    fields = {"contact": {"first_name": name}, "agent": {"full_name": "Ann Berg"}}

    page = render(path.read_text(encoding="utf-8"), fields)

    assert page.startswith("<h1>")
    assert "Ann Berg" in page
    assert ("Maria" in page) == (name is not None)
    assert not re.search(r"[{}]| ,| \.|\( *\)", page)


def test_every_reason_has_an_id_of_its_own_and_a_script() -> None:
    defined = reasons()["reasons"]

    assert [reason["name"] for reason in defined] == [
        "Billing Question",
        "Technical Support",
        "Order Status",
    ]
    assert len({reason["id"] for reason in defined}) == 3
    assert all(re.fullmatch("10[0-9A-F]{32}", reason["id"]) for reason in defined)
    assert defined[0]["id"] == "1084CC0BCF18B24ABF86830DD046021FC0"
    assert {reason["script"] for reason in defined} == {path.name for path in SCRIPTS[1:]}
    assert all(reason["description"] for reason in defined)


def test_the_outcomes_cover_the_usual_ends_of_a_call() -> None:
    assert reasons()["outcomes"] == [
        "Resolved",
        "Follow-up needed",
        "Transferred",
        "Wrong number",
        "Caller hung up",
    ]
