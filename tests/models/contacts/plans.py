"""How a database would answer a statement, without asking it to."""

from collections.abc import Sequence

from models.contacts.tables import Contact
from models.site import Site

TABLES = ("contact", "contact_number", "contact_word", "remembered_choice")
ALIASES = {"asked": "contact", "c": "contact", "n": "contact_number"}


async def full_scans(site: Site, sql: str, values: Sequence[object]) -> list[str]:
    """Name the tables of contacts that the plan reads from end to end."""
    if site.database.is_sqlite:
        rows = await Contact.raw(f"EXPLAIN QUERY PLAN {sql}", *values)
        scanned = [row["detail"].split()[1] for row in rows if row["detail"].startswith("SCAN")]
    else:
        rows = await Contact.raw(f"EXPLAIN {sql}", *values)
        lines = [row["QUERY PLAN"] for row in rows if "Seq Scan on" in row["QUERY PLAN"]]
        scanned = [line.split("Seq Scan on ")[1].split()[0] for line in lines]
    return [ALIASES.get(name, name) for name in scanned if ALIASES.get(name, name) in TABLES]
