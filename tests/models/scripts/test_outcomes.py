"""Outcomes that administrators define."""

import asyncio
import json
from functools import partial
from uuid import UUID

import pytest

from models.audit import AuditEntry
from models.errors import ChangedMeanwhile, InvalidValue, NoSuchOutcome, NotPermitted
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer
from models.scripts.outcomes import (
    OutcomeEdit,
    create_outcome,
    defined_outcomes,
    delete_outcome,
    reorder_outcomes,
    update_outcome,
)
from models.site import Site
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user


async def a_manager(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.CALL_MANAGEMENT])


async def three(site: Site, manager: Viewer) -> list[UUID]:
    return [await create_outcome(site, manager, name) for name in ("Resolved", "Later", "Lost")]


async def names(manager: Viewer, *, with_retired: bool = False) -> list[str]:
    return [each.name for each in await defined_outcomes(manager, with_retired=with_retired)]


async def a_record_with(site: Site, outcome: UUID) -> None:
    agent = await a_user(site)
    workspace = await open_inbound_call(site, agent, await a_running_call(site, agent))
    await save_call_record(site, agent, workspace, RecordEdit(outcome_id=outcome))


async def test_outcomes_stand_in_the_order_that_they_are_given(each_site: Site) -> None:
    manager = await a_manager(each_site)
    first, second, third = await three(each_site, manager)
    before = await names(manager)

    await reorder_outcomes(each_site, manager, [(third, 1), (second, 1), (first, 1)])

    assert before == ["Resolved", "Later", "Lost"]
    assert await names(manager) == ["Lost", "Later", "Resolved"]
    with pytest.raises(ChangedMeanwhile):
        await reorder_outcomes(each_site, manager, [(third, 1), (second, 1), (first, 1)])


async def test_a_retired_outcome_is_offered_no_more_and_comes_back(each_site: Site) -> None:
    manager = await a_manager(each_site)
    outcome, *_ = await three(each_site, manager)
    change = partial(update_outcome, each_site, manager, outcome)

    await change(version=1, edit=OutcomeEdit(is_active=False))
    retired = await names(manager), await names(manager, with_retired=True)
    await change(version=2, edit=OutcomeEdit(is_active=True, name="Solved"))

    assert retired == (["Later", "Lost"], ["Later", "Lost", "Resolved"])
    assert await names(manager) == ["Solved", "Later", "Lost"]


async def test_deleting_an_outcome_that_records_have_retires_it(each_site: Site) -> None:
    manager = await a_manager(each_site)
    used, unused, _ = await three(each_site, manager)
    await a_record_with(each_site, used)

    is_gone = [
        await delete_outcome(each_site, manager, outcome, version=1) for outcome in (used, unused)
    ]

    assert is_gone == [False, True]
    assert await names(manager, with_retired=True) == ["Lost", "Resolved"]


async def test_two_administrators_cannot_overwrite_each_other(each_site: Site) -> None:
    manager = await a_manager(each_site)
    outcome, *_ = await three(each_site, manager)

    results = await asyncio.gather(
        *(
            update_outcome(each_site, manager, outcome, version=1, edit=OutcomeEdit(name=name))
            for name in ("One", "Two")
        ),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "NoneType"]


@pytest.mark.parametrize("name", ["", " ", "x" * 256, "Later"])
async def test_a_name_that_is_taken_or_none_is_refused(site: Site, name: str) -> None:
    manager = await a_manager(site)
    outcome, *_ = await three(site, manager)

    with pytest.raises(InvalidValue):
        await create_outcome(site, manager, name)
    with pytest.raises(InvalidValue):
        await update_outcome(site, manager, outcome, version=1, edit=OutcomeEdit(name=name))


async def test_only_call_management_changes_outcomes(site: Site) -> None:
    agent, gone = await a_user(site), new_id()
    refused = [
        create_outcome(site, agent, "A"),
        update_outcome(site, agent, gone, version=1, edit=OutcomeEdit()),
        delete_outcome(site, agent, gone, version=1),
        reorder_outcomes(site, agent, []),
        defined_outcomes(agent, with_retired=True),
    ]

    for verb in refused:
        with pytest.raises(NotPermitted):
            await verb
    with pytest.raises(NoSuchOutcome):
        await delete_outcome(site, await a_manager(site), gone, version=1)


async def test_every_change_of_an_outcome_is_in_the_audit_trail(each_site: Site) -> None:
    manager = await a_manager(each_site)
    outcome = await create_outcome(each_site, manager, "Resolved")
    edit = OutcomeEdit(name="Solved")
    await update_outcome(each_site, manager, outcome, version=1, edit=edit)
    await update_outcome(each_site, manager, outcome, version=2, edit=edit)
    await delete_outcome(each_site, manager, outcome, version=2)

    entries = await AuditEntry.select().order_by(AuditEntry.id)
    assert [entry["action"] for entry in entries] == [
        "outcome.created",
        "outcome.updated",
        "outcome.deleted",
    ]
    assert json.loads(entries[1]["before"]) == {"name": "Resolved"}
    assert json.loads(entries[1]["after"]) == {"name": "Solved"}
