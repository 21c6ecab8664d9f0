"""Sessions that are left alone end, cookies are renewed, passwords that others know are changed; and own devices."""

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from models.audit import AuditEntry
from models.errors import (
    NoSuchSession,
    NotSignedIn,
    PasswordChangeDue,
    TokenMayNot,
    TooManyAttempts,
)
from models.people import ending
from models.people.accounts import change_own_password, reset_password
from models.people.devices import sign_out_device, signed_in_devices
from models.people.granting import grant_privilege, revoke_privilege
from models.people.privileges import Privilege, Viewer
from models.people.sessions import (
    FORMER_GOOD_FOR,
    SEEN_EVERY,
    holder_of_session,
    renew_session,
    session_ended,
    sessions_topic,
    sign_in,
    viewer_of_session,
)
from models.people.tables import Session
from models.pruning import prune
from models.settings import SiteSettings, change_setting
from models.site import Site
from tests.builders import PASSWORD, a_user
from tests.waiting import eventually

NEW = "another password"
IDLE = SiteSettings().session_idle


def later(site: Site, by: timedelta) -> Site:
    """See the site as it will be."""
    return replace(site, now=lambda: site.now() + by)


async def a_cookie(site: Site, user: Viewer, password: str = PASSWORD, **given: str) -> str:
    name = user.login_name
    given = {"address": "192.0.2.1", "user_agent": "test", **given}
    return await sign_in(site, login_name=name, password=password, **given)


async def viewer(site: Site, secret: str) -> Viewer:
    found = await viewer_of_session(site, secret)
    assert found is not None
    return found


# --- Idle


async def test_a_session_that_is_left_alone_ends(each_site: Site) -> None:
    secret = await a_cookie(each_site, await a_user(each_site))

    assert await viewer_of_session(later(each_site, IDLE - timedelta(minutes=1)), secret)
    again = later(each_site, IDLE * 2)
    assert await viewer_of_session(again, secret) is None


async def test_a_session_in_use_goes_on(each_site: Site) -> None:
    secret = await a_cookie(each_site, await a_user(each_site))
    for hours in (1.5, 3, 4.5):
        assert await viewer_of_session(later(each_site, timedelta(hours=hours)), secret)


async def test_a_session_that_is_asked_about_often_is_noted_now_and_then(site: Site) -> None:
    secret = await a_cookie(site, await a_user(site))
    before = await Session.select(Session.last_seen_at).first()

    await viewer_of_session(later(site, SEEN_EVERY / 2), secret)

    assert await Session.select(Session.last_seen_at).first() == before


async def test_limits_that_an_administrator_lowers_hold_for_sessions_that_run(
    each_site: Site,
) -> None:
    admin = await a_user(each_site, privileges=[Privilege.ADMIN])
    secret = await a_cookie(each_site, await a_user(each_site))
    in_an_hour = later(each_site, timedelta(minutes=61))
    assert await viewer_of_session(later(each_site, timedelta(minutes=16)), secret)

    await change_setting(each_site, admin, "session_idle_minutes", 15, version=0)
    assert await viewer_of_session(in_an_hour, secret) is None
    await change_setting(each_site, admin, "session_idle_minutes", 120, version=1)
    assert await viewer_of_session(in_an_hour, secret)
    await change_setting(each_site, admin, "session_hours", 1, version=0)

    assert await viewer_of_session(in_an_hour, secret) is None
    assert await viewer_of_session(each_site, secret)
    await asyncio.wait_for(session_ended(in_an_hour, secret), 5)


async def test_so_many_sign_ins_may_fail_as_the_site_allows(each_site: Site) -> None:
    admin, user = await a_user(each_site, privileges=[Privilege.ADMIN]), await a_user(each_site)
    await change_setting(each_site, admin, "failed_sign_ins_a_minute", 3, version=0)

    for _ in range(3):
        with pytest.raises(NotSignedIn):
            await a_cookie(each_site, user, "wrong")

    with pytest.raises(TooManyAttempts):
        await a_cookie(each_site, user)


async def test_a_page_that_waits_for_calls_is_not_idle(
    each_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "CHECKED_EVERY", timedelta(milliseconds=20))
    passed = [timedelta()]
    clocked = replace(each_site, now=lambda: each_site.now() + passed[0])
    user = await a_user(clocked)
    secret = await a_cookie(clocked, user)
    waiting = asyncio.create_task(session_ended(clocked, secret))
    await eventually(lambda: sessions_topic(user.user_id) in clocked.bus.topics)
    for _ in range(4):
        passed[0] += IDLE / 2
        before = clocked.now() - SEEN_EVERY
        await _seen_after(before)

    assert passed[0] == IDLE * 2
    assert not waiting.done()
    assert await viewer_of_session(clocked, secret)
    waiting.cancel()


async def _seen_after(time: object) -> None:
    async with asyncio.timeout(5):
        while not await Session.exists().where(Session.last_seen_at > time):  # noqa: ASYNC110  # of a database
            await asyncio.sleep(0.01)


async def test_sessions_of_long_ago_are_forgotten(each_site: Site) -> None:
    await a_cookie(each_site, await a_user(each_site))

    await prune(later(each_site, timedelta(days=31)))

    assert await Session.count() == 0


# --- Another cookie


async def test_signing_in_ends_the_session_that_the_browser_had(each_site: Site) -> None:
    maria, omar = await a_user(each_site), await a_user(each_site)
    before = await a_cookie(each_site, maria)

    after = await a_cookie(each_site, omar, replaces=before)

    assert await viewer_of_session(each_site, before) is None
    assert (await viewer(each_site, after)).user_id == omar.user_id


async def test_a_change_of_rights_renews_the_cookie_and_leaves_the_session(
    each_site: Site,
) -> None:
    maria = await a_user(each_site)
    before = await a_cookie(each_site, maria)
    session_id = (await viewer(each_site, before)).session_id
    assert await renew_session(each_site, before) is None
    await grant_privilege(each_site, None, maria.user_id, Privilege.CALL_SUPERVISOR)

    after = await renew_session(each_site, before)

    assert after is not None
    assert (await viewer(each_site, after)).session_id == session_id
    assert await renew_session(each_site, after) is None
    in_a_minute = later(each_site, FORMER_GOOD_FOR * 2)
    assert await viewer_of_session(in_a_minute, before) is None
    assert await viewer_of_session(in_a_minute, after) is not None


async def test_a_request_on_its_way_with_the_former_cookie_is_answered(each_site: Site) -> None:
    maria = await a_user(each_site)
    before = await a_cookie(each_site, maria)
    await revoke_privilege(each_site, None, maria.user_id, Privilege.CALL_USER)
    await renew_session(each_site, before)

    assert await viewer_of_session(each_site, before) is not None


async def test_an_open_page_outlives_the_renewal_of_its_cookie(each_site: Site) -> None:
    maria = await a_user(each_site)
    before = await a_cookie(each_site, maria)
    session_id = (await viewer(each_site, before)).session_id
    await grant_privilege(each_site, None, maria.user_id, Privilege.CALL_SUPERVISOR)

    await renew_session(each_site, before)

    assert session_id is not None
    in_a_minute = later(each_site, FORMER_GOOD_FOR * 2)
    assert await viewer_of_session(in_a_minute, session_id) is not None


async def test_of_two_pages_that_renew_at_once_one_does(each_site: Site) -> None:
    maria = await a_user(each_site)
    before = await a_cookie(each_site, maria)
    await grant_privilege(each_site, None, maria.user_id, Privilege.CALL_SUPERVISOR)

    renewed = await asyncio.gather(*(renew_session(each_site, before) for _ in range(2)))

    assert len([each for each in renewed if each]) == 1


# --- Passwords that an administrator has set


async def test_what_an_administrator_has_set_is_good_for_choosing_a_password_alone(
    each_site: Site,
) -> None:
    admin = await a_user(each_site, privileges=[Privilege.ADMIN])
    maria = await a_user(each_site)

    password = await reset_password(each_site, admin, maria.user_id)

    secret = await a_cookie(each_site, maria, password)
    with pytest.raises(PasswordChangeDue):
        await viewer_of_session(each_site, secret)
    holder = await holder_of_session(each_site, secret)
    assert holder is not None
    await change_own_password(each_site, holder, current=password, new=NEW)
    assert (await viewer(each_site, secret)).user_id == maria.user_id
    assert await renew_session(each_site, secret) is not None


async def test_what_the_command_line_has_set_is_the_operators_own(each_site: Site) -> None:
    maria = await a_user(each_site)

    await reset_password(each_site, None, maria.user_id, NEW)

    secret = await a_cookie(each_site, maria, NEW)
    assert (await viewer(each_site, secret)).user_id == maria.user_id


# --- Own devices


async def test_a_user_sees_the_own_devices_and_which_one_this_is(each_site: Site) -> None:
    maria, omar = await a_user(each_site), await a_user(each_site)
    await a_cookie(each_site, omar)
    await a_cookie(each_site, maria, address="198.51.100.7", user_agent="Firefox")
    here = await viewer(each_site, await a_cookie(each_site, maria))

    devices = await signed_in_devices(each_site, here)

    assert [(each.address, each.is_this) for each in devices] == [
        ("192.0.2.1", True),
        ("198.51.100.7", False),
    ]
    assert await signed_in_devices(later(each_site, IDLE), here) == []


async def test_a_user_signs_out_an_own_device_and_no_other_users(each_site: Site) -> None:
    maria, omar = await a_user(each_site), await a_user(each_site)
    omars = await a_cookie(each_site, omar)
    omars_id = (await viewer(each_site, omars)).session_id
    elsewhere = await a_cookie(each_site, maria)
    elsewhere_id = (await viewer(each_site, elsewhere)).session_id
    here = await viewer(each_site, await a_cookie(each_site, maria))
    assert elsewhere_id is not None
    assert omars_id is not None

    await sign_out_device(each_site, here, elsewhere_id)

    for no_own in (elsewhere_id, omars_id):
        with pytest.raises(NoSuchSession):
            await sign_out_device(each_site, here, no_own)
    assert await viewer_of_session(each_site, elsewhere) is None
    assert await viewer_of_session(each_site, omars) is not None
    assert await AuditEntry.count().where(AuditEntry.action == "session.ended") == 1


async def test_a_token_has_no_business_with_devices(each_site: Site) -> None:
    maria = await a_user(each_site)

    with pytest.raises(TokenMayNot):
        await signed_in_devices(each_site, maria)
    with pytest.raises(TokenMayNot):
        await sign_out_device(each_site, maria, maria.user_id)
