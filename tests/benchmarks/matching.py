"""What it costs to find a caller among a million contacts, on both databases.

Run ``python -m tests.benchmarks.matching [--contacts 1000000] [--database sqlite]``. Each cost is the median of calls
one after another, taken twice: the statement alone, through the driver of the database, and the whole verb as the rest
of the program calls it (the number was read before, when its call came). What counts are the ratios in the same run: a
match against the same contact read by its primary key, and against the search for last digits by LIKE that other
systems do. It ends with 1 when a limit does not hold or a plan reads a whole table.
"""

import argparse
import asyncio
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
from piccolo.engine.sqlite import dict_factory

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.contacts.cards import CARDS, COLUMNS, JOINED, ORDER, contact_cards
from models.contacts.lookups import lookups_for, statement
from models.contacts.matching import match_caller
from models.contacts.phone import read_number
from models.contacts.tables import Contact, ContactNumber
from models.identifiers import new_id
from models.preparing import prepare
from models.site import Site
from tests.models.contacts.plans import full_scans
from tests.servers import running_postgres

REGION = "CA"
AREAS = (
    "204",
    "250",
    "306",
    "403",
    "416",
    "418",
    "506",
    "514",
    "604",
    "613",
    "647",
    "780",
    "902",
    "905",
)
MOST_READS = 2.0
LEAST_OF_LIKE = 500.0
BY_KEY = CARDS.format(columns=COLUMNS, joined=JOINED, ids="{}", order=ORDER)
LIKE = "SELECT contact FROM contact_number WHERE national_number LIKE {} LIMIT 50"
WARM_UP = 10
PORTION = 50_000

CONTACT = (
    "id",
    "first_name",
    "last_name",
    "company",
    "email",
    "external_id",
    "created_at",
    "version",
)
NUMBER = (
    "id", "contact", "kind", "position", "address", "searchable_address", "national_number", "reversed_digits",
    "is_partial", "extension", "version",
)  # fmt: skip

CHOICE = ("number", "contact", "chosen_at")

Rows = tuple[list[tuple[Any, ...]], ...]


def national_number(place: int) -> str:
    """Return the number of a contact: every one another, and valid."""
    area = AREAS[place % len(AREAS)]
    return f"{area}{2_000_000 + (place // len(AREAS)) * 7 % 8_000_000:07d}"


def made_up(contacts: int) -> Iterator[Rows]:
    """Make contacts with a number each, a portion at a time.

    Each tenth number has no area code, each fiftieth an extension; for each tenth an agent chose its contact once.
    """
    now = datetime.now(UTC)
    for start in range(0, contacts, PORTION):
        people, numbers, choices = [], [], []
        for place in range(start, min(start + PORTION, contacts)):
            contact, national = new_id(), national_number(place)
            people.append((contact, "Maria", f"Silva {place}", "Acme", "", f"A{place}", now, 1))
            address, searchable, is_partial = f"+1 {national}", f"+1{national}", False
            if place % 10 == 9:
                address = searchable = national = national[3:]
                is_partial = True
            extension = str(1000 + place % 9000) if place % 50 == 0 else None
            forms = (address, searchable, national, national[::-1], is_partial, extension)
            numbers.append((new_id(), contact, "WORK", 0, *forms, 1))
            if place % 10 == 3:
                choices.append((searchable, contact, now))
        yield people, numbers, choices


async def fill(site: Site, contacts: int) -> None:
    """Load the contacts as fast as the database takes them."""
    tables = (("contact", CONTACT), ("contact_number", NUMBER), ("remembered_choice", CHOICE))
    for portion in made_up(contacts):
        async with site.database.transaction():
            for (table, columns), rows in zip(tables, portion, strict=True):
                await _load(site, table, columns, rows)
    async with site.database.transaction():
        await site.database.fetch("ANALYZE")


async def _load(site: Site, table: str, columns: Sequence[str], rows: Sequence[Any]) -> None:
    if site.database.is_sqlite:
        places = ", ".join(f"${place}" for place, _ in enumerate(columns, start=1))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        await site.database.execute_many(sql, rows)
    else:
        transaction: Any = Contact._meta.db.current_transaction.get()
        await transaction.connection.copy_records_to_table(table, records=rows, columns=columns)


Fetch = Callable[[str, Sequence[object]], Awaitable[object]]
Call = Callable[[int], Awaitable[object]]


@asynccontextmanager
async def driver(site: Site) -> AsyncIterator[Fetch]:
    """Speak with the database without anything of ours or Piccolo's between, in the same SQL."""
    database: Any = site.database
    if site.database.is_sqlite:
        connection = sqlite3.connect(database.path, detect_types=sqlite3.PARSE_DECLTYPES)
        connection.row_factory = dict_factory

        async def fetch(sql: str, values: Sequence[object]) -> object:
            return connection.execute(sql.replace("{}", "?"), values).fetchall()

        yield fetch
        connection.close()
    else:
        server = await asyncpg.connect(database.config["dsn"])

        async def fetch_from_server(sql: str, values: Sequence[object]) -> object:
            return await server.fetch(
                sql.format(*(f"${i}" for i in range(1, len(values) + 1))), *values
            )

        yield fetch_from_server
        await server.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Name one thing to measure: as a statement, and as the verb that needs it, if any."""

    name: str
    statement: Call
    verb: Call
    times: int = 500
    is_limited: bool = False


async def medians(calls: Sequence[tuple[Call, int]]) -> list[float]:
    """Return the median of the seconds that each call takes.

    They take turns, so that a busy moment of the machine is nobody's alone.
    """
    seconds: list[list[float]] = [[] for _ in calls]
    for turn in range(WARM_UP + max(times for _, times in calls)):
        for place, (call, times) in enumerate(calls):
            if WARM_UP <= turn >= WARM_UP + times:
                continue
            started = time.perf_counter()
            await call(turn)
            if turn >= WARM_UP:
                seconds[place].append(time.perf_counter() - started)
    return [statistics.median(taken) for taken in seconds]


def cases(fetch: Fetch, ids: list[Any], digits: list[str]) -> list[Case]:
    """List what is measured: the read by key, a match of each kind, and LIKE."""

    def match(name: str, form: Callable[[str], str], *, is_limited: bool = True) -> Case:
        forms = [form(one) for one in digits]
        asked = [statement(lookups_for(read_number(f, region=REGION), {})) for f in forms]
        return Case(
            name=f"match, {name}",
            statement=lambda i: fetch(*asked[i % len(asked)]),
            verb=lambda i: match_caller(forms[i % len(forms)], region=REGION),
            is_limited=is_limited,
        )

    def key(i: int) -> Any:
        return ids[i % len(ids)]

    def like(i: int) -> str:
        return f"%{digits[i % len(digits)]}"

    is_text = isinstance(ids[0], str)
    return [
        Case(
            name="contact by primary key",
            statement=lambda i: fetch(BY_KEY, [str(key(i)) if is_text else key(i)]),
            verb=lambda i: contact_cards([key(i)]),
        ),
        match("E.164", "+1{}".format),
        match("national form", lambda n: f"({n[:3]}) {n[3:6]}-{n[6:]}"),
        match("outside line", "91{}".format),
        match("nobody", lambda n: "+4420" + n[2:]),
        match("extension", lambda n: "1" + n[-3:], is_limited=False),
        match("seven digits, 14 offered", lambda n: n[3:], is_limited=False),
        Case(
            name="LIKE '%digits'",
            statement=lambda i: fetch(LIKE, [like(i)]),
            verb=lambda i: ContactNumber.raw(LIKE, like(i)).run(),
            times=7,
        ),
    ]


async def measure(site: Site, contacts: int) -> bool:
    """Print what each case costs and whether the limits hold."""
    started = time.perf_counter()
    await fill(site, contacts)
    print(f"  loaded {contacts:,} contacts in {time.perf_counter() - started:.0f} s")
    places = [p for p in random.Random(1).sample(range(contacts), 600) if p % 10 != 9]
    keys = [f"A{place}" for place in places[:500]]
    rows = await Contact.select(Contact.id).where(Contact.external_id.is_in(keys))
    async with driver(site) as fetch:
        measured = cases(fetch, [row["id"] for row in rows], [national_number(p) for p in places])
        statements = await medians([(case.statement, case.times) for case in measured])
        verbs = await medians([(case.verb, case.times) for case in measured])
        costs = list(zip(measured, statements, verbs, strict=True))
    lookups = lookups_for(read_number("+1" + national_number(places[0]), region=REGION), {})
    scans = await full_scans(site, *statement(lookups))
    print(f"  tables read as a whole by a match: {', '.join(scans) or 'none'}")
    return report(costs) and not scans


def report(costs: list[tuple[Case, float, float]]) -> bool:
    """Print the costs with their ratios; return whether the limits hold for each match of one contact or none."""
    (_, key, whole_key), (_, like, whole_like) = costs[0], costs[-1]
    print(
        f"  {'':26}{'statement':>12}{'reads':>8}{'LIKE':>9}{'whole verb':>14}{'reads':>8}{'LIKE':>9}"
    )
    for case, statement_cost, verb_cost in costs:
        print(
            f"  {case.name:26}{statement_cost * 1e6:9.0f} us{statement_cost / key:8.2f}{like / statement_cost:8.0f}x"
            f"{verb_cost * 1e6:11.0f} us{verb_cost / whole_key:8.2f}{whole_like / verb_cost:8.0f}x"
        )
    limited = [(one, whole) for case, one, whole in costs if case.is_limited]
    reads = max(max(one / key, whole / whole_key) for one, whole in limited)
    times = min(like / one for one, _ in limited)
    print(
        f"  a match costs at most {reads:.2f} reads; its statement {times:.0f} times less than LIKE"
    )
    return reads <= MOST_READS and times >= LEAST_OF_LIKE


@asynccontextmanager
async def opened(directory: Path, url: str | None) -> AsyncIterator[Site]:
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
