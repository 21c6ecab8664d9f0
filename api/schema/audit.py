"""The audit trail, as GraphQL shows it."""

from datetime import datetime
from typing import cast

import strawberry
from strawberry import relay
from strawberry.scalars import JSON

from api.schema.context import Info
from api.schema.identifiers import in_utc, read_id
from api.schema.paging import check_first, page_info
from models import audit_trail
from models.audit_trail import AuditFilter, AuditRecord
from models.ordering import TimeOrder


@strawberry.type
class AuditEntry:
    """One change: who made it, when, and what was before."""

    id: strawberry.ID = strawberry.field(description="Of the entry.")
    at: datetime = strawberry.field(description="When it was made.")
    login_name: str | None = strawberry.field(description="Who made it; null: the command line.")
    full_name: str | None = strawberry.field(description="Who made it; null: the command line.")
    action: str = strawberry.field(description="A stable word, such as user.disabled.")
    subject_kind: str = strawberry.field(description="Such as user.")
    subject: str = strawberry.field(description="The id or name of what was changed.")
    subject_name: str | None = strawberry.field(
        description="What it is called now; null where only the id is known."
    )
    before: JSON | None = strawberry.field(description="What changed, as it was before.")
    after: JSON | None = strawberry.field(description="What changed, as it was afterwards.")


@strawberry.type
class AuditEntryEdge:
    """One entry of a page."""

    cursor: str = strawberry.field(description="Give it as `after` for the entries behind it.")
    node: AuditEntry = strawberry.field(description="The entry.")


@strawberry.type
class AuditEntryConnection:
    """A page of the audit trail."""

    edges: list[AuditEntryEdge] = strawberry.field(description="With their cursors.")
    page_info: relay.PageInfo = strawberry.field(description="Whether there is more, and where.")


@strawberry.type
class AuditQuery:
    """Questions about the audit trail; they need gAdmin."""

    @strawberry.field
    async def audit_entries(
        self,
        info: Info,
        *,
        first: int = 20,
        after: str | None = None,
        order: TimeOrder = TimeOrder.NEWEST_FIRST,
        login_name: str | None = None,
        action: str | None = None,
        subject: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> AuditEntryConnection:
        """The audit trail, at most 100 a page; `action` is one or the first part of several: `user`."""
        check_first(first, most=audit_trail.LARGEST_PAGE)
        wanted = AuditFilter(
            login_name=login_name,
            action=action,
            subject=subject,
            since=in_utc(since),
            until=in_utc(until),
        )
        behind = read_id(after) if after is not None else None
        viewer = await info.context.viewer()
        found = await audit_trail.audit_trail(
            viewer, wanted, first=first, behind=behind, order=order
        )
        edges = [AuditEntryEdge(cursor=str(each.id), node=_entry(each)) for each in found[:first]]
        return AuditEntryConnection(
            edges=edges,
            page_info=page_info(edges, found=found, after=after),
        )


def _entry(record: AuditRecord) -> AuditEntry:
    return AuditEntry(
        id=strawberry.ID(str(record.id)),
        at=record.at,
        login_name=record.login_name,
        full_name=record.full_name,
        action=record.action,
        subject_kind=record.subject_kind,
        subject=record.subject,
        subject_name=record.subject_name,
        before=cast("JSON | None", record.before),
        after=cast("JSON | None", record.after),
    )
