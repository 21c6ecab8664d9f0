"""The tables of an import: what it is, its file in pieces, the rows it skipped, the rows that it has seen before.

The file is kept in the database, since any node may carry the import on.
"""

from piccolo.columns import (
    UUID,
    BigInt,
    BigSerial,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from models.contacts.tables import Contact
from models.identifiers import new_id
from models.people.tables import User


class ContactImport(Table, tablename="contact_import"):
    """One import. ``columns`` is JSON; ``rows_done`` counts the rows below the heading that are behind it."""

    id = UUID(primary_key=True, default=new_id)
    user = ForeignKey(User, null=True, on_delete=OnDelete.set_null)
    file_name = Varchar(length=255)
    status = Varchar(length=16, default="UPLOADING", index=True)
    format = Varchar(length=16, default="CSV")
    encoding = Varchar(length=16, default="")
    delimiter = Varchar(length=1, default="")
    columns = Text(default="[]")
    rows_total = Integer(default=0)
    rows_done = Integer(default=0)
    added = Integer(default=0)
    updated = Integer(default=0)
    unchanged = Integer(default=0)
    skipped = Integer(default=0)
    created_at = Timestamptz(index=True)
    leased_until = Timestamptz(null=True, default=None)
    version = BigInt(default=1)


class ContactImportPiece(Table, tablename="contact_import_piece"):
    """A piece of the file, as it was sent; the index over import and position stands in a migration."""

    id = BigSerial(primary_key=True)
    contact_import = ForeignKey(ContactImport, on_delete=OnDelete.cascade)
    position = Integer()
    content = Bytea()


class SkippedContactRow(Table, tablename="skipped_contact_row"):
    """One row that was not imported, and why. ``row`` counts as a spreadsheet does, or the cards of a vCard file."""

    id = BigSerial(primary_key=True)
    contact_import = ForeignKey(ContactImport, on_delete=OnDelete.cascade, index=True)
    row = Integer()
    cause = Varchar(length=255)
    content = Text()


class ImportedRow(Table, tablename="imported_row"):
    """A row without an external id that became a contact: the same row again becomes no second one."""

    fingerprint = Varchar(length=64, primary_key=True)
    contact = ForeignKey(Contact, on_delete=OnDelete.cascade, index=True)
