"""The cause of each missing pop is found by agent, number and time; and messages by any of their names."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.calls.message_log import MessageFilter, message_log
from models.calls.messages import CallStatus
from models.calls.missing_pops import PopCause, why_no_pop
from models.calls.trace import record_refusal
from models.calls.traces import acknowledge_beacon
from models.calls.writer import update_call_state
from models.errors import InvalidValue, NoSuchUser, NotPermitted
from models.people.granting import disable_user, revoke_privilege
from models.people.privileges import Privilege, Viewer
from models.people.sessions import sign_in
from models.people.telephony_logins import map_login
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import PASSWORD, a_message, a_running_call, a_source_id, a_user
from tests.servers import Valkey
from tests.waiting import eventually


async def an_administrator(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.ADMIN])


async def causes(site: Site, admin: Viewer, **given: str) -> list[PopCause]:
    await site.tracer.flush(site)
    findings = await why_no_pop(site, admin, around=site.now(), **given)
    return [finding.cause for finding in findings]


async def a_page_open(site: Site, user: Viewer) -> None:
    await sign_in(site, login_name=user.login_name, password=PASSWORD, address="", user_agent="")


async def test_an_agent_whose_page_is_closed_gets_no_pop(each_site: Site) -> None:
    admin, ann = await an_administrator(each_site), await a_user(each_site)

    await a_running_call(each_site, ann)

    found = await causes(each_site, admin, login_name=ann.login_name)
    assert found == [PopCause.NOT_SIGNED_IN, PopCause.NOT_DELIVERED]


async def test_a_call_is_followed_as_far_as_it_came(each_site: Site) -> None:
    admin, ann = await an_administrator(each_site), await a_user(each_site)
    await a_page_open(each_site, ann)
    call_id = await a_running_call(each_site, ann)

    each_site.tracer.delivered(call_id, each_site.now())
    delivered = await causes(each_site, admin, login_name=ann.login_name)
    await acknowledge_beacon(each_site, ann, call_id)
    shown = await causes(each_site, admin, login_name=ann.login_name)
    await open_inbound_call(each_site, ann, call_id)
    clicked = await causes(each_site, admin, login_name=ann.login_name)

    assert (delivered, shown, clicked) == (
        [PopCause.NOT_SHOWN],
        [PopCause.SHOWN],
        [PopCause.CLICKED],
    )


async def test_a_call_that_came_while_the_bus_was_down_is_said_to_be_late(
    data_dir: Path, own_valkey: Valkey
) -> None:
    settings = {
        "CALLBEACON_DATA_DIR": str(data_dir),
        "CALLBEACON_BROADCAST_URL": own_valkey.url,
        "CALLBEACON_SECRET_KEY": "k" * 32,
    }
    async with site_for(read_settings(settings)) as site:
        admin, ann = await an_administrator(site), await a_user(site)
        await a_page_open(site, ann)

        own_valkey.kill()
        await eventually(lambda: not site.bus.is_up)
        call_id = await a_running_call(site, ann)
        stored = await causes(site, admin, login_name=ann.login_name)
        await acknowledge_beacon(site, ann, call_id)
        shown = await causes(site, admin, login_name=ann.login_name)

    assert stored == [PopCause.NOT_ANNOUNCED]
    assert shown == [PopCause.NOT_ANNOUNCED, PopCause.SHOWN]


async def test_a_message_for_nobody_is_found_by_its_number_in_any_form(each_site: Site) -> None:
    admin, source_id = await an_administrator(each_site), await a_source_id(each_site)
    with suppress(NoSuchUser):
        await update_call_state(
            each_site, a_message("9999", source_id=source_id, phone_number="4165550123")
        )

    for typed in ("+1 (416) 555-0123", "416-555-0123", "5550123"):
        (finding,) = await why_no_pop(each_site, admin, around=each_site.now(), phone_number=typed)
        assert (finding.cause, finding.detail) == (PopCause.UNKNOWN_LOGIN, "9999")
    assert await causes(each_site, admin, login_name="9999") == 2 * [PopCause.UNKNOWN_LOGIN]


async def test_a_privilege_that_is_missing_and_a_disabled_user_are_said(each_site: Site) -> None:
    admin, ann = await an_administrator(each_site), await a_user(each_site)
    await a_page_open(each_site, ann)
    await revoke_privilege(each_site, admin, ann.user_id, Privilege.CALL_USER)
    await a_running_call(each_site, ann)

    without = await causes(each_site, admin, login_name=ann.login_name)
    await disable_user(each_site, admin, ann.user_id)
    disabled = await causes(each_site, admin, login_name=ann.login_name)

    assert without == 2 * [PopCause.NO_PRIVILEGE]
    assert disabled[0] == PopCause.USER_DISABLED


async def test_strangers_are_counted_since_nobody_knows_whom_they_meant(each_site: Site) -> None:
    admin, ann = await an_administrator(each_site), await a_user(each_site)
    await a_page_open(each_site, ann)
    for code in ("NOT_AUTHORISED_SOURCE", "NETWORK_NOT_ALLOWED", "NOT_AUTHORISED_SOURCE"):
        await record_refusal(each_site, source_id=None, login_name=None, status=None, code=code)

    findings = await why_no_pop(each_site, admin, around=each_site.now(), login_name=ann.login_name)

    assert [(finding.cause, finding.times) for finding in findings] == [
        (PopCause.NO_MESSAGE, 1),
        (PopCause.WRONG_NETWORK, 1),
        (PopCause.WRONG_TOKEN, 2),
    ]


async def test_another_agent_another_call_and_an_odd_number_are_said(each_site: Site) -> None:
    admin, ann, ben = (
        await an_administrator(each_site),
        await a_user(each_site),
        await a_user(each_site),
    )
    await a_page_open(each_site, ann)
    source_id = await a_source_id(each_site)
    for number in ("4165550123", "anonymous"):
        await update_call_state(
            each_site, a_message(ben.login_name, source_id=source_id, phone_number=number)
        )

    of_ann = await causes(each_site, admin, login_name=ann.login_name, phone_number="4165550123")
    odd = await causes(each_site, admin, phone_number="ANONYMOUS")

    assert of_ann == [
        PopCause.OTHER_AGENT,
        PopCause.NOT_DELIVERED,
        PopCause.ANOTHER_CALL_IN_FRONT,
    ]
    assert odd == [PopCause.NOT_DELIVERED, PopCause.NUMBER_NOT_READ]


async def test_a_repeat_lights_no_second_beacon_and_says_so(each_site: Site) -> None:
    admin, ann = await an_administrator(each_site), await a_user(each_site)
    await a_page_open(each_site, ann)
    source_id = await a_source_id(each_site)
    for _ in range(2):
        await update_call_state(each_site, a_message(ann.login_name, source_id=source_id))

    found = await causes(each_site, admin, login_name=ann.login_name)

    assert found == [PopCause.NOT_DELIVERED, PopCause.REPEAT]


async def test_a_message_to_an_extension_is_found_by_its_agent(each_site: Site) -> None:
    admin, ann = await an_administrator(each_site), await a_user(each_site, "ann")
    source_id = await a_source_id(each_site)
    await map_login(each_site, admin, ann.user_id, "1001")
    for login, status in (("1001", CallStatus.CONNECTED), ("ann", CallStatus.DISCONNECTED)):
        await update_call_state(each_site, a_message(login, status, source_id=source_id))

    async def found(**given: object) -> list[str | None]:
        wanted = MessageFilter(**given)  # type: ignore[arg-type]  # what a filter takes
        log = await message_log(each_site, admin, wanted, first=10)
        return [entry.login_name for entry in log]

    assert await found(login_name="ANN") == ["ann", "1001"]
    assert await found(login_name="1001") == ["1001"]
    assert await found(outcome="ENDED") == ["ann"]
    assert await found(is_refused=True) == []
    assert await found(is_refused=False, source_id=source_id) == ["ann", "1001"]
    assert await found(source_id=uuid4()) == []
    assert await found(phone_number="+14165550100") == ["ann", "1001"]
    assert await found(until=each_site.now() - timedelta(minutes=1)) == []


async def test_only_an_administrator_asks_and_names_whom(site: Site) -> None:
    admin, ann = await an_administrator(site), await a_user(site)

    with pytest.raises(NotPermitted):
        await why_no_pop(site, ann, around=site.now(), login_name="ann")
    with pytest.raises(InvalidValue):
        await why_no_pop(site, admin, around=site.now())
