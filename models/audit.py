"""The audit trail: who changed what, and what it was before."""

from piccolo.columns import JSON, UUID, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from models.identifiers import new_id
from models.people.tables import User


class AuditEntry(Table, tablename="audit_entry"):
    """One change; written in the transaction that makes it, and never altered."""

    id = UUID(primary_key=True, default=new_id)
    at = Timestamptz(index=True)
    user = ForeignKey(
        User, null=True, on_delete=OnDelete.set_null, help_text="Null: the command line."
    )
    action = Varchar(length=64)
    subject_kind = Varchar(length=64)
    subject = Varchar(length=255, index=True)
    before = JSON(null=True, default=None)
    after = JSON(null=True, default=None)
