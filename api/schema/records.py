"""Call records, as GraphQL shows and changes them."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry
from strawberry import relay
from strawberry.scalars import JSON

from api.schema.call_batches import RecordBatch
from api.schema.calls import CallReason, call_reason
from api.schema.contacts import Contact
from api.schema.contacts import contact as show_contact
from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.outcomes import Outcome
from api.schema.paging import check_first, page_info
from api.schema.people import User
from api.schema.refusals import Refusal, or_refusal
from api.schema.transfers import AnsweredQuestion, show_answers
from models.calls.calls import LARGEST_PAGE
from models.errors import InvalidValue
from models.ordering import TimeOrder
from models.scripts.outcomes import OutcomeName
from models.unchanged import UNCHANGED, Unchanged
from models.workspaces import records, timeline
from models.workspaces.records import RecordEdit
from models.workspaces.timeline import SavedRecord


@strawberry.type
class CallRecord:
    """What an agent saved about a call."""

    id: strawberry.ID = strawberry.field(description="Ours, in the order of saving.")
    call_id: strawberry.ID = strawberry.field(description="As in `InboundCall.id`.")
    user: User = strawberry.field(description="The agent whose record it is.")
    contact_id: strawberry.ID | None = strawberry.field(description="As in `Contact.id`.")
    phone_number: str | None = strawberry.field(description="Of the call, as received.")
    searchable_address: str = strawberry.field(description="The same, as in `InboundCall`.")
    call_reason: CallReason = strawberry.field(description="The reason in force when it was saved.")
    outcome: Outcome | None = strawberry.field(description="Null when none was chosen.")
    follow_up_on: date | None = strawberry.field(description="The day to come back to it.")
    notes: str = strawberry.field(description="As the agent wrote them.")
    answers: JSON = strawberry.field(description="The script's answers by the id of the question.")
    connected_at: datetime = strawberry.field(description="When the call began.")
    ended_at: datetime | None = strawberry.field(description="Null while the call runs.")
    saved_at: datetime = strawberry.field(description="When the record was saved first.")
    version: int = strawberry.field(description="Grows with each amendment.")
    saved: strawberry.Private[SavedRecord]
    batch: strawberry.Private[RecordBatch]

    @strawberry.field
    async def contact(self) -> Contact | None:
        """The contact; null when none was chosen."""
        card = await self.batch.card(self.saved.contact_id)
        return show_contact(card) if card else None

    @strawberry.field
    async def answered_questions(self) -> list[AnsweredQuestion]:
        """The answers with their questions, in the order of the script; none that is empty."""
        return show_answers(await self.batch.answers(self.saved))


@strawberry.type
class CallRecordEdge:
    """One record of a page."""

    cursor: str = strawberry.field(description="Give it as `after` for the records before it.")
    node: CallRecord = strawberry.field(description="The record.")


@strawberry.type
class CallRecordConnection:
    """A page of records, newest first."""

    edges: list[CallRecordEdge] = strawberry.field(description="With their cursors.")
    page_info: relay.PageInfo = strawberry.field(description="Whether there is more, and where.")


CallRecordResult = Annotated[
    CallRecord | Refusal,
    strawberry.union("CallRecordResult", description="The record, or why it was not kept."),
]


@strawberry.input
class ShownContactField:
    """What a field of the contact held when the agent was told that saving writes over it."""

    field: str = strawberry.field(description="As in `WriteBack.field`.")
    before: str = strawberry.field(description="As in `WriteBack.before`.")


@strawberry.type
class RecordQuery:
    """Questions about call records, which all call users share."""

    @strawberry.field
    async def call_record(self, info: Info, id: strawberry.ID) -> CallRecord:
        """One record."""
        return show_record(await timeline.call_record(await info.context.viewer(), read_id(id)))

    @strawberry.field
    async def timeline(
        self,
        info: Info,
        *,
        contact: strawberry.ID,
        first: int = 20,
        after: str | None = None,
        order: TimeOrder = TimeOrder.NEWEST_FIRST,
    ) -> CallRecordConnection:
        """The records of a contact, whoever saved them; at most 100 a page."""
        _check_size(first)
        behind = read_id(after) if after is not None else None
        viewer = await info.context.viewer()
        found = await timeline.timeline(
            viewer, read_id(contact), first=first, behind=behind, order=order
        )
        return _page(found, first=first, after=after)

    @strawberry.field
    async def follow_ups(
        self,
        info: Info,
        until: date | None = None,
        mine: bool = False,
    ) -> list[CallRecord]:
        """The viewer's records to be followed up until a day, by default today in UTC.

        For a supervisor the teams' records too, unless only `mine` are asked for.
        """
        day = until or info.context.site.now().astimezone(UTC).date()
        found = await timeline.follow_ups(await info.context.viewer(), until=day, mine=mine)
        batch = RecordBatch(found)
        return [show_record(record, batch) for record in found]


@strawberry.type
class RecordMutation:
    """What can be done with call records."""

    @strawberry.mutation
    async def save_call_record(
        self,
        info: Info,
        *,
        workspace: strawberry.ID,
        contact: strawberry.ID | None = strawberry.UNSET,
        outcome: strawberry.ID | None = strawberry.UNSET,
        follow_up_on: date | None = strawberry.UNSET,
        notes: str | None = strawberry.UNSET,
        answers: JSON | None = strawberry.UNSET,
        shown: list[ShownContactField] | None = None,
    ) -> CallRecordResult:
        """Save what an agent says about a call and close its workspace; a second time gives the record again.

        What is left out comes from the drafts `notes`, `outcome`, `followUpOn` and `answer:<question id>`, the contact
        from the workspace; null says that there is none. OUTCOME_REQUIRED: the call's reason asks for an outcome.

        Answers go to the contact where the script says so. `shown` is what the agent was told of it (`writesBack`):
        where the contact holds something else now, nothing is saved (CHANGED_MEANWHILE). Without it all is written.
        """
        edit = partial(_edit, contact, outcome, follow_up_on, notes, answers)
        return await or_refusal(_save(info, workspace, edit, shown))

    @strawberry.mutation
    async def amend_call_record(
        self,
        info: Info,
        *,
        id: strawberry.ID,
        version: int,
        contact: strawberry.ID | None = strawberry.UNSET,
        outcome: strawberry.ID | None = strawberry.UNSET,
        follow_up_on: date | None = strawberry.UNSET,
        notes: str | None = strawberry.UNSET,
        answers: JSON | None = strawberry.UNSET,
    ) -> CallRecordResult:
        """Change a saved record over the version that was on screen; what is left out stays.

        What it was is kept in the audit trail. CHANGED_MEANWHILE: somebody else amended it since.
        """
        edit = partial(_edit, contact, outcome, follow_up_on, notes, answers)
        return await or_refusal(_amend(info, id, version, edit))


@strawberry.type
class RecordSubscription:
    """What there is to follow about call records."""

    @strawberry.subscription
    async def timeline(
        self, info: Info, *, contact: strawberry.ID, first: int = 20
    ) -> AsyncGenerator[CallRecordConnection, None]:
        """Follow the newest records of a contact: now, then after one is saved or amended."""
        _check_size(first)
        context = info.context
        viewer = await context.viewer()
        follow = timeline.follow_timeline(context.site, viewer, read_id(contact), first=first)
        async with aclosing(follow) as items:
            async for item in items:
                await context.viewer()
                yield _page(item, first=first, after=None)


def _check_size(first: int) -> None:
    check_first(first, most=LARGEST_PAGE)


def _page(found: list[SavedRecord], *, first: int, after: str | None) -> CallRecordConnection:
    batch = RecordBatch(found)
    edges = [CallRecordEdge(cursor=str(r.id), node=show_record(r, batch)) for r in found[:first]]
    return CallRecordConnection(
        edges=edges,
        page_info=page_info(edges, found=found, after=after),
    )


def _edit(contact: Any, outcome: Any, follow_up_on: Any, notes: Any, answers: Any) -> RecordEdit:
    if answers and not isinstance(answers, dict):
        raise InvalidValue("answers", "is an object: the id of each question and its answer.")
    return RecordEdit(
        contact_id=_id(contact),
        outcome_id=_id(outcome),
        follow_up_on=_given(follow_up_on),
        notes=_given(notes) or "",
        answers=_given(answers) or {},
    )


def _given(value: Any) -> Any:
    return UNCHANGED if value is strawberry.UNSET else value


def _id(value: Any) -> UUID | Unchanged | None:
    if value is strawberry.UNSET:
        return UNCHANGED
    return None if value is None else read_id(value)


async def _save(
    info: Info,
    workspace: str,
    edit: Callable[[], RecordEdit],
    shown: list[ShownContactField] | None,
) -> CallRecord:
    site, viewer = info.context.site, await info.context.viewer()
    held = None if shown is None else {_snake_case(each.field): each.before for each in shown}
    record_id = await records.save_call_record(site, viewer, read_id(workspace), edit(), shown=held)
    return show_record(await timeline.call_record(viewer, record_id))


async def _amend(info: Info, id: str, version: int, edit: Callable[[], RecordEdit]) -> CallRecord:
    site, viewer, record_id = info.context.site, await info.context.viewer(), read_id(id)
    await records.amend_call_record(site, viewer, record_id, version=version, edit=edit())
    return show_record(await timeline.call_record(viewer, record_id))


def _snake_case(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def show_record(record: SavedRecord, batch: RecordBatch | None = None) -> CallRecord:
    """Show a record."""
    outcome, contact = record.outcome, record.contact_id
    return CallRecord(
        id=strawberry.ID(str(record.id)),
        call_id=strawberry.ID(str(record.call_id)),
        user=User(
            id=strawberry.ID(str(record.user_id)),
            login_name=record.login_name,
            full_name=record.full_name,
        ),
        contact_id=strawberry.ID(str(contact)) if contact else None,
        phone_number=record.phone_number,
        searchable_address=record.searchable_address,
        call_reason=call_reason(record.reason),
        outcome=_outcome(outcome) if outcome else None,
        follow_up_on=record.follow_up_on,
        notes=record.notes,
        answers=cast("JSON", record.answers),
        connected_at=record.connected_at,
        ended_at=record.ended_at,
        saved_at=record.saved_at,
        version=record.version,
        saved=record,
        batch=batch or RecordBatch([record]),
    )


def _outcome(outcome: OutcomeName) -> Outcome:
    return Outcome(id=strawberry.ID(str(outcome.id)), name=outcome.name)
