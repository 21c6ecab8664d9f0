"""Figures of the last hour, added up by the database."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from models.calls.ending import end_call
from models.calls.last_hour import last_hour
from models.calls.tables import InboundCall
from models.calls.today import figures_since
from models.people.granting import set_team
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user
from tests.statements import statements

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
NOBODYS = (None,)


async def change(site: Site, call_id: UUID, **times: object) -> None:
    async def update() -> None:
        await InboundCall.update(times).where(InboundCall.id == call_id)  # type: ignore[arg-type]  # by name

    await site.writer.run(update)


def in_tenths(time: timedelta | None) -> float | None:
    """Round to tenths of a second: SQLite reckons in milliseconds."""
    return None if time is None else round(time.total_seconds(), 1)


async def a_call(
    site: Site, agent: Viewer, *, click: int, talk: int, wrap_up: int, **rest: object
) -> UUID:
    """Give a call that took these seconds."""
    call_id = await a_running_call(site, agent)
    await open_inbound_call(site, agent, call_id)
    await end_call(site, agent, call_id)
    begun = datetime.now(UTC) - 10 * MINUTE
    times = {
        "connected_at": begun,
        "clicked_at": begun + click * SECOND,
        "ended_at": begun + talk * SECOND,
        "saved_at": begun + (talk + wrap_up) * SECOND,
    }
    await change(site, call_id, **{**times, **rest})
    return call_id


async def test_calls_are_counted_and_their_times_are_means(each_site: Site) -> None:
    ann = await a_user(each_site, "ann")
    for seconds in (1, 3, 8):
        await a_call(each_site, ann, click=seconds, talk=10 * seconds, wrap_up=20 * seconds)
    await end_call(each_site, ann, await a_running_call(each_site, ann))
    await a_running_call(each_site, ann)

    total = (await last_hour(each_site, NOBODYS)).total

    assert (total.calls, total.unopened, total.clicked, total.handled) == (5, 1, 3, 3)
    assert total.mean_to_click == 4 * SECOND
    assert total.mean_wrap_up == 80 * SECOND
    assert total.mean_handling == 120 * SECOND


@pytest.mark.parametrize(
    "rest",
    [
        {},
        {"end_cause": "SUPERSEDED"},
        {"is_test": True},
        {"is_by_hand": True},
        {"clicked_at": None},
        {"saved_at": None},
        {"clicked_at": datetime.now(UTC) + 9 * MINUTE},
        {"saved_at": datetime.now(UTC) - 50 * MINUTE},
        {"ended_at": None, "saved_at": None, "end_cause": None},
        {"ended_at": datetime.now(UTC) - 50 * MINUTE},
    ],
)
async def test_a_time_is_worth_what_it_is_in_the_figures_of_the_day(
    each_site: Site, rest: dict[str, object]
) -> None:
    """Of a single call the mean is the median; here it is written in SQL, there in Python."""
    ann = await a_user(each_site, "ann")
    await a_call(each_site, ann, click=2, talk=30, wrap_up=15, **rest)

    hour = (await last_hour(each_site, NOBODYS)).total
    day = (await figures_since(ann, datetime.now(UTC) - 50 * MINUTE)).total

    assert (hour.calls, hour.unopened) == (day.calls, day.unopened)
    means = (hour.mean_to_click, hour.mean_wrap_up, hour.mean_handling)
    medians = (day.to_click, day.wrap_up, day.handling)
    assert [in_tenths(each) for each in means] == [in_tenths(each) for each in medians]


async def test_the_hour_has_parts_of_five_minutes_without_a_gap(each_site: Site) -> None:
    ann = await a_user(each_site, "ann")
    for minutes in (1, 31, 31, 61):
        call_id = await a_running_call(each_site, ann)
        await end_call(each_site, ann, call_id)
        await change(each_site, call_id, connected_at=datetime.now(UTC) - minutes * MINUTE)

    hour = await last_hour(each_site, NOBODYS)

    begins = [part.begins for part in hour.parts]
    assert [later - earlier for earlier, later in pairwise(begins)] == [5 * MINUTE] * (
        len(begins) - 1
    )
    assert begins[0] > datetime.now(UTC) - 66 * MINUTE
    assert begins[-1] <= datetime.now(UTC) < begins[-1] + 5 * MINUTE
    assert [part.sums.calls for part in hour.parts if part.sums.calls] == [2, 1]
    assert hour.total.calls == 3


async def test_only_the_calls_of_these_teams_count_in_one_statement(each_site: Site) -> None:
    ann, ben, zoe = [await a_user(each_site, name) for name in ("ann", "ben", "zoe")]
    eve = await a_user(each_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")
    await set_team(each_site, None, ann.user_id, "North")
    await set_team(each_site, None, ben.user_id, "South")
    for agent in (ann, ann, ben, zoe):
        await a_call(each_site, agent, click=1, talk=1, wrap_up=1)
    assert eve.team_id is not None

    async with statements(each_site, "inbound_call") as asked:
        north = await last_hour(each_site, (eve.team_id,))
        spent = len(asked)
    nobodys = await last_hour(each_site, NOBODYS)
    nothing = await last_hour(each_site, ())

    assert [each.total.calls for each in (north, nobodys, nothing)] == [2, 1, 0]
    assert nothing.total.mean_handling is None
    assert spent == 1
