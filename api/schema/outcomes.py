"""Outcomes, as GraphQL shows and changes them."""

from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from models.scripts import outcomes
from models.scripts.outcomes import DefinedOutcome, OutcomeEdit
from models.unchanged import UNCHANGED


@strawberry.type
class Outcome:
    """A wrap-up code: how a call ended for the business."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    name: str = strawberry.field(description="As agents choose it.")


@strawberry.type
class DefinedCallOutcome(Outcome):
    """An outcome with all that call management says of it."""

    is_active: bool = strawberry.field(description="False for one that was retired.")
    position: int = strawberry.field(description="Its place in the order.")
    version: int = strawberry.field(description="Grows with each change.")


@strawberry.type
class Outcomes:
    """Every outcome in its order."""

    outcomes: list[DefinedCallOutcome] = strawberry.field(description="The retired ones last.")


@strawberry.type
class RemovedOutcome:
    """An outcome that is there no longer, or that was retired because records have it."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    is_retired: bool = strawberry.field(description="True when records have it: it is kept.")


@strawberry.input
class OutcomeVersion:
    """Name an outcome at the version that was on screen."""

    id: strawberry.ID
    version: int


OutcomeResult = Annotated[
    DefinedCallOutcome | Refusal,
    strawberry.union("OutcomeResult", description="The outcome now, or why it is as before."),
]
OutcomesResult = Annotated[
    Outcomes | Refusal,
    strawberry.union("OutcomesResult", description="The outcomes now, or why they are as before."),
]
DeleteOutcomeResult = Annotated[
    RemovedOutcome | Refusal,
    strawberry.union("DeleteOutcomeResult", description="What became of it, or why nothing."),
]


@strawberry.type
class OutcomeQuery:
    """Questions about outcomes."""

    @strawberry.field
    async def outcomes(self, info: Info, with_retired: bool = False) -> list[DefinedCallOutcome]:
        """The outcomes that agents choose from, in their order; for gCallManagement the retired ones too, last."""
        return await _all(info, with_retired=with_retired)

    @strawberry.field
    async def is_outcome_used(self, info: Info, id: strawberry.ID) -> bool:
        """Whether calls were saved with this outcome: deleting it then retires it."""
        return await outcomes.is_outcome_used(await info.context.viewer(), read_id(id))


@strawberry.type
class OutcomeMutation:
    """What call management can do with outcomes; each change holds for the next record."""

    @strawberry.mutation
    async def create_outcome(self, info: Info, name: str) -> OutcomeResult:
        """Add an outcome, behind the others."""

        async def create() -> DefinedCallOutcome:
            site, viewer = info.context.site, await info.context.viewer()
            return await _one(info, await outcomes.create_outcome(site, viewer, name))

        return await or_refusal(create())

    @strawberry.mutation
    async def update_outcome(
        self,
        info: Info,
        *,
        id: strawberry.ID,
        version: int,
        name: str | None = None,
        is_active: bool | None = None,
    ) -> OutcomeResult:
        """Rename, retire or bring back an outcome over the version that was on screen; what is left out stays."""

        async def update() -> DefinedCallOutcome:
            site, viewer, outcome_id = info.context.site, await info.context.viewer(), read_id(id)
            edit = OutcomeEdit(
                name=UNCHANGED if name is None else name,
                is_active=UNCHANGED if is_active is None else is_active,
            )
            await outcomes.update_outcome(site, viewer, outcome_id, version=version, edit=edit)
            return await _one(info, outcome_id)

        return await or_refusal(update())

    @strawberry.mutation
    async def delete_outcome(
        self, info: Info, id: strawberry.ID, version: int
    ) -> DeleteOutcomeResult:
        """Delete an outcome, or retire it when records have it."""

        async def delete() -> RemovedOutcome:
            site, viewer = info.context.site, await info.context.viewer()
            is_gone = await outcomes.delete_outcome(site, viewer, read_id(id), version=version)
            return RemovedOutcome(id=id, is_retired=not is_gone)

        return await or_refusal(delete())

    @strawberry.mutation
    async def reorder_outcomes(self, info: Info, order: list[OutcomeVersion]) -> OutcomesResult:
        """Put all active outcomes in this order."""

        async def reorder() -> Outcomes:
            site, viewer = info.context.site, await info.context.viewer()
            await outcomes.reorder_outcomes(
                site, viewer, [(read_id(each.id), each.version) for each in order]
            )
            return Outcomes(outcomes=await _all(info, with_retired=True))

        return await or_refusal(reorder())


async def _all(info: Info, *, with_retired: bool) -> list[DefinedCallOutcome]:
    viewer = await info.context.viewer()
    found = await outcomes.defined_outcomes(viewer, with_retired=with_retired)
    return [_outcome(outcome) for outcome in found]


async def _one(info: Info, outcome_id: UUID) -> DefinedCallOutcome:
    return next(o for o in await _all(info, with_retired=True) if o.id == str(outcome_id))


def _outcome(outcome: DefinedOutcome) -> DefinedCallOutcome:
    return DefinedCallOutcome(
        id=strawberry.ID(str(outcome.id)),
        name=outcome.name,
        is_active=outcome.is_active,
        position=outcome.position,
        version=outcome.version,
    )
