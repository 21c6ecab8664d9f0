"""Reasons that administrators define, and ids that nobody defined."""

import asyncio
import json

import pytest

from models.audit import AuditEntry
from models.calls.calls import inbound_call
from models.calls.states import read_state
from models.calls.writer import update_call_state
from models.errors import (
    ChangedMeanwhile,
    InvalidValue,
    IsTheDefaultReason,
    NoSuchReason,
    NoSuchScript,
    NotPermitted,
)
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer
from models.scripts.aliases import add_reason_alias, remove_reason_alias
from models.scripts.changing import CALL_MANAGEMENT_TOPIC
from models.scripts.defining import (
    ReasonEdit,
    create_reason,
    delete_reason,
    make_default_reason,
    update_reason,
)
from models.scripts.reasons import DefinedReason, NewReason, defined_reasons, received_reasons
from models.scripts.tables import CallReasonAlias
from models.site import Site
from tests.builders import a_message, a_source_id, a_user

BILLING = NewReason(name="Billing", reason_id="billing")


async def a_manager(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.CALL_MANAGEMENT])


async def reason_of_a_call(site: Site, reason_id: str | None) -> str:
    """Send a call with this reason id and name the reason that it got."""
    agent = await a_user(site)
    message = a_message(agent.login_name, source_id=await a_source_id(site), reason_id=reason_id)
    await update_call_state(site, message)
    call_id = (await read_state(agent.user_id)).call_id
    assert call_id
    return (await inbound_call(agent, call_id)).reason.name


async def the(manager: Viewer, reason_id: str) -> DefinedReason:
    found = await defined_reasons(manager, with_retired=True)
    return next(reason for reason in found if reason.id == reason_id)


async def default(manager: Viewer) -> DefinedReason:
    return next(reason for reason in await defined_reasons(manager) if reason.is_default)


async def test_a_reason_holds_for_the_next_call_as_soon_as_it_is_defined(each_site: Site) -> None:
    before = await reason_of_a_call(each_site, "billing")

    await create_reason(each_site, await a_manager(each_site), BILLING)

    assert before == "General Inquiry"
    assert await reason_of_a_call(each_site, "billing") == "Billing"


async def test_a_reason_without_an_id_gets_one_of_34_hexadecimal_digits(site: Site) -> None:
    reason_id = await create_reason(site, await a_manager(site), NewReason(name="Billing"))

    assert len(reason_id) == 34
    assert int(reason_id, 16)


async def test_an_alias_means_the_same_reason_until_it_is_removed(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await create_reason(each_site, manager, BILLING)

    await add_reason_alias(each_site, manager, "billing", "4711", version=1)
    with_alias = await reason_of_a_call(each_site, "4711")
    await remove_reason_alias(each_site, manager, "billing", "4711", version=2)

    assert with_alias == "Billing"
    assert await reason_of_a_call(each_site, "4711") == "General Inquiry"
    assert (await the(manager, "billing")).version == 3


@pytest.mark.parametrize("id", ["billing", " billing ", "4711", "", "x" * 256])
async def test_an_id_that_is_taken_or_none_is_refused(each_site: Site, id: str) -> None:
    manager = await a_manager(each_site)
    await create_reason(each_site, manager, BILLING)
    await add_reason_alias(each_site, manager, "billing", "4711", version=1)

    with pytest.raises(InvalidValue):
        await create_reason(each_site, manager, NewReason(name="Other", reason_id=id))
    with pytest.raises(InvalidValue):
        await add_reason_alias(each_site, manager, "billing", id, version=2)


async def test_ids_are_told_apart_letter_by_letter_as_calls_do(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await create_reason(each_site, manager, BILLING)

    await create_reason(each_site, manager, NewReason(name="Loud", reason_id="BILLING"))

    assert await reason_of_a_call(each_site, "BILLING") == "Loud"


async def test_of_two_who_take_an_id_at_the_same_time_one_is_refused(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await create_reason(each_site, manager, BILLING)

    results = await asyncio.gather(
        create_reason(each_site, manager, NewReason(name="Other", reason_id="4711")),
        add_reason_alias(each_site, manager, "billing", "4711", version=1),
        return_exceptions=True,
    )

    assert [isinstance(result, InvalidValue) for result in results].count(True) == 1


async def test_ids_received_but_not_defined_are_counted_and_listed(each_site: Site) -> None:
    manager = await a_manager(each_site)
    for reason_id in ("4711", "4712", "4711", None):
        await reason_of_a_call(each_site, reason_id)

    received = await received_reasons(manager)

    assert [(each.id, each.times) for each in received] == [("4711", 2), ("4712", 1)]


async def test_defining_a_received_id_or_making_it_an_alias_takes_it_off_the_list(
    each_site: Site,
) -> None:
    manager = await a_manager(each_site)
    for reason_id in (" 4711", "4712", "4713"):
        await reason_of_a_call(each_site, reason_id)

    await create_reason(each_site, manager, NewReason(name="Billing", reason_id=" 4711"))
    await add_reason_alias(each_site, manager, " 4711", "4712", version=1)

    assert [each.id for each in await received_reasons(manager)] == ["4713"]
    assert await reason_of_a_call(each_site, " 4711") == "Billing"


async def test_a_retired_reason_applies_no_more_and_can_be_brought_back(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await create_reason(each_site, manager, BILLING)
    await add_reason_alias(each_site, manager, "billing", "4711", version=1)

    await update_reason(each_site, manager, "billing", version=2, edit=ReasonEdit(is_active=False))
    retired = [await reason_of_a_call(each_site, id) for id in ("billing", "4711")]
    received = {each.id for each in await received_reasons(manager)}
    await update_reason(each_site, manager, "billing", version=3, edit=ReasonEdit(is_active=True))

    assert retired == ["General Inquiry", "General Inquiry"]
    assert received == {"billing", "4711"}
    assert await reason_of_a_call(each_site, "4711") == "Billing"
    assert await received_reasons(manager) == []


async def test_the_default_can_be_moved_and_neither_retired_nor_deleted(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await create_reason(each_site, manager, BILLING)
    former = await default(manager)

    with pytest.raises(IsTheDefaultReason):
        await delete_reason(each_site, manager, former.id, version=1)
    edit = ReasonEdit(is_active=False)
    with pytest.raises(IsTheDefaultReason):
        await update_reason(each_site, manager, former.id, version=1, edit=edit)
    await make_default_reason(each_site, manager, "billing", version=1)

    assert [r.id for r in await defined_reasons(manager) if r.is_default] == ["billing"]
    assert await reason_of_a_call(each_site, None) == "Billing"
    assert await delete_reason(each_site, manager, former.id, version=2)


async def test_a_retired_reason_cannot_become_the_default(site: Site) -> None:
    manager = await a_manager(site)
    await create_reason(site, manager, BILLING)
    await update_reason(site, manager, "billing", version=1, edit=ReasonEdit(is_active=False))

    with pytest.raises(InvalidValue):
        await make_default_reason(site, manager, "billing", version=2)


async def test_deleting_a_reason_that_calls_had_retires_it(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await create_reason(each_site, manager, BILLING)
    await create_reason(each_site, manager, NewReason(name="Unused", reason_id="unused"))
    await add_reason_alias(each_site, manager, "unused", "4711", version=1)
    await reason_of_a_call(each_site, "billing")

    is_gone = [
        await delete_reason(each_site, manager, "billing", version=1),
        await delete_reason(each_site, manager, "unused", version=2),
    ]

    assert is_gone == [False, True]
    assert not (await the(manager, "billing")).is_active
    assert not await CallReasonAlias.exists()
    with pytest.raises(NoSuchReason):
        await delete_reason(each_site, manager, "unused", version=2)


async def test_two_administrators_cannot_overwrite_each_other(each_site: Site) -> None:
    manager = await a_manager(each_site)
    await create_reason(each_site, manager, BILLING)

    results = await asyncio.gather(
        *(
            update_reason(
                each_site, manager, "billing", version=1, edit=ReasonEdit(description=text)
            )
            for text in ("one", "two")
        ),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "NoneType"]


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [
        (ReasonEdit(name=" "), InvalidValue),
        (ReasonEdit(name="x" * 256), InvalidValue),
        (ReasonEdit(description="x" * 10_001), InvalidValue),
        (ReasonEdit(script_id=new_id()), NoSuchScript),
    ],
)
async def test_what_cannot_be_kept_of_a_reason_is_refused(
    site: Site, edit: ReasonEdit, refusal: type[Exception]
) -> None:
    manager = await a_manager(site)
    await create_reason(site, manager, BILLING)

    with pytest.raises(refusal):
        await update_reason(site, manager, "billing", version=1, edit=edit)
    assert (await the(manager, "billing")).version == 1


async def test_only_call_management_changes_reasons(site: Site) -> None:
    agent, gone = await a_user(site), "gone"
    refused = [
        create_reason(site, agent, BILLING),
        update_reason(site, agent, gone, version=1, edit=ReasonEdit()),
        delete_reason(site, agent, gone, version=1),
        make_default_reason(site, agent, gone, version=1),
        add_reason_alias(site, agent, gone, "a", version=1),
        remove_reason_alias(site, agent, gone, "a", version=1),
        defined_reasons(agent, with_retired=True),
        received_reasons(agent),
    ]

    for verb in refused:
        with pytest.raises(NotPermitted):
            await verb
    assert [reason.name for reason in await defined_reasons(agent)] == ["General Inquiry"]


async def test_an_alias_that_is_not_there_and_an_old_version_are_refused(site: Site) -> None:
    manager = await a_manager(site)
    await create_reason(site, manager, BILLING)

    with pytest.raises(InvalidValue):
        await remove_reason_alias(site, manager, "billing", "4711", version=1)
    with pytest.raises(ChangedMeanwhile):
        await add_reason_alias(site, manager, "billing", "4711", version=7)


async def test_every_change_of_a_reason_is_in_the_audit_trail_and_announced(
    each_site: Site,
) -> None:
    manager = await a_manager(each_site)

    async with each_site.bus.listen(CALL_MANAGEMENT_TOPIC) as announcements:
        await create_reason(each_site, manager, BILLING)
        await asyncio.wait_for(anext(announcements), 5)
        edit = ReasonEdit(name="Bills", requires_outcome=True)
        await update_reason(each_site, manager, "billing", version=1, edit=edit)
        await asyncio.wait_for(anext(announcements), 5)
    await add_reason_alias(each_site, manager, "billing", "4711", version=2)
    await make_default_reason(each_site, manager, "billing", version=3)

    entries = await AuditEntry.select().order_by(AuditEntry.id)
    assert [entry["action"] for entry in entries] == [
        "reason.created",
        "reason.updated",
        "reason.alias_added",
        "reason.made_default",
    ]
    assert {entry["subject"] for entry in entries} == {"billing"}
    assert json.loads(entries[1]["before"]) == {"name": "Billing", "requires_outcome": False}
    assert json.loads(entries[1]["after"]) == {"name": "Bills", "requires_outcome": True}


async def test_an_edit_that_changes_nothing_leaves_no_trace(site: Site) -> None:
    manager = await a_manager(site)
    await create_reason(site, manager, BILLING)

    await update_reason(site, manager, "billing", version=1, edit=ReasonEdit(name="Billing"))

    assert (await the(manager, "billing")).version == 1
    assert await AuditEntry.count() == 1
