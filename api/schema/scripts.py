"""Call scripts, as GraphQL shows them to the agent who follows one."""

from uuid import UUID

import strawberry

from api.schema.context import Info
from models.scripts.showing import script_for_call


@strawberry.type
class ScriptPage:
    """One page of a call script."""

    id: strawberry.ID = strawberry.field(description="The same in every version of the script.")
    title: str = strawberry.field(description="The heading of the page.")
    html: str = strawberry.field(
        description="The text with the caller's data merged in, as HTML without scripts or styles."
    )


@strawberry.type
class CallScript:
    """The script of a call, in the version that was in force when its workspace opened."""

    name: str = strawberry.field(description="As administrators name the script.")
    pages: list[ScriptPage] = strawberry.field(description="In their order.")


async def script_of(info: Info, call_id: UUID) -> CallScript | None:
    """Show the script of one of the viewer's calls."""
    context = info.context
    shown = await script_for_call(context.site, await context.viewer_above(), call_id)
    if shown is None:
        return None
    return CallScript(
        name=shown.name,
        pages=[
            ScriptPage(id=strawberry.ID(page.id), title=page.title, html=page.html)
            for page in shown.pages
        ],
    )
