"""Figures of the last hour for wallboards: of whatever agents the viewer may watch."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime

import strawberry

from api.schema.calls import seconds
from api.schema.context import Info
from models.calls.last_hour import LastHour as Hour
from models.calls.last_hour import Sums
from models.workspaces.team_figures import follow_team_figures, team_figures


@strawberry.type
class MeanFigures:
    """Counts and mean times of calls; null where no call has that time. Test calls are left out."""

    calls: int = strawberry.field(description="How many began.")
    unopened: int = strawberry.field(description="How many ended and were never opened.")
    seconds_to_click: int | None = strawberry.field(description="From the beacon to the click.")
    wrap_up_seconds: int | None = strawberry.field(description="From the end to the saving.")
    handling_seconds: int | None = strawberry.field(description="Talk and wrap-up together.")


@strawberry.type
class PartOfHour:
    """The calls that began within five minutes."""

    begins: datetime = strawberry.field(description="A whole five minutes of the clock.")
    figures: MeanFigures = strawberry.field(description="Of the calls that began from then on.")


@strawberry.type
class LastHour:
    """The calls that began within the last hour."""

    total: MeanFigures = strawberry.field(description="Of all parts together.")
    parts: list[PartOfHour] = strawberry.field(
        description="In order, without a gap; of the first what lies within the hour, and the last is going on."
    )


@strawberry.type
class TeamFiguresQuery:
    """Questions about the figures of teams."""

    @strawberry.field
    async def last_hour(self, info: Info) -> LastHour:
        """The figures of the last hour: of a supervisor's team, for one without a team and administrators of all."""
        return _hour(await team_figures(info.context.site, await info.context.viewer()))


@strawberry.type
class TeamFiguresSubscription:
    """What there is to follow about the figures of teams."""

    @strawberry.subscription
    async def last_hour(self, info: Info) -> AsyncGenerator[LastHour, None]:
        """Follow the figures of the last hour: as they are now, then when they have changed, at most every 5 s."""
        site = info.context.site
        # No item asks who it is: that a session, token or privilege ends is heard, and ends this.
        async with aclosing(follow_team_figures(site, await info.context.viewer())) as items:
            async for item in items:
                yield _hour(item)


def _hour(hour: Hour) -> LastHour:
    return LastHour(
        total=_means(hour.total),
        parts=[PartOfHour(begins=part.begins, figures=_means(part.sums)) for part in hour.parts],
    )


def _means(sums: Sums) -> MeanFigures:
    return MeanFigures(
        calls=sums.calls,
        unopened=sums.unopened,
        seconds_to_click=seconds(sums.mean_to_click),
        wrap_up_seconds=seconds(sums.mean_wrap_up),
        handling_seconds=seconds(sums.mean_handling),
    )
