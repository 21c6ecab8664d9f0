"""The audit trail: who changed what, and what it was before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from piccolo.columns import JSON, UUID, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from models.identifiers import new_id
from models.people.tables import User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.people.privileges import Viewer
    from models.site import Site


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


async def note(
    site: Site,
    by: Viewer | None,
    action: str,
    *,
    kind: str,
    subject: object,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write who did what to which subject; within the job that does it, so that neither stands without the other.

    ``by`` is None for the command line. ``before`` and ``after`` hold what changed and no masked value.
    """
    await AuditEntry.insert(
        AuditEntry(
            at=site.now(),
            user=by.user_id if by else None,
            action=action,
            subject_kind=kind,
            subject=str(subject),
            before=_written(before),
            after=_written(after),
        )
    )


def _written(values: Mapping[str, object] | None) -> str | None:
    return None if values is None else json.dumps(values, default=str, ensure_ascii=False)
