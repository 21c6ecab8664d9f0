"""Writing call scripts over GraphQL: drafts, versions, and what is wrong with them."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from api.schema.script_batches import ScriptBatch
from api.schema.script_pages import (
    CallScriptPage,
    CallScriptPageInput,
    ScriptFinding,
    read_page,
    show_finding,
    show_page,
)
from models.people.privileges import Viewer
from models.scripts import drafting, naming, publishing, scripts
from models.scripts.checking import check_flow, check_text
from models.scripts.flow import questions_of
from models.scripts.scripts import ManagedScript, VersionStatus, VersionSummary
from models.site import Site

strawberry.enum(
    VersionStatus,
    name="ScriptVersionStatus",
    description="Whether a version is being written, in force, or past.",
)


@strawberry.type
class CallScriptVersion:
    """One version of a call script; a running call keeps the one it began with."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    number: int = strawberry.field(description="1 is the oldest.")
    status: VersionStatus = strawberry.field(description="Whether it is in force.")
    author: str | None = strawberry.field(description="Who wrote on it last.")
    created_at: datetime = strawberry.field(description="When it was begun.")
    published_at: datetime | None = strawberry.field(description="Null for a draft.")

    batch: strawberry.Private[ScriptBatch]

    @strawberry.field
    async def pages(self) -> list[CallScriptPage]:
        """The pages in their order."""
        return [show_page(page) for page in await self.batch.pages(UUID(self.id))]


@strawberry.type
class ManagedCallScript:
    """A call script, as those see it who write it."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    name: str = strawberry.field(description="As administrators name it; each has its own.")
    version: int = strawberry.field(description="Grows with each change, of the draft too.")
    is_published: bool = strawberry.field(description="Whether a version is in force.")
    has_draft: bool = strawberry.field(description="Whether a version is being written.")
    call_reasons: list[strawberry.ID] = strawberry.field(
        description="The ids of the reasons that show it."
    )
    versions: list[CallScriptVersion] = strawberry.field(description="The newest first.")
    managed: strawberry.Private[ManagedScript]
    batch: strawberry.Private[ScriptBatch]

    @strawberry.field
    async def pages(self) -> list[CallScriptPage]:
        """What the editor shows: the draft; without one what a draft would begin with."""
        return [show_page(page) for page in await self.batch.edited_pages(self.managed)]

    @strawberry.field
    async def findings(self) -> list[ScriptFinding]:
        """What is wrong with these pages, errors first."""
        pages = await self.batch.edited_pages(self.managed)
        found = check_flow(pages, await self.batch.merge_fields())
        return [show_finding(finding) for finding in found]


@strawberry.type
class DeletedCallScript:
    """A script that is there no longer."""

    id: strawberry.ID = strawberry.field(description="Its id.")


@strawberry.type
class MergeField:
    """A name that a script may merge into its text."""

    name: str = strawberry.field(description="Such as contact.first_name.")
    description: str = strawberry.field(description="What it says.")
    example: str = strawberry.field(description="A value it may have.")
    is_writable: bool = strawberry.field(description="Whether an answer can be written back to it.")


CallScriptResult = Annotated[
    ManagedCallScript | Refusal,
    strawberry.union("CallScriptResult", description="The script now, or why it is as before."),
]
DeleteCallScriptResult = Annotated[
    DeletedCallScript | Refusal,
    strawberry.union("DeleteCallScriptResult", description="What is gone, or why it is not."),
]


@strawberry.type
class ScriptQuery:
    """Questions about call scripts, for those who write them."""

    @strawberry.field
    async def call_scripts(self, info: Info) -> list[ManagedCallScript]:
        """Every call script, by name."""
        found = await scripts.call_scripts(await info.context.viewer())
        batch = ScriptBatch(found)
        return [_script(script, batch) for script in found]

    @strawberry.field
    async def call_script(self, info: Info, id: strawberry.ID) -> ManagedCallScript:
        """One call script."""
        return _script(await scripts.call_script(await info.context.viewer(), read_id(id)))

    @strawberry.field
    async def merge_fields(self, info: Info) -> list[MergeField]:
        """The merge fields of every script; beside them each has answers.<question id>."""
        await info.context.viewer()
        return [
            MergeField(
                name=field.name,
                description=field.description,
                example=field.example,
                is_writable=field.is_writable,
            )
            for field in await naming.merge_fields()
        ]

    @strawberry.field
    async def check_script_text(
        self, info: Info, text: str, script: strawberry.ID
    ) -> list[ScriptFinding]:
        """What is wrong with a text while it is typed into a page of this script."""
        managed = await scripts.call_script(await info.context.viewer(), read_id(script))
        questions = questions_of(await scripts.pages_of(managed))
        names = naming.known_names(await naming.merge_fields(), questions)
        return [show_finding(finding) for finding in check_text(text, names)]


@strawberry.type
class ScriptMutation:
    """What call management can do with call scripts."""

    @strawberry.mutation
    async def create_call_script(self, info: Info, name: str) -> CallScriptResult:
        """Begin a script with one empty page, as a draft."""
        return await or_refusal(_new(info, lambda s, v: drafting.create_script(s, v, name)))

    @strawberry.mutation
    async def duplicate_call_script(self, info: Info, id: strawberry.ID) -> CallScriptResult:
        """Begin another script with the pages of this one, as a draft."""
        return await or_refusal(
            _new(info, lambda s, v: drafting.duplicate_script(s, v, read_id(id)))
        )

    @strawberry.mutation
    async def rename_call_script(
        self, info: Info, id: strawberry.ID, name: str, version: int
    ) -> CallScriptResult:
        """Give a script another name."""
        return await or_refusal(
            _changed(
                info, id, lambda s, v, i: drafting.rename_script(s, v, i, name, version=version)
            )
        )

    @strawberry.mutation
    async def save_call_script_page(
        self, info: Info, id: strawberry.ID, page: CallScriptPageInput, at: int | None = None
    ) -> CallScriptResult:
        """Keep a page of the draft as it is now; it begins the draft if need be.

        A page of revision 0 is new and goes to place `at`, else to the end. CHANGED_MEANWHILE: somebody else has
        changed this page since; other pages do not matter.
        """
        return await or_refusal(
            _changed(info, id, lambda s, v, i: drafting.save_page(s, v, i, read_page(page), at=at))
        )

    @strawberry.mutation
    async def remove_call_script_page(
        self, info: Info, id: strawberry.ID, page: str, revision: int
    ) -> CallScriptResult:
        """Take a page out of the draft."""
        return await or_refusal(
            _changed(
                info, id, lambda s, v, i: drafting.remove_page(s, v, i, page, revision=revision)
            )
        )

    @strawberry.mutation
    async def reorder_call_script_pages(
        self, info: Info, id: strawberry.ID, order: list[str]
    ) -> CallScriptResult:
        """Put all pages of the draft in this order."""
        return await or_refusal(
            _changed(info, id, lambda s, v, i: drafting.reorder_pages(s, v, i, order))
        )

    @strawberry.mutation
    async def publish_call_script(
        self, info: Info, id: strawberry.ID, version: int
    ) -> CallScriptResult:
        """Put the draft in force for the calls that open from now on. SCRIPT_HAS_ERRORS: see its findings."""
        return await or_refusal(
            _changed(info, id, lambda s, v, i: publishing.publish_script(s, v, i, version=version))
        )

    @strawberry.mutation
    async def retire_call_script(
        self, info: Info, id: strawberry.ID, version: int
    ) -> CallScriptResult:
        """Take a script out of force: its reasons show the default reason's."""
        return await or_refusal(
            _changed(info, id, lambda s, v, i: publishing.retire_script(s, v, i, version=version))
        )

    @strawberry.mutation
    async def return_to_call_script_version(
        self, info: Info, id: strawberry.ID, version_id: strawberry.ID, version: int
    ) -> CallScriptResult:
        """Make the draft what a version was; what the draft held is lost."""
        return await or_refusal(
            _changed(
                info,
                id,
                lambda s, v, i: drafting.return_to_version(
                    s, v, i, read_id(version_id), version=version
                ),
            )
        )

    @strawberry.mutation
    async def discard_call_script_draft(
        self, info: Info, id: strawberry.ID, version: int
    ) -> CallScriptResult:
        """Drop the draft of a script that has other versions."""
        return await or_refusal(
            _changed(info, id, lambda s, v, i: drafting.discard_draft(s, v, i, version=version))
        )

    @strawberry.mutation
    async def delete_call_script(
        self, info: Info, id: strawberry.ID, version: int
    ) -> DeleteCallScriptResult:
        """Delete a script that nothing refers to. SCRIPT_IN_USE: retire it instead."""
        return await or_refusal(_delete(info, id, version))


async def _new(info: Info, verb: Callable[[Site, Viewer], Awaitable[UUID]]) -> ManagedCallScript:
    site, viewer = info.context.site, await info.context.viewer()
    return _script(await scripts.call_script(viewer, await verb(site, viewer)))


async def _changed(
    info: Info, id: str, verb: Callable[[Site, Viewer, UUID], Awaitable[None]]
) -> ManagedCallScript:
    site, viewer, script_id = info.context.site, await info.context.viewer(), read_id(id)
    await verb(site, viewer, script_id)
    return _script(await scripts.call_script(viewer, script_id))


async def _delete(info: Info, id: strawberry.ID, version: int) -> DeletedCallScript:
    site, viewer = info.context.site, await info.context.viewer()
    await publishing.delete_script(site, viewer, read_id(id), version=version)
    return DeletedCallScript(id=id)


def _script(script: ManagedScript, batch: ScriptBatch | None = None) -> ManagedCallScript:
    batch = batch or ScriptBatch([script])
    return ManagedCallScript(
        id=strawberry.ID(str(script.id)),
        name=script.name,
        version=script.version,
        is_published=script.published is not None,
        has_draft=script.draft is not None,
        call_reasons=[strawberry.ID(reason) for reason in script.reasons],
        versions=[_version(version, batch) for version in script.versions],
        managed=script,
        batch=batch,
    )


def _version(version: VersionSummary, batch: ScriptBatch) -> CallScriptVersion:
    return CallScriptVersion(
        id=strawberry.ID(str(version.id)),
        number=version.number,
        status=version.status,
        author=version.author,
        created_at=version.created_at,
        published_at=version.published_at,
        batch=batch,
    )
