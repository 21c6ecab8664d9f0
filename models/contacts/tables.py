"""The tables of contacts, their numbers, the words that find them, and the choices made between them."""

from piccolo.columns import (
    UUID,
    BigInt,
    BigSerial,
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from models.identifiers import new_id
from models.people.tables import User


class Contact(Table, tablename="contact"):
    """Somebody who may call. One that was merged stays as a signpost: ``merged_into`` is never a merged one."""

    id = UUID(primary_key=True, default=new_id)
    first_name = Varchar(length=255)
    last_name = Varchar(length=255)
    company = Varchar(length=255)
    email = Varchar(length=255)
    external_id = Varchar(length=255, null=True, default=None, index=True)
    link = Varchar(length=2048, null=True, default=None)
    merged_into = UUID(null=True, default=None, index=True)
    created_at = Timestamptz()
    version = BigInt(default=1, help_text="Grows with each change of the contact's own fields.")


class ContactNumber(Table, tablename="contact_number"):
    """One number of a contact, as typed and in the forms that are searched (see ``phone.py``).

    The indexes on ``national_number``, ``reversed_digits`` and ``extension`` stand in a migration: they need a
    collation or a condition.
    """

    id = UUID(primary_key=True, default=new_id)
    contact = ForeignKey(Contact, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(length=32, default="OTHER", help_text="MOBILE, WORK, HOME or OTHER.")
    position = Integer(default=0)
    address = Varchar(length=255, index=True)
    searchable_address = Varchar(length=64, index=True)
    national_number = Varchar(length=64)
    reversed_digits = Varchar(length=64)
    is_partial = Boolean(default=False, help_text="No whole number: say, no area code.")
    extension = Varchar(length=32, null=True, default=None)
    version = BigInt(default=1)


class ContactWord(Table, tablename="contact_word"):
    """One word or name under which a contact is found, without accents and capitals (see ``words.py``)."""

    id = BigSerial(primary_key=True)
    contact = ForeignKey(Contact, on_delete=OnDelete.cascade, index=True)
    word = Varchar(length=128)


class RememberedChoice(Table, tablename="remembered_choice"):
    """The contact that an agent last chose for a number; it ranks first the next time."""

    number = Varchar(length=255, primary_key=True, help_text="Searchable, else as typed.")
    contact = ForeignKey(Contact, on_delete=OnDelete.cascade, index=True)
    chosen_by = ForeignKey(User, null=True, on_delete=OnDelete.set_null)
    chosen_at = Timestamptz()
