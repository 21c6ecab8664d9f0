"""One way to the database, whichever it is: SQLite in a file, or PostgreSQL."""

from models.database.addresses import DatabaseAddressError
from models.database.connecting import open_database
from models.database.interface import Database, Row
from models.database.migrating import compare_migrations, migrate, pending_migrations

__all__ = [
    "Database",
    "DatabaseAddressError",
    "Row",
    "compare_migrations",
    "migrate",
    "open_database",
    "pending_migrations",
]
