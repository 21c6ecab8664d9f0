"""Which calls a filter finds, and on which indexes."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.calls.calls import inbound_call, inbound_calls
from models.calls.filtering import CallFilter, conditions
from models.calls.tables import InboundCall
from models.calls.writer import update_call_state
from models.identifiers import first_id_at, new_id
from models.people.privileges import Privilege, Viewer
from models.scripts.outcomes import add_outcome
from models.scripts.reasons import NewReason, add_reason
from models.site import Site
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_message, a_running_call, a_source_id, a_user


async def found(site: Site, viewer: Viewer, **wanted: object) -> list[UUID]:
    calls = await inbound_calls(site, viewer, CallFilter(**wanted), first=100)  # type: ignore[arg-type]  # its fields
    return [call.id for call in calls]


async def test_a_time_finds_the_calls_that_began_in_it(each_site: Site) -> None:
    agent = await a_user(each_site)
    first, second, third = [await a_running_call(each_site, agent, str(n)) for n in range(3)]
    begun = [(await inbound_call(agent, call)).connected_at for call in (first, second, third)]

    assert await found(each_site, agent, since=begun[1]) == [third, second]
    assert await found(each_site, agent, until=begun[1]) == [first]
    assert await found(each_site, agent, since=begun[1], until=begun[2]) == [second]
    assert await found(each_site, agent, until=begun[0] - timedelta(days=1)) == []
    assert await found(each_site, agent, since=begun[2] + timedelta(days=1)) == []


async def test_a_supervisor_finds_the_calls_of_one_agent_of_the_own_team_alone(
    each_site: Site,
) -> None:
    ann, ben = [await a_user(each_site, team="A") for _ in range(2)]
    other = await a_user(each_site, team="B")
    eva = await a_user(each_site, team="A", privileges=[Privilege.CALL_SUPERVISOR])
    of_ann, of_ben, _ = [await a_running_call(each_site, each) for each in (ann, ben, other)]

    assert await found(each_site, eva) == [of_ben, of_ann]
    assert await found(each_site, eva, agent_id=ann.user_id) == [of_ann]
    assert await found(each_site, eva, agent_id=other.user_id) == []
    assert await found(each_site, ann, agent_id=ben.user_id) == []


async def test_a_reason_finds_the_calls_in_which_it_is_in_force(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    await each_site.writer.run(lambda: add_reason(NewReason(reason_id="sales", name="Sales")))
    for reason_id in ("sales", None):
        message = a_message(agent.login_name, source_id=source_id, reason_id=reason_id)
        await update_call_state(each_site, message)

    calls = await inbound_calls(each_site, agent, CallFilter(reason_id="sales"), first=9)

    assert [call.reason.name for call in calls] == ["Sales"]


async def test_an_outcome_finds_the_calls_whose_record_has_it(each_site: Site) -> None:
    agent = await a_user(each_site)
    resolved = await each_site.writer.run(lambda: add_outcome("Resolved", position=0))
    lost = await each_site.writer.run(lambda: add_outcome("Lost", position=1))
    called = [await a_running_call(each_site, agent, str(n)) for n in range(3)]
    for call_id, outcome in zip(called, (resolved, lost), strict=False):
        workspace_id = await open_inbound_call(each_site, agent, call_id)
        await save_call_record(each_site, agent, workspace_id, RecordEdit(outcome_id=outcome))

    assert await found(each_site, agent, outcome_id=resolved) == [called[0]]
    assert await found(each_site, agent, outcome_id=lost) == [called[1]]
    assert await found(each_site, agent, outcome_id=new_id()) == []


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("416 555 0100", ["+14165550100"]),
        ("+1 (416) 555-0100", ["+14165550100"]),
        ("0100", ["6475550100", "+14165550100"]),
        ("5550100", ["6475550100", "+14165550100"]),
        ("212", ["212"]),
        ("21", []),
        ("ANONYMOUS", ["anonymous"]),
        ("%", []),
        ("  ", ["anonymous", "212", "6475550100", "+14165550100"]),
    ],
)
async def test_a_number_is_found_in_any_form_and_by_its_last_digits(
    each_site: Site, typed: str, numbers: list[str]
) -> None:
    agent = await a_user(each_site)
    for number in ("+14165550100", "6475550100", "212", "anonymous"):
        await a_running_call(each_site, agent, number)

    calls = await inbound_calls(each_site, agent, CallFilter(phone_number=typed), first=9)

    assert [call.phone_number for call in calls] == numbers


async def test_calls_that_nobody_opened_are_found_apart(each_site: Site) -> None:
    agent = await a_user(each_site)
    opened, unopened = [await a_running_call(each_site, agent, str(n)) for n in range(2)]
    await open_inbound_call(each_site, agent, opened)

    assert await found(each_site, agent, is_opened=True) == [opened]
    assert await found(each_site, agent, is_opened=False) == [unopened]


async def test_filters_narrow_each_other_and_pages_lead_through_what_is_left(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    for number in ("4165550100", "4165550199", "4165550100", "4165550100"):
        await a_running_call(each_site, agent, number)
        await a_running_call(each_site, agent, None)
    wanted = CallFilter(phone_number="4165550100", is_opened=False)

    first = await inbound_calls(each_site, agent, wanted, first=2)
    rest = await inbound_calls(each_site, agent, wanted, first=2, behind=first[1].id)

    assert [len(first), len(rest)] == [3, 1]
    assert {call.phone_number for call in (*first, *rest)} == {"4165550100"}


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"phone_number": "+14165550100"}, "inbound_call_of_number (searchable_address=?)"),
        ({"agent_id": new_id()}, "inbound_call_of_user (user=?)"),
        ({"is_opened": False, "agent_id": new_id()}, "inbound_call_unopened_newest (user=?)"),
    ],
    ids=["number", "agent", "unopened"],
)
async def test_a_filter_is_answered_from_an_index(
    site: Site, wanted: dict[str, object], index: str
) -> None:
    given = conditions(CallFilter(**wanted), region="CA")  # type: ignore[arg-type]  # its fields
    clauses = " AND ".join(clause for clause, _ in given)
    values = [value for _, each in given for value in each]

    plan = await InboundCall.raw(
        f"EXPLAIN QUERY PLAN SELECT * FROM inbound_call c WHERE {clauses} ORDER BY c.id DESC",
        *values,
    )

    assert [step["detail"] for step in plan if index in step["detail"]] != []


async def test_a_time_reads_no_more_than_its_part_of_the_ledger(site: Site) -> None:
    now = site.now()
    (clause, values), (last, more) = conditions(
        CallFilter(since=now - timedelta(days=1), until=now), region="CA"
    )

    plan = await InboundCall.raw(
        f'EXPLAIN QUERY PLAN SELECT * FROM inbound_call c WHERE c."user" = {{}} AND {clause} AND {last}',
        *(new_id(), *values, *more),
    )

    assert "(user=? AND id>? AND id<?)" in plan[0]["detail"]
    assert values[0] == first_id_at(now - timedelta(days=1, minutes=5))
