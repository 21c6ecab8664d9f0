"""Drop the table of site settings, which nothing has written so far.

Its column becomes text in the next migration: SQLite changes the type of no column, and one of JSON turns text that
reads as a number into a number.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T17:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "site settings are made anew"


async def forwards() -> MigrationManager:
    """Drop the table."""
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)
    manager.drop_table(class_name="SiteSetting", tablename="site_setting")
    return manager
