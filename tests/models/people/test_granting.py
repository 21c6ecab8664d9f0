"""What an administrator changes about a user while calls come in."""

import asyncio
from uuid import uuid4

import pytest

from models.audit import AuditEntry
from models.calls.feed import follow_state
from models.calls.messages import Effect
from models.calls.writer import update_call_state
from models.errors import InvalidValue, LastAdministrator, NoSuchUser, NotPermitted
from models.people.granting import (
    disable_user,
    enable_user,
    grant_privilege,
    revoke_privilege,
    set_team,
)
from models.people.privileges import Privilege, Viewer
from models.people.sessions import sign_in, viewer_of_session
from models.people.telephony_logins import map_login, telephony_logins, unmap_login
from models.people.users import viewer_for
from models.site import Site
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.tables import Draft
from models.workspaces.workspaces import open_inbound_call
from tests.builders import PASSWORD, a_message, a_running_call, a_source_id, a_user


async def an_administrator(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.ADMIN])


async def actions() -> list[str]:
    return [row["action"] for row in await AuditEntry.select().order_by(AuditEntry.id)]


async def test_granting_shows_the_running_calls_beacon_at_once(each_site: Site) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site, privileges=[])
    call_id = await a_running_call(each_site, user)
    states = follow_state(each_site, user.user_id)
    before = await anext(states)

    await grant_privilege(each_site, admin, user.user_id, Privilege.CALL_USER)

    after = await anext(states)
    assert (before.is_beacon_flashing, after.is_beacon_flashing) == (False, True)
    assert (after.call_id, after.version) == (call_id, before.version)
    await states.aclose()


async def test_revoking_hides_the_beacon_at_once_and_leaves_drafts(each_site: Site) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site)
    opened = await a_running_call(each_site, user, "1")
    workspace_id = await open_inbound_call(each_site, user, opened)
    edit = DraftEdit(workspace_id=workspace_id, field="notes", value="typed", version=0)
    await save_draft(each_site, user, edit)
    await a_running_call(each_site, user, "2")
    states = follow_state(each_site, user.user_id)
    assert (await anext(states)).is_beacon_flashing

    await revoke_privilege(each_site, admin, user.user_id, Privilege.CALL_USER)

    assert not (await anext(states)).is_beacon_flashing
    assert await Draft.count() == 1
    await states.aclose()


async def test_granting_and_revoking_twice_change_nothing(each_site: Site) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site, privileges=[])

    for _ in range(2):
        await grant_privilege(each_site, admin, user.user_id, Privilege.CALL_USER)
    granted = await viewer_for(user.user_id)
    for _ in range(2):
        await revoke_privilege(each_site, admin, user.user_id, Privilege.CALL_USER)
    revoked = await viewer_for(user.user_id)

    assert granted
    assert revoked
    assert (granted.has(Privilege.CALL_USER), revoked.has(Privilege.CALL_USER)) == (True, False)
    assert await actions() == ["privilege.granted", "privilege.revoked"]


async def test_the_last_administrator_stays_one(each_site: Site) -> None:
    admin = await an_administrator(each_site)

    with pytest.raises(LastAdministrator):
        await revoke_privilege(each_site, admin, admin.user_id, Privilege.ADMIN)
    with pytest.raises(LastAdministrator):
        await disable_user(each_site, admin, admin.user_id)


async def test_two_administrators_who_revoke_each_other_leave_one(each_site: Site) -> None:
    one, two = await an_administrator(each_site), await an_administrator(each_site)

    results = await asyncio.gather(
        revoke_privilege(each_site, one, two.user_id, Privilege.ADMIN),
        revoke_privilege(each_site, two, one.user_id, Privilege.ADMIN),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["LastAdministrator", "NoneType"]


async def test_a_disabled_administrator_does_not_count(each_site: Site) -> None:
    one, two = await an_administrator(each_site), await an_administrator(each_site)
    await disable_user(each_site, one, two.user_id)

    with pytest.raises(LastAdministrator):
        await revoke_privilege(each_site, one, one.user_id, Privilege.ADMIN)


async def test_disabling_ends_the_sessions_and_hides_the_beacon(each_site: Site) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site)
    cookie = await sign_in(
        each_site, login_name=user.login_name, password=PASSWORD, address="", user_agent=""
    )
    await a_running_call(each_site, user)
    states = follow_state(each_site, user.user_id)
    await anext(states)

    await disable_user(each_site, admin, user.user_id)

    assert not (await anext(states)).is_beacon_flashing
    await enable_user(each_site, admin, user.user_id)
    assert await viewer_of_session(each_site, cookie) is None
    assert (await anext(states)).is_beacon_flashing
    assert await actions() == ["user.disabled", "user.enabled"]
    await states.aclose()


async def test_a_message_for_a_disabled_user_is_refused(each_site: Site) -> None:
    user = await a_user(each_site)
    await disable_user(each_site, None, user.user_id)

    with pytest.raises(NoSuchUser):
        await update_call_state(
            each_site, a_message(user.login_name, source_id=await a_source_id(each_site))
        )


async def test_a_user_is_put_into_a_team_and_taken_out(each_site: Site) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site)
    mate = await a_user(each_site, team="North")

    await set_team(each_site, admin, user.user_id, "North")
    inside = await viewer_for(user.user_id)
    await set_team(each_site, admin, user.user_id, None)
    outside = await viewer_for(user.user_id)

    assert inside
    assert outside
    assert (inside.team_id, outside.team_id) == (mate.team_id, None)


async def test_a_telephony_login_is_mapped_live_and_taken_away_again(each_site: Site) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site)
    source_id = await a_source_id(each_site)
    message = a_message("X1001", source_id=source_id)
    with pytest.raises(NoSuchUser):
        await update_call_state(each_site, message)

    mapping_id = await map_login(each_site, admin, user.user_id, " x1001 ", source_id=source_id)
    effect = await update_call_state(each_site, message)
    await unmap_login(each_site, admin, user.user_id, mapping_id)

    assert effect is Effect.STARTED
    assert await telephony_logins(user.user_id) == []
    assert await actions() == ["telephony_login.mapped", "telephony_login.unmapped"]
    with pytest.raises(NoSuchUser):
        await update_call_state(each_site, message)


async def test_a_login_means_one_user_for_each_source(each_site: Site) -> None:
    one, two = await a_user(each_site), await a_user(each_site)
    source_id = await a_source_id(each_site)
    await map_login(each_site, None, one.user_id, "1001")
    await map_login(each_site, None, two.user_id, "1001", source_id=source_id)

    for taken in (None, source_id):
        with pytest.raises(InvalidValue):
            await map_login(each_site, None, two.user_id, "1001", source_id=taken)
    with pytest.raises(InvalidValue):
        await map_login(each_site, None, two.user_id, "1001", source_id=uuid4())


async def test_only_an_administrator_changes_users(site: Site) -> None:
    user = await a_user(site)

    with pytest.raises(NotPermitted):
        await grant_privilege(site, user, user.user_id, Privilege.ADMIN)
    with pytest.raises(NotPermitted):
        await map_login(site, user, user.user_id, "1001")
    with pytest.raises(NoSuchUser):
        await disable_user(site, await an_administrator(site), uuid4())
