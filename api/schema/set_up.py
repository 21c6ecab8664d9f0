"""The set-up check list, as GraphQL shows it."""

import strawberry

from api.schema.context import Info
from models import set_up
from models.set_up import SetUpStep

strawberry.enum(
    SetUpStep,
    name="SetUpStep",
    description="What an administrator does until calls pop, in this order; notifications are each browser's own.",
)


@strawberry.type
class SetUpItem:
    """One step of the set-up check list."""

    step: SetUpStep = strawberry.field(description="A stable word for it.")
    is_done: bool = strawberry.field(description="Whether there is nothing left to do.")


@strawberry.type
class SetUpQuery:
    """Questions about the set-up; they need gAdmin."""

    @strawberry.field
    async def set_up(self, info: Info) -> list[SetUpItem]:
        """The check list until everything works."""
        items = await set_up.set_up(await info.context.viewer())
        return [SetUpItem(step=item.step, is_done=item.is_done) for item in items]
