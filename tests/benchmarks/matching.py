"""What it costs to find a caller among a million contacts, on both databases.

Run ``python -m tests.benchmarks.matching [--contacts 1000000]``. Times are medians of calls one after another; what
counts are the ratios, which the last lines print and check: a match against a read by primary key through the same
door, and against the search for last digits by LIKE that other systems do.
"""

import argparse
import asyncio
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import phonenumbers

from callbeacon.app import site_for
from callbeacon.settings import read_settings
from models.contacts.cards import contact_cards
from models.contacts.matching import match_caller
from models.contacts.tables import Contact, ContactNumber
from models.identifiers import new_id
from models.preparing import prepare
from models.site import Site
from tests.servers import running_postgres

REGION = "CA"
AREAS = ("204", "250", "306", "403", "416", "418", "506", "514", "604", "613", "647", "780", "902", "905")
MOST_OF_A_READ = 2.0
LEAST_OF_LIKE = 500.0
PORTION = 50_000

CONTACT = ("id", "first_name", "last_name", "company", "email", "external_id", "created_at", "version")
NUMBER = (
    "id", "contact", "kind", "position", "address", "searchable_address", "national_number", "reversed_digits",
    "is_local", "extension", "version",
)  # fmt: skip

Rows = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]


def national_number(place: int) -> str:
    """Return the number of a contact: every one another, and valid."""
    area = AREAS[place % len(AREAS)]
    return f"{area}{2_000_000 + (place // len(AREAS)) * 7 % 8_000_000:07d}"


def made_up(contacts: int) -> Iterator[Rows]:
    """Make contacts with a number each, a portion at a time; each tenth stores no area code, each fiftieth an extension."""
    now = datetime.now(UTC)
    for start in range(0, contacts, PORTION):
        people, numbers = [], []
        for place in range(start, min(start + PORTION, contacts)):
            contact, national = new_id(), national_number(place)
            people.append((contact, "Maria", f"Silva {place}", "Acme", "", f"A{place}", now, 1))
            address, searchable, is_local = f"+1 {national}", f"+1{national}", False
            if place % 10 == 9:
                address = searchable = national = national[3:]
                is_local = True
            extension = str(1000 + place % 9000) if place % 50 == 0 else None
            forms = (address, searchable, national, national[::-1], is_local, extension)
            numbers.append((new_id(), contact, "WORK", 0, *forms, 1))
        yield people, numbers


async def fill(site: Site, contacts: int) -> None:
    """Load the contacts as fast as the database takes them."""
    tables = (("contact", CONTACT), ("contact_number", NUMBER))
    for portion in made_up(contacts):
        async with site.database.transaction():
            for (table, columns), rows in zip(tables, portion, strict=True):
                if site.database.is_sqlite:
                    places = ", ".join(f"${i}" for i in range(1, len(columns) + 1))
                    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
                    await site.database.execute_many(sql, rows)
                else:
                    connection: asyncpg.Connection = Contact._meta.db.current_transaction.get().connection
                    await connection.copy_records_to_table(table, records=rows, columns=columns)
    if site.database.is_sqlite:
        async with site.database.transaction():
            await site.database.fetch("ANALYZE")
    else:
        await vacuum()


async def vacuum() -> None:
    """Let PostgreSQL gather its statistics, as its own daemon would in time."""
    connection = await Contact._meta.db.get_new_connection()
    try:
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Name one thing to measure."""

    name: str
    run: Callable[[int], Awaitable[object]]
    times: int = 1000


async def median(case: Case) -> float:
    """Return the median of the seconds that a call takes, after some that warm up."""
    for i in range(20 if case.times > 20 else 1):
        await case.run(i)
    seconds = []
    for i in range(case.times):
        started = time.perf_counter()
        await case.run(i)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def cases(ids: list[UUID], places: list[int]) -> list[Case]:
    """List what is measured: two reads by key, a match of each kind, and LIKE."""
    by_place = [national_number(place) for place in places]

    async def by_key(i: int) -> object:
        return await Contact.select().where(Contact.id == ids[i % len(ids)]).first()

    async def card(i: int) -> object:
        return await contact_cards([ids[i % len(ids)]])

    def match(form: Callable[[str], str]) -> Callable[[int], Awaitable[object]]:
        return lambda i: match_caller(form(by_place[i % len(by_place)]), region=REGION)

    async def like(i: int) -> object:
        digits = by_place[i % len(by_place)]
        sql = "SELECT contact FROM contact_number WHERE national_number LIKE {} LIMIT 50"
        return await ContactNumber.raw(sql, f"%{digits}")

    return [
        Case(name="read by primary key", run=by_key),
        Case(name="contact and its numbers by id", run=card),
        Case(name="match E.164", run=match("+1{}".format)),
        Case(name="match national form", run=match(lambda n: f"({n[:3]}) {n[3:6]}-{n[6:]}")),
        Case(name="match outside line", run=match("91{}".format)),
        Case(name="match last seven digits", run=match(lambda n: n[3:])),
        Case(name="match nobody", run=match(lambda n: "+4420" + n[2:])),
        Case(name="match extension", run=match(lambda n: "1" + n[-3:])),
        Case(name="LIKE '%digits'", run=like, times=7),
    ]


async def measure(site: Site, contacts: int) -> bool:
    """Print what each case costs and whether both limits hold."""
    started = time.perf_counter()
    await fill(site, contacts)
    print(f"  loaded {contacts:,} contacts in {time.perf_counter() - started:.0f} s")
    random.seed(1)
    places = [p for p in random.sample(range(contacts), 600) if p % 10 != 9]
    assert phonenumbers.is_valid_number(phonenumbers.parse(national_number(places[0]), REGION))
    rows = await Contact.select(Contact.id).where(
        Contact.external_id.is_in([f"A{place}" for place in places[:500]])
    )
    costs = {c.name: await median(c) for c in cases([row["id"] for row in rows], places)}
    return report(costs)


def report(costs: dict[str, float]) -> bool:
    """Print the costs with their ratios; return whether the limits hold for every kind of match."""
    read, like = costs["read by primary key"], costs["LIKE '%digits'"]
    for name, seconds in costs.items():
        print(f"  {name:32}{seconds * 1e6:10.0f} us {seconds / read:8.2f} x read {like / seconds:9.0f} x under LIKE")
    matches = [seconds for name, seconds in costs.items() if name.startswith("match")]
    worst, least = max(matches) / read, like / max(matches)
    print(f"  a match costs at most {worst:.2f} reads and {least:.0f} times less than LIKE")
    return worst <= MOST_OF_A_READ and least >= LEAST_OF_LIKE


@asynccontextmanager
async def opened(directory: Path, url: str | None) -> Any:
    """Open a new installation."""
    environment = {"CALLBEACON_DATA_DIR": str(directory)}
    if url:
        environment["CALLBEACON_DATABASE_URL"] = url
    async with site_for(read_settings(environment)) as site:
        await prepare(site.database)
        yield site


async def run(contacts: int, databases: list[str]) -> bool:
    """Measure each database; return whether all limits hold."""
    results = []
    with tempfile.TemporaryDirectory() as directory:
        if "sqlite" in databases:
            print("SQLite")
            async with opened(Path(directory), None) as site:
                results.append(await measure(site, contacts))
        if "postgresql" in databases:
            with running_postgres() as server:
                print("PostgreSQL")
                async with opened(Path(directory), server.url()) as site:
                    results.append(await measure(site, contacts))
    return all(results)


def main() -> None:
    """Read the command line, measure, and end with 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    given = parser.parse_args()
    holds = asyncio.run(run(given.contacts, given.database or ["sqlite", "postgresql"]))
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
