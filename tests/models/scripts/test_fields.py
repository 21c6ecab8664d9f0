"""Call fields that are declared at run time, and the details of a call as they are shown."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.audit import AuditEntry
from models.calls.messages import JSON
from models.calls.revealing import reveal_detail
from models.calls.states import read_state
from models.calls.writer import update_call_state
from models.errors import (
    ChangedMeanwhile,
    InvalidValue,
    NoSuchCall,
    NoSuchCallField,
    NotPermitted,
)
from models.people.privileges import Privilege, Viewer
from models.scripts.declaring import (
    FieldEdit,
    NewField,
    call_fields,
    create_call_field,
    reorder_call_fields,
    retire_call_field,
    update_call_field,
)
from models.scripts.field_types import FieldType, read_value
from models.scripts.fields import MASK, shown_details
from models.site import Site
from tests.builders import a_message, a_source_id, a_user


async def a_manager(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.CALL_MANAGEMENT])


async def a_call_with(site: Site, agent: Viewer, details: dict[str, Any]) -> UUID:
    message = a_message(agent.login_name, source_id=await a_source_id(site), details=details)
    await update_call_state(site, message)
    call_id = (await read_state(agent.user_id)).call_id
    assert call_id is not None
    return call_id


@pytest.mark.parametrize(
    ("field_type", "value", "text"),
    [
        ("TEXT", 1001, "1001"),
        ("NUMBER", "12.5", "12.5"),
        ("NUMBER", -3, "-3"),
        ("DATE", "2027-01-31", "2027-01-31"),
        ("DATE", "2027-01-31T10:00:00Z", "2027-01-31"),
        ("BOOLEAN", True, "yes"),
        ("BOOLEAN", "N", "no"),
        ("PHONE_NUMBER", "+1 416 555 0100", "+1 416 555 0100"),
        ("PHONE_NUMBER", 1001, "1001"),
        ("NUMBER", None, ""),
        ("DATE", "", ""),
    ],
)
def test_a_value_that_fits_its_type_is_shown_as_people_read_it(
    field_type: str, value: JSON, text: str
) -> None:
    read = read_value(field_type, value)

    assert (read.text, read.fits) == (text, True)


@pytest.mark.parametrize(
    ("field_type", "value", "text"),
    [
        ("TEXT", ["a"], '["a"]'),
        ("NUMBER", "twelve", "twelve"),
        ("NUMBER", True, "yes"),
        ("NUMBER", "nan", "nan"),
        ("DATE", "31/01/2027", "31/01/2027"),
        ("DATE", 20, "20"),
        ("BOOLEAN", "perhaps", "perhaps"),
        ("PHONE_NUMBER", "Maria", "Maria"),
        ("PHONE_NUMBER", {"a": 1}, '{"a": 1}'),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_kept_as_text(
    field_type: str, value: JSON, text: str
) -> None:
    read = read_value(field_type, value)

    assert (read.text, read.fits) == (text, False)


async def test_a_field_shows_in_the_next_call_as_soon_as_it_is_declared(each_site: Site) -> None:
    manager = await a_manager(each_site)
    new = NewField(name="amount", label="Amount due", type=FieldType.NUMBER)

    await create_call_field(each_site, manager, new)

    (detail,) = await shown_details({"amount": 12})
    assert (detail.label, detail.value) == ("Amount due", "12")
    assert (detail.is_declared, detail.is_flagged) == (True, False)


async def test_a_wrong_value_is_flagged_and_fails_no_call(each_site: Site) -> None:
    agent, manager = await a_user(each_site), await a_manager(each_site)
    new = NewField(name="amount", label="", type=FieldType.NUMBER)
    await create_call_field(each_site, manager, new)

    await a_call_with(each_site, agent, {"amount": "much"})

    (detail,) = await shown_details((await read_state(agent.user_id)).details)
    assert (detail.label, detail.value, detail.is_flagged) == ("amount", "much", True)


async def test_what_nobody_declared_comes_last_and_is_marked_so(each_site: Site) -> None:
    details = await shown_details({"zone": "b", "line_dialled": "4165550100", "area": "a"})

    assert [(detail.name, detail.is_declared) for detail in details] == [
        ("line_dialled", True),
        ("area", False),
        ("zone", False),
    ]


async def test_a_retired_field_keeps_its_mask_and_its_label(each_site: Site) -> None:
    manager = await a_manager(each_site)
    account = next(field for field in await call_fields() if field.name == "account_number")

    await retire_call_field(each_site, manager, account.id, version=account.version)

    (detail,) = await shown_details({"account_number": "1001"})
    assert (detail.label, detail.value) == ("Account number", MASK)
    assert (detail.is_masked, detail.is_declared) == (True, False)
    assert (await call_fields())[-1].name == "account_number"


async def test_a_retired_field_can_be_brought_back(each_site: Site) -> None:
    manager = await a_manager(each_site)
    field = (await call_fields())[0]
    await retire_call_field(each_site, manager, field.id, version=1)

    await update_call_field(each_site, manager, field.id, version=2, edit=FieldEdit(is_active=True))

    assert [(f.is_active, f.version) for f in await call_fields() if f.id == field.id] == [
        (True, 3)
    ]


async def test_two_administrators_cannot_overwrite_each_other(each_site: Site) -> None:
    manager = await a_manager(each_site)
    field = (await call_fields())[0]
    edits = [FieldEdit(label=label) for label in ("one", "two")]

    results = await asyncio.gather(
        *(
            update_call_field(each_site, manager, field.id, version=field.version, edit=edit)
            for edit in edits
        ),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "NoneType"]


async def test_fields_are_put_in_another_order(each_site: Site) -> None:
    manager = await a_manager(each_site)
    fields = await call_fields()

    await reorder_call_fields(
        each_site, manager, [(field.id, field.version) for field in reversed(fields)]
    )

    after = await call_fields()
    assert [field.name for field in after] == [field.name for field in reversed(fields)]
    assert [field.version for field in after] == [2, 1, 2]


async def test_an_order_that_misses_a_field_is_refused(each_site: Site) -> None:
    manager = await a_manager(each_site)
    fields = [(field.id, field.version) for field in await call_fields()]

    for order in (fields[1:], [*fields, fields[0]], [(id, 7) for id, _ in fields]):
        with pytest.raises(ChangedMeanwhile):
            await reorder_call_fields(each_site, manager, order)


@pytest.mark.parametrize("name", ["", " ", "x" * 256, "callId", "account_number"])
async def test_a_name_that_is_taken_or_none_is_refused(site: Site, name: str) -> None:
    with pytest.raises(InvalidValue):
        await create_call_field(site, await a_manager(site), NewField(name=name, label=""))


async def test_only_call_management_declares_fields(site: Site) -> None:
    agent, unknown = await a_user(site), uuid4()

    with pytest.raises(NotPermitted):
        await create_call_field(site, agent, NewField(name="amount", label=""))
    with pytest.raises(NotPermitted):
        await update_call_field(site, agent, unknown, version=1, edit=FieldEdit())
    with pytest.raises(NotPermitted):
        await reorder_call_fields(site, agent, [])
    with pytest.raises(NoSuchCallField):
        await retire_call_field(site, await a_manager(site), unknown, version=1)


async def test_every_change_of_a_field_is_in_the_audit_trail(each_site: Site) -> None:
    manager = await a_manager(each_site)
    field_id = await create_call_field(each_site, manager, NewField(name="amount", label="Amount"))
    edit = FieldEdit(label="Amount due")
    await update_call_field(each_site, manager, field_id, version=1, edit=edit)

    created, updated = await AuditEntry.select().order_by(AuditEntry.id)
    assert (created["action"], updated["action"]) == ("call_field.created", "call_field.updated")
    assert (created["before"], created["subject"]) == (None, str(field_id))
    assert json.loads(updated["before"]) == {"label": "Amount"}
    assert json.loads(updated["after"]) == {"label": "Amount due"}


async def test_a_masked_value_is_revealed_to_those_who_may_and_the_trail_says_so(
    each_site: Site,
) -> None:
    agent = await a_user(each_site, privileges=[Privilege.CALL_USER, Privilege.REVEAL_MASKED])
    call_id = await a_call_with(each_site, agent, {"account_number": "1001"})

    value = await reveal_detail(each_site, agent, call_id, "account_number")

    (entry,) = await AuditEntry.select()
    assert value == "1001"
    assert (entry["user"], entry["action"]) == (agent.user_id, "detail.revealed")
    assert (entry["subject"], json.loads(entry["after"])) == (
        str(call_id),
        {"name": "account_number"},
    )


async def test_nobody_else_has_a_masked_value_revealed(each_site: Site) -> None:
    agent = await a_user(each_site)
    other = await a_user(each_site, privileges=[Privilege.REVEAL_MASKED])
    call_id = await a_call_with(each_site, agent, {"account_number": "1001"})

    with pytest.raises(NotPermitted):
        await reveal_detail(each_site, agent, call_id, "account_number")
    with pytest.raises(NoSuchCall):
        await reveal_detail(each_site, other, call_id, "account_number")

    assert await AuditEntry.count() == 0


async def test_a_detail_that_the_call_does_not_have_is_refused(site: Site) -> None:
    agent = await a_user(site, privileges=[Privilege.CALL_USER, Privilege.REVEAL_MASKED])
    call_id = await a_call_with(site, agent, {})

    with pytest.raises(InvalidValue):
        await reveal_detail(site, agent, call_id, "account_number")
