"""Imports of contacts over GraphQL; the file itself is sent to ``/contacts/imports`` (see ``api/contact_files.py``)."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.paging import check_first
from api.schema.refusals import Refusal, or_refusal
from models.contacts.importing import imports
from models.contacts.importing.columns import ImportColumn as Column
from models.contacts.importing.columns import ImportField
from models.contacts.importing.imports import ImportFormat, ImportState, ImportStatus
from models.errors import InvalidValue, NoSuchContactImport

strawberry.enum(
    ImportField,
    name="ContactImportField",
    description="What a column of an imported file may hold; several columns may hold numbers.",
)
strawberry.enum(
    ImportFormat, name="ContactImportFormat", description="What kind of file is imported."
)
strawberry.enum(ImportStatus, name="ContactImportStatus", description="How far an import is.")


@strawberry.type
class ContactImportColumn:
    """One column of a file."""

    name: str = strawberry.field(description="As the heading says.")
    samples: list[str] = strawberry.field(description="What it holds in the first rows.")
    field: ImportField | None = strawberry.field(
        description="Where it goes; null: it is passed over."
    )


@strawberry.type
class ContactImport:
    """One import of contacts."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    file_name: str = strawberry.field(description="As it was sent.")
    started_by: str = strawberry.field(description="The full name of whoever sent the file.")
    status: ImportStatus = strawberry.field(description="How far it is.")
    format: ImportFormat = strawberry.field(description="What kind of file it is.")
    encoding: str = strawberry.field(description="How its characters are written.")
    delimiter: str = strawberry.field(description="What stands between two cells.")
    columns: list[ContactImportColumn] = strawberry.field(description="In the order of the file.")
    rows_total: int = strawberry.field(description="Rows to import, without the heading.")
    rows_done: int = strawberry.field(description="Rows that are behind it.")
    added: int = strawberry.field(description="Rows that became new contacts.")
    updated: int = strawberry.field(description="Rows that changed a contact.")
    unchanged: int = strawberry.field(description="Rows that say nothing new.")
    skipped: int = strawberry.field(description="Rows that could not be imported.")
    created_at: datetime = strawberry.field(description="When the file was sent.")
    version: int = strawberry.field(description="Grows as the import goes on.")


@strawberry.type
class SkippedContactRow:
    """One row that was not imported."""

    cursor: str = strawberry.field(description="Where the next page begins: give it as `after`.")
    row: int = strawberry.field(
        description="As a spreadsheet counts, the heading being 1; of vCards the number of the card."
    )
    cause: str = strawberry.field(description="Why, in a sentence.")
    content: str = strawberry.field(description="What the row says.")


ContactImportResult = Annotated[
    ContactImport | Refusal,
    strawberry.union(
        "ContactImportResult", description="The import as it is now, or why nothing was done."
    ),
]


@strawberry.type
class ContactImportQuery:
    """Questions about imports of contacts; they need gCallUser."""

    @strawberry.field
    async def contact_import(self, info: Info, id: strawberry.ID) -> ContactImport | None:
        """One import; null when there is none."""
        viewer = await info.context.viewer()
        try:
            return show_import(await imports.contact_import(viewer, read_id(id)))
        except (NoSuchContactImport, InvalidValue):
            return None

    @strawberry.field
    async def contact_imports(self, info: Info) -> list[ContactImport]:
        """The newest imports of everybody, at most 20."""
        viewer = await info.context.viewer()
        return [show_import(state) for state in await imports.newest_imports(viewer)]

    @strawberry.field
    async def skipped_contact_rows(
        self, info: Info, contact_import: strawberry.ID, first: int = 20, after: str | None = None
    ) -> list[SkippedContactRow]:
        """The rows that an import skipped, at most 100 at a time."""
        viewer, behind = await info.context.viewer(), _cursor(after)
        check_first(first, most=imports.LARGEST_PAGE)
        rows = await imports.skipped_rows(
            viewer, read_id(contact_import), first=first, after=behind
        )
        return [
            SkippedContactRow(cursor=str(row.id), row=row.row, cause=row.cause, content=row.content)
            for row in rows[:first]
        ]


@strawberry.type
class ContactImportMutation:
    """What can be done with imports of contacts; it needs gCallUser."""

    @strawberry.mutation
    async def start_contact_import(
        self, info: Info, id: strawberry.ID, fields: list[ImportField | None]
    ) -> ContactImportResult:
        """Begin, with the field that each column goes to, null for those that are passed over."""

        async def start() -> ContactImport:
            site, viewer = info.context.site, await info.context.viewer()
            return show_import(await imports.start_import(site, viewer, read_id(id), fields))

        return await or_refusal(start())

    @strawberry.mutation
    async def cancel_contact_import(self, info: Info, id: strawberry.ID) -> ContactImportResult:
        """Stop; what was imported stays. An import that has ended is left alone."""

        async def cancel() -> ContactImport:
            site, viewer = info.context.site, await info.context.viewer()
            return show_import(await imports.cancel_import(site, viewer, read_id(id)))

        return await or_refusal(cancel())


@strawberry.type
class ContactImportSubscription:
    """Imports to follow."""

    @strawberry.subscription
    async def contact_import(
        self, info: Info, id: strawberry.ID
    ) -> AsyncGenerator[ContactImport, None]:
        """One import: as it is now, then as it goes on."""
        context = info.context
        viewer = await context.viewer()
        async for state in imports.follow_import(context.site, viewer, read_id(id)):
            yield show_import(state)


def show_import(state: ImportState) -> ContactImport:
    """Show an import."""
    return ContactImport(
        id=strawberry.ID(str(state.id)),
        file_name=state.file_name,
        started_by=state.started_by,
        status=state.status,
        format=state.format,
        encoding=state.encoding,
        delimiter=state.delimiter,
        columns=[_column(column) for column in state.columns],
        rows_total=state.rows_total,
        rows_done=state.rows_done,
        added=state.added,
        updated=state.updated,
        unchanged=state.unchanged,
        skipped=state.skipped,
        created_at=state.created_at,
        version=state.version,
    )


def _column(column: Column) -> ContactImportColumn:
    return ContactImportColumn(name=column.name, samples=list(column.samples), field=column.field)


def _cursor(after: str | None) -> int:
    if after is None:
        return 0
    if not (after.isascii() and after.isdecimal() and len(after) < 19):  # of 64 bits
        raise InvalidValue("after", "is a cursor.")
    return int(after)
