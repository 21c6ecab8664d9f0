"""Call reasons, as GraphQL shows and changes them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from models.scripts import aliases, defining, reasons
from models.scripts.defining import ReasonEdit
from models.scripts.reasons import DefinedReason, NewReason
from models.unchanged import UNCHANGED


@strawberry.type
class ScriptReference:
    """Name a call script; ``callScript(id)`` tells the rest."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    name: str = strawberry.field(description="As administrators name the script.")


@strawberry.type
class DefinedCallReason:
    """Why somebody calls, with all that call management says of it."""

    id: strawberry.ID = strawberry.field(
        description="As the telephony system sends it; it never changes."
    )
    name: str = strawberry.field(description="As people name the reason.")
    description: str = strawberry.field(description="For administrators.")
    script: ScriptReference | None = strawberry.field(
        description="Null: the default reason's script is shown."
    )
    requires_outcome: bool = strawberry.field(
        description="Whether a call can't be saved without an outcome."
    )
    is_default: bool = strawberry.field(description="Whether it applies where no reason is said.")
    is_active: bool = strawberry.field(description="False for one that was retired.")
    aliases: list[str] = strawberry.field(description="Other ids that mean the same.")
    version: int = strawberry.field(description="Grows with each change.")


@strawberry.type
class ReceivedReason:
    """An id that was received and means no active reason; the default reason applied."""

    id: str = strawberry.field(description="As received.")
    times: int = strawberry.field(description="In how many calls.")
    first_received_at: datetime = strawberry.field(description="When it came first.")
    last_received_at: datetime = strawberry.field(description="When it came last.")


@strawberry.type
class RemovedCallReason:
    """A reason that is there no longer, or that was retired because calls have had it."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    is_retired: bool = strawberry.field(description="True when calls have had it: it is kept.")


CallReasonResult = Annotated[
    DefinedCallReason | Refusal,
    strawberry.union("CallReasonResult", description="The reason now, or why it is as before."),
]
DeleteCallReasonResult = Annotated[
    RemovedCallReason | Refusal,
    strawberry.union("DeleteCallReasonResult", description="What became of it, or why nothing."),
]


@strawberry.type
class ReasonQuery:
    """Questions about call reasons."""

    @strawberry.field
    async def call_reasons(self, info: Info, with_retired: bool = False) -> list[DefinedCallReason]:
        """The active call reasons, by name; for gCallManagement the retired ones too, last."""
        viewer = await info.context.viewer()
        found = await reasons.defined_reasons(viewer, with_retired=with_retired)
        return [_reason(reason) for reason in found]

    @strawberry.field
    async def received_call_reasons(self, info: Info) -> list[ReceivedReason]:
        """The ids received but not defined, those that came last first, at most 200."""
        return [
            ReceivedReason(
                id=each.id,
                times=each.times,
                first_received_at=each.first_received_at,
                last_received_at=each.last_received_at,
            )
            for each in await reasons.received_reasons(await info.context.viewer())
        ]

    @strawberry.field
    async def is_call_reason_used(self, info: Info, id: strawberry.ID) -> bool:
        """Whether calls have had this reason: deleting it then retires it."""
        return await defining.is_reason_used(await info.context.viewer(), id)


@strawberry.type
class ReasonMutation:
    """What call management can do with call reasons; each change holds for the next call."""

    @strawberry.mutation
    async def create_call_reason(
        self,
        info: Info,
        *,
        name: str,
        id: strawberry.ID | None = None,
        description: str = "",
        script: strawberry.ID | None = None,
        requires_outcome: bool = False,
    ) -> CallReasonResult:
        """Define a reason; without an id one is made. A received id is undefined no longer."""

        async def create() -> DefinedCallReason:
            new = NewReason(
                name=name,
                reason_id=id,
                description=description,
                script_id=_script(script),
                requires_outcome=requires_outcome,
            )
            context = info.context
            made = await defining.create_reason(context.site, await context.viewer(), new)
            return await _one(info, made)

        return await or_refusal(create())

    @strawberry.mutation
    async def update_call_reason(
        self,
        info: Info,
        *,
        id: strawberry.ID,
        version: int,
        name: str | None = None,
        description: str | None = None,
        script: strawberry.ID | None = strawberry.UNSET,
        requires_outcome: bool | None = None,
        is_active: bool | None = None,
    ) -> CallReasonResult:
        """Change, retire or bring back a reason over the version that was on screen; what is left out stays.

        A script of null says that the default reason's is shown. IS_THE_DEFAULT_REASON: that one can't be retired.
        """

        async def update() -> DefinedCallReason:
            edit = ReasonEdit(
                name=_given(name),
                description=_given(description),
                script_id=UNCHANGED if script is strawberry.UNSET else _script(script),
                requires_outcome=_given(requires_outcome),
                is_active=_given(is_active),
            )
            context = info.context
            await defining.update_reason(
                context.site, await context.viewer(), id, version=version, edit=edit
            )
            return await _one(info, id)

        return await or_refusal(update())

    @strawberry.mutation
    async def delete_call_reason(
        self, info: Info, id: strawberry.ID, version: int
    ) -> DeleteCallReasonResult:
        """Delete a reason, or retire it when calls have had it. IS_THE_DEFAULT_REASON: make another one that first."""

        async def delete() -> RemovedCallReason:
            site, viewer = info.context.site, await info.context.viewer()
            is_gone = await defining.delete_reason(site, viewer, id, version=version)
            return RemovedCallReason(id=id, is_retired=not is_gone)

        return await or_refusal(delete())

    @strawberry.mutation
    async def make_default_call_reason(
        self, info: Info, id: strawberry.ID, version: int
    ) -> CallReasonResult:
        """Let this reason apply where none is said, in place of the one that did so far."""

        async def make_default() -> DefinedCallReason:
            site, viewer = info.context.site, await info.context.viewer()
            await defining.make_default_reason(site, viewer, id, version=version)
            return await _one(info, id)

        return await or_refusal(make_default())

    @strawberry.mutation
    async def add_call_reason_alias(
        self, info: Info, id: strawberry.ID, alias: str, version: int
    ) -> CallReasonResult:
        """Let one more id mean this reason. A received id is undefined no longer."""

        async def add() -> DefinedCallReason:
            site, viewer = info.context.site, await info.context.viewer()
            await aliases.add_reason_alias(site, viewer, id, alias, version=version)
            return await _one(info, id)

        return await or_refusal(add())

    @strawberry.mutation
    async def remove_call_reason_alias(
        self, info: Info, id: strawberry.ID, alias: str, version: int
    ) -> CallReasonResult:
        """Let an id mean this reason no longer; calls that came with it keep it."""

        async def remove() -> DefinedCallReason:
            site, viewer = info.context.site, await info.context.viewer()
            await aliases.remove_reason_alias(site, viewer, id, alias, version=version)
            return await _one(info, id)

        return await or_refusal(remove())


def _given(value: Any) -> Any:
    return UNCHANGED if value is None else value


def _script(id: strawberry.ID | None) -> UUID | None:
    return None if id is None else read_id(id, name="script")


async def _one(info: Info, id: str) -> DefinedCallReason:
    found = await reasons.defined_reasons(await info.context.viewer(), with_retired=True)
    return next(_reason(reason) for reason in found if reason.id == id)


def _reason(reason: DefinedReason) -> DefinedCallReason:
    script = reason.script_id
    return DefinedCallReason(
        id=strawberry.ID(reason.id),
        name=reason.name,
        description=reason.description,
        script=ScriptReference(id=strawberry.ID(str(script)), name=reason.script_name or "")
        if script
        else None,
        requires_outcome=reason.requires_outcome,
        is_default=reason.is_default,
        is_active=reason.is_active,
        aliases=list(reason.aliases),
        version=reason.version,
    )
