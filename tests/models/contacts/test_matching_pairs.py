"""Stored forms against delivered forms: who is found, and that nobody wrong ever is."""

import csv
from collections import defaultdict
from pathlib import Path

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
