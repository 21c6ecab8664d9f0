"""The tables of contacts and their numbers."""

from piccolo.columns import (
    UUID,
    BigInt,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from models.identifiers import new_id


class Contact(Table, tablename="contact"):
    """Somebody who may call."""

    id = UUID(primary_key=True, default=new_id)
    first_name = Varchar(length=255)
    last_name = Varchar(length=255)
    company = Varchar(length=255)
    email = Varchar(length=255)
    external_id = Varchar(length=255, null=True, default=None, index=True)
    link = Varchar(length=2048, null=True, default=None)
    created_at = Timestamptz()
    version = BigInt(default=1)


class ContactNumber(Table, tablename="contact_number"):
    """One number of a contact, as typed and in the forms that are searched (see ``phone.py``)."""

    id = UUID(primary_key=True, default=new_id)
    contact = ForeignKey(Contact, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(length=32, default="OTHER", help_text="MOBILE, WORK, HOME or OTHER.")
    position = Integer(default=0)
    address = Varchar(length=255, index=True)
    searchable_address = Varchar(length=64, index=True)
    national_number = Varchar(length=64, index=True)
    reversed_digits = Varchar(length=64, index=True)
    extension = Varchar(length=32, null=True, default=None)
