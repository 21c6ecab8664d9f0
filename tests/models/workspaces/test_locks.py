"""Verbs on PostgreSQL that wait for each other crosswise: none of them fails."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from models.calls.states import read_state
from models.people.privileges import Privilege
from models.scripts.reasons import NewReason, add_reason
from models.site import Site
from models.workspaces.choices import change_call_reason, choose_contact
from models.workspaces.closing import take_over_workspace
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.tables import CallRecord
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_contact, a_running_call, a_user
from tests.waiting import eventually

LOCK_CONTACT = "SELECT id FROM contact WHERE id = $1 FOR UPDATE"
LOCK_STATE = 'SELECT version FROM user_call_state WHERE "user" = $1 FOR UPDATE'
MOVE = "UPDATE workspace SET version = version + 1 WHERE id = $1"
TOUCH = "UPDATE inbound_call SET sequence = 1 WHERE id = $1"


@pytest.fixture
async def other_node(postgres_site: Site) -> AsyncIterator[asyncpg.Connection]:
    """Connect to the database beside the site."""
    connection = await asyncpg.connect(postgres_site.database.config["dsn"])  # type: ignore[attr-defined]  # PostgreSQL's
    yield connection
    await connection.close()


async def waits(connection: asyncpg.Connection) -> bool:
    return bool(await connection.fetchval("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"))


async def test_a_record_that_crosses_the_merging_of_its_contact_is_saved(
    postgres_site: Site, other_node: asyncpg.Connection
) -> None:
    site, agent = postgres_site, await a_user(postgres_site)
    contact_id = await a_contact(site, "4165550100")
    workspace_id = await open_inbound_call(site, agent, await a_running_call(site, agent))
    await choose_contact(site, agent, workspace_id, contact_id)

    async with other_node.transaction():
        await other_node.execute(LOCK_CONTACT, contact_id)
        saving = asyncio.create_task(save_call_record(site, agent, workspace_id, RecordEdit()))
        await eventually(lambda: waits(other_node))
        await other_node.execute(MOVE, workspace_id)

    assert await CallRecord.exists().where(CallRecord.id == await saving)


async def test_a_reason_changed_in_a_workspace_taken_over_waits_for_the_messages_of_its_agent(
    postgres_site: Site, other_node: asyncpg.Connection
) -> None:
    site = postgres_site
    agent = await a_user(site, "agent")
    boss = await a_user(site, "boss", privileges=(Privilege.CALL_USER, Privilege.CALL_SUPERVISOR))
    call_id = await a_running_call(site, agent)
    workspace_id = await open_inbound_call(site, agent, call_id)
    await take_over_workspace(site, boss, workspace_id)
    await site.writer.run(lambda: add_reason(NewReason(reason_id="late", name="Late")))

    async with other_node.transaction():
        await other_node.execute(LOCK_STATE, agent.user_id)
        changing = asyncio.create_task(change_call_reason(site, boss, workspace_id, "late"))
        await eventually(lambda: waits(other_node))
        await asyncio.wait_for(
            other_node.execute(TOUCH, call_id), 0.5
        )  # before a ring is looked for
    await changing

    state = await read_state(agent.user_id)
    assert state.reason is not None
    assert state.reason.id == "late"
