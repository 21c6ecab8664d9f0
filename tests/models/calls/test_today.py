"""Figures of the day."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from models.calls.ending import end_call
from models.calls.tables import InboundCall
from models.calls.today import figures_since
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user

START = datetime.now(UTC) - timedelta(hours=1)


async def change(site: Site, call_id: UUID, **times: object) -> None:
    async def update() -> None:
        await InboundCall.update(times).where(InboundCall.id == call_id)  # type: ignore[arg-type]  # by name

    await site.writer.run(update)


async def a_call(
    site: Site, agent: Viewer, *, click: int, talk: int, wrap_up: int, **rest: object
) -> UUID:
    """Give a call that took these seconds."""
    call_id = await a_running_call(site, agent)
    await open_inbound_call(site, agent, call_id)
    await end_call(site, agent, call_id)
    begun = datetime.now(UTC)
    ended = begun + timedelta(seconds=talk)
    await change(
        site,
        call_id,
        **{
            "connected_at": begun,
            "clicked_at": begun + timedelta(seconds=click),
            "ended_at": ended,
            "saved_at": ended + timedelta(seconds=wrap_up),
            **rest,
        },
    )
    return call_id


async def test_the_day_is_counted_and_its_times_are_medians(each_site: Site) -> None:
    ann = await a_user(each_site, "ann")
    for seconds in (1, 2, 30):
        await a_call(each_site, ann, click=seconds, talk=10 * seconds, wrap_up=100 * seconds)
    await end_call(each_site, ann, await a_running_call(each_site, ann))
    await a_running_call(each_site, ann)

    total = (await figures_since(ann, START)).total

    assert (total.calls, total.unopened) == (5, 1)
    assert total.to_click == timedelta(seconds=2)
    assert total.wrap_up == timedelta(seconds=200)
    assert total.handling == timedelta(seconds=220)


async def test_test_calls_and_the_talk_time_of_superseded_ones_are_left_out(
    each_site: Site,
) -> None:
    ann = await a_user(each_site, "ann")
    await a_call(each_site, ann, click=1, talk=10, wrap_up=5)
    await a_call(each_site, ann, click=1, talk=900, wrap_up=5, end_cause="SUPERSEDED")
    await a_call(each_site, ann, click=9, talk=900, wrap_up=900, is_test=True)

    total = (await figures_since(ann, START)).total

    assert (total.calls, total.talk) == (2, timedelta(seconds=10))
    assert total.to_click == timedelta(seconds=1)


async def test_a_beacon_that_was_clicked_after_the_end_did_not_take_that_long(
    each_site: Site,
) -> None:
    ann = await a_user(each_site, "ann")
    await a_call(each_site, ann, click=3600, talk=10, wrap_up=5)

    total = (await figures_since(ann, START)).total

    assert (total.calls, total.to_click) == (1, None)


async def test_a_supervisor_sees_the_team_by_agent_and_an_agent_the_own_figures(
    each_site: Site,
) -> None:
    ann, ben = await a_user(each_site, "ann", team="North"), await a_user(each_site, "ben")
    eve = await a_user(each_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")
    for agent in (ann, ann, ben):
        await a_call(each_site, agent, click=1, talk=1, wrap_up=1)

    seen = [await figures_since(viewer, START) for viewer in (eve, ben)]
    tomorrow = await figures_since(eve, datetime.now(UTC) + timedelta(hours=1))

    assert [(day.total.calls, [a.login_name for a in day.agents]) for day in seen] == [
        (2, ["ann"]),
        (1, ["ben"]),
    ]
    assert (tomorrow.total.calls, tomorrow.total.talk, tomorrow.agents) == (0, None, ())


async def test_a_call_of_yesterday_is_not_counted(site: Site) -> None:
    eve = await a_user(site, privileges=[Privilege.CALL_SUPERVISOR])
    old = await a_running_call(site, eve)
    await change(site, old, connected_at=START - timedelta(days=1))

    assert (await figures_since(eve, START)).total.calls == 0
