"""Write the words that find the contacts which were there before the words were."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

from models.contacts.words import entries

ID = "2026-11-22T17:03:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "words of the contacts there are"


class Raw(Table):
    """Stand in for a table, since raw SQL in Piccolo belongs to one."""


async def forwards() -> MigrationManager:
    """Write the words."""
    Raw._meta.refresh_db()
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)

    async def write() -> None:
        contacts = await Raw.raw(
            "SELECT id, first_name, last_name, company, email, external_id FROM contact"
        )
        for contact in contacts:
            contact_id = contact.pop("id")
            for word in sorted(entries(**contact)):
                await Raw.raw(
                    "INSERT INTO contact_word (contact, word) VALUES ({}, {})", contact_id, word
                )

    async def forget() -> None:
        await Raw.raw("DELETE FROM contact_word")

    manager.add_raw(write)
    manager.add_raw_backwards(forget)
    return manager
