"""Reading the ledger: who sees which calls, page by page."""

from uuid import UUID

import pytest

from models.calls.calls import LARGEST_PAGE, inbound_call, inbound_calls
from models.calls.ledger import RUNNING_CALLS
from models.calls.states import STATE_OF_ONE, user_whose_calls_may_be_seen
from models.calls.writer import update_call_state
from models.database import Row
from models.errors import NoSuchCall, NoSuchUser
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer
from models.site import Site
from tests.builders import a_message, a_running_call, a_source_id, a_user

SUPERVISOR = (Privilege.CALL_SUPERVISOR,)


async def ids_seen_by(
    site: Site, viewer: Viewer, *, first: int = 100, before: UUID | None = None
) -> list[UUID]:
    return [call.id for call in await inbound_calls(site, viewer, first=first, behind=before)]


async def test_a_call_is_shown_as_it_was_received(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    message = a_message(
        agent.login_name, source_id=source_id, reason_id="unknown", details={"x": [1, None, "é"]}
    )
    await update_call_state(each_site, message)

    (call_id,) = await ids_seen_by(each_site, agent)
    call = await inbound_call(agent, call_id)

    assert (call.phone_number, call.searchable_address) == ("4165550100", "+14165550100")
    assert (call.reason.name, call.reason_id_received) == ("General Inquiry", "unknown")
    assert call.details == {"x": [1, None, "é"]}
    assert (call.login_name, call.user_id) == (agent.login_name, agent.user_id)
    assert call.source_name is not None
    assert (call.clicked_at, call.opened_at, call.ended_at, call.saved_at) == 4 * (None,)


async def test_pages_lead_through_all_calls_newest_first(each_site: Site) -> None:
    agent = await a_user(each_site)
    called = [await a_running_call(each_site, agent, f"41655501{n:02}") for n in range(7)]

    pages, before = [], None
    for _ in range(4):
        page = await ids_seen_by(each_site, agent, first=2, before=before)
        pages.append(page)
        before = page[:2][-1]

    assert [len(page) for page in pages] == [
        3,
        3,
        3,
        1,
    ]  # one more than asked tells of the next page
    assert [call_id for page in pages for call_id in page[:2]] == called[::-1]


@pytest.mark.parametrize(("asked", "given"), [(-5, 1), (0, 1), (1, 2), (10_000, 5)])
async def test_a_page_has_a_largest_and_a_smallest_size(site: Site, asked: int, given: int) -> None:
    agent = await a_user(site)
    for number in range(5):
        await a_running_call(site, agent, str(number))

    assert len(await ids_seen_by(site, agent, first=asked)) == given
    assert LARGEST_PAGE == 100


async def test_everybody_sees_the_calls_that_are_theirs_to_see(each_site: Site) -> None:
    ann, ben = [await a_user(each_site, team=team) for team in ("A", "B")]
    alone = await a_user(each_site)
    of_team_a = await a_user(each_site, team="A", privileges=SUPERVISOR)
    of_no_team = await a_user(each_site, privileges=SUPERVISOR)
    calls = [await a_running_call(each_site, user) for user in (ann, ben, alone, of_team_a)]

    seen = [
        [calls.index(call_id) for call_id in await ids_seen_by(each_site, viewer)]
        for viewer in (ann, ben, alone, of_team_a, of_no_team)
    ]

    assert seen == [[0], [1], [2], [3, 0], [3, 2, 1, 0]]
    for viewer in (ann, ben, alone, of_team_a, of_no_team):
        listed = await ids_seen_by(each_site, viewer)
        for call_id in calls:  # one by one as in the list
            assert await _may_see(viewer, call_id) == (call_id in listed)


async def _may_see(viewer: Viewer, call_id: UUID) -> bool:
    try:
        return (await inbound_call(viewer, call_id)).id == call_id
    except NoSuchCall:
        return False


async def test_a_user_whose_calls_one_may_not_see_is_like_none(each_site: Site) -> None:
    ann = await a_user(each_site, "Ann")
    await a_user(each_site, "Ben")

    assert await user_whose_calls_may_be_seen(ann, "ANN ") == ann.user_id
    assert await user_whose_calls_may_be_seen(ann, None) == ann.user_id
    for login_name in ("ben", "nobody", ""):
        with pytest.raises(NoSuchUser) as caught:
            await user_whose_calls_may_be_seen(ann, login_name)
        assert str(caught.value) == "No enabled user has this login name."


@pytest.mark.parametrize(
    "sql", [RUNNING_CALLS, STATE_OF_ONE], ids=["for the rules", "for the beacon"]
)
async def test_running_calls_are_found_without_reading_all_that_a_user_ever_had(
    site: Site, sql: str
) -> None:
    statement = sql.replace("{users}", site.database.any_of('"user"', 1)).replace("{}", "$1")

    async with site.database.transaction():
        plan: list[Row] = await site.database.fetch(
            f"EXPLAIN QUERY PLAN {statement}", site.database.values([new_id()])
        )

    steps = [step["detail"] for step in plan]
    assert [step for step in steps if "USING INDEX inbound_call_running" in step] != []
    # The list of users is read from end to end; no table is.
    assert [step for step in steps if "SCAN" in step and "json_each" not in step] == []
