"""Moving call management from one site to another over GraphQL."""

from typing import Annotated

import strawberry

from api.schema.context import Info
from api.schema.refusals import Refusal, or_refusal
from models.scripts.exporting import export_call_management
from models.scripts.importing import import_call_management, preview_import
from models.scripts.plans import ImportAction, ImportNoun
from models.scripts.plans import ImportChange as Change

FILE_NAME = "call-management.json"

strawberry.enum(
    ImportAction, name="ImportAction", description="What becomes of something in the file."
)
strawberry.enum(ImportNoun, name="ImportNoun", description="What something in the file is.")


@strawberry.type
class CallManagementFile:
    """The reasons, scripts, call fields and outcomes of this site as a file."""

    name: str = strawberry.field(description="To save it under.")
    content: str = strawberry.field(
        description="JSON, as docs/call-management-file.schema.json says."
    )


@strawberry.type
class ImportChange:
    """What becomes of one reason, script, call field or outcome."""

    noun: ImportNoun = strawberry.field(description="Which of them it is.")
    name: str = strawberry.field(description="Its name.")
    action: ImportAction = strawberry.field(description="What becomes of it.")
    fields: list[str] = strawberry.field(description="What changes of one that is here.")


@strawberry.type
class CallManagementImport:
    """What an import did, or would do."""

    changes: list[ImportChange] = strawberry.field(description="In the order of the import.")


ImportResult = Annotated[
    CallManagementImport | Refusal,
    strawberry.union("ImportResult", description="The changes, or why there are none at all."),
]


@strawberry.type
class ExchangeQuery:
    """Questions about moving call management, for gCallManagement."""

    @strawberry.field
    async def export_call_management(self, info: Info) -> CallManagementFile:
        """The reasons, scripts, call fields and outcomes of this site as one file."""
        content = await export_call_management(await info.context.viewer())
        return CallManagementFile(name=FILE_NAME, content=content)

    @strawberry.field
    async def preview_import(self, info: Info, content: str) -> ImportResult:
        """What an import of this file would do now; nothing is changed."""

        async def preview() -> CallManagementImport:
            site, viewer = info.context.site, await info.context.viewer()
            return _import(await preview_import(site, viewer, content))

        return await or_refusal(preview())


@strawberry.type
class ExchangeMutation:
    """What call management can do with a file."""

    @strawberry.mutation
    async def import_call_management(self, info: Info, content: str) -> ImportResult:
        """Create what is not here, change what differs, leave the rest: all of it or nothing; at most 512 KiB."""

        async def run() -> CallManagementImport:
            site, viewer = info.context.site, await info.context.viewer()
            return _import(await import_call_management(site, viewer, content))

        return await or_refusal(run())


def _import(changes: list[Change]) -> CallManagementImport:
    return CallManagementImport(
        changes=[
            ImportChange(
                noun=each.noun, name=each.name, action=each.action, fields=list(each.fields)
            )
            for each in changes
        ]
    )
