"""Going through a call's script: its pages, and what saving the call writes to the contact."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from api.schema.scripts import RunningScriptPage, page_or_front, show_page
from models.people.privileges import Viewer
from models.scripts.running import RunningPage
from models.scripts.showing import running_script
from models.site import Site
from models.workspaces import turning, writing_back
from models.workspaces.following import follow_answers


@strawberry.type
class UnansweredQuestions:
    """The page stays in front, because of these questions."""

    missing_answers: list[str] = strawberry.field(
        description="The required questions without an answer."
    )
    wrong_answers: list[str] = strawberry.field(
        description="The questions whose answer is not of their type."
    )


@strawberry.type
class WriteBack:
    """An answer that saving the call writes to a field of the contact."""

    field: str = strawberry.field(
        description="As in `Contact`: firstName, lastName, company, email or externalId."
    )
    before: str = strawberry.field(description="What the contact holds now.")
    after: str = strawberry.field(description="The answer.")
    is_too_long: bool = strawberry.field(
        description="Whether the contact can't hold it: then it is kept in the record alone."
    )


TurnPageResult = Annotated[
    RunningScriptPage | UnansweredQuestions | Refusal,
    strawberry.union("TurnPageResult", description="The page in front now, or why it stays."),
]
Turn = Callable[[Site, Viewer, UUID, str], Awaitable[RunningPage | turning.HeldBack]]


@strawberry.type
class ScriptRunMutation:
    """What can be done with the script of an open call."""

    @strawberry.mutation
    async def next_script_page(
        self, info: Info, workspace: strawberry.ID, page: str
    ) -> TurnPageResult:
        """Turn from a page to the next, which the answers so far choose; the last stays."""
        return await or_refusal(_turned(info, workspace, page, turning.turn_to_next_page))

    @strawberry.mutation
    async def previous_script_page(
        self, info: Info, workspace: strawberry.ID, page: str
    ) -> TurnPageResult:
        """Turn from a page to the one before it, whatever is answered; the first stays."""
        return await or_refusal(_turned(info, workspace, page, turning.turn_to_page_before))


@strawberry.type
class ScriptRunSubscription:
    """What there is to follow about the script of an open call."""

    @strawberry.subscription
    async def script_page(
        self, info: Info, workspace: strawberry.ID, page: str | None = None
    ) -> AsyncGenerator[RunningScriptPage | None, None]:
        """Follow one page: now, then after each change of the answers, the caller or the script; null without one.

        Without a page, or when the script in force has no such page, it is the one that is in front by default.
        """
        context = info.context
        viewer = await context.viewer()
        async with aclosing(follow_answers(context.site, viewer, read_id(workspace))) as items:
            async for item in items:
                viewer = await context.viewer()
                script = await running_script(context.site, viewer, item.call_id)
                yield page_or_front(script, page) if script else None

    @strawberry.subscription
    async def writes_back(
        self, info: Info, workspace: strawberry.ID
    ) -> AsyncGenerator[list[WriteBack], None]:
        """Follow what saving the call would write to the contact: now, then after each change of the answers.

        Give it to `saveCallRecord` as `shown`. Empty while no contact is chosen.
        """
        context = info.context
        viewer = await context.viewer()
        async with aclosing(follow_answers(context.site, viewer, read_id(workspace))) as items:
            async for item in items:
                viewer = await context.viewer()
                found = await writing_back.write_backs(context.site, viewer, item.call_id)
                yield [_write_back(each) for each in found]


async def _turned(
    info: Info, workspace: str, page: str, turn: Turn
) -> RunningScriptPage | UnansweredQuestions:
    viewer = await info.context.viewer()
    turned = await turn(info.context.site, viewer, read_id(workspace), page)
    if isinstance(turned, turning.HeldBack):
        return UnansweredQuestions(
            missing_answers=list(turned.missing), wrong_answers=list(turned.wrong)
        )
    return show_page(turned)


def _write_back(each: writing_back.WriteBack) -> WriteBack:
    first, *rest = each.field.split("_")
    return WriteBack(
        field=first + "".join(word.title() for word in rest),
        before=each.before,
        after=each.after,
        is_too_long=each.is_too_long,
    )
