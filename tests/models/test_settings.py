"""Site settings, which hold from the moment they are changed."""

import asyncio
import json
from datetime import timedelta

import pytest

from models.audit import AuditEntry
from models.calls.messages import Effect
from models.calls.writer import update_call_state
from models.errors import ChangedMeanwhile, InvalidValue, NotPermitted
from models.people.privileges import Privilege, Viewer
from models.settings import SETTINGS_TOPIC, SettingValue, change_setting, read_settings
from models.site import Site
from tests.builders import a_message, a_source_id, a_user
from tests.waiting import eventually


async def an_administrator(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.ADMIN])


async def test_a_site_begins_with_the_defaults(each_site: Site) -> None:
    settings = each_site.settings.current

    assert settings.repeat_window == timedelta(seconds=60)
    assert (settings.trace_days, settings.opens_automatically) == (30, False)
    assert {each.version for each in await read_settings()} == {0}


async def test_a_changed_setting_holds_at_once_and_the_trail_says_who_changed_it(
    each_site: Site,
) -> None:
    admin = await an_administrator(each_site)

    await change_setting(each_site, admin, "trace_days", 7, version=0)

    (entry,) = await AuditEntry.select()
    assert each_site.settings.current.trace_days == 7
    assert (entry["user"], entry["subject"]) == (admin.user_id, "trace_days")
    assert (json.loads(entry["before"]), json.loads(entry["after"])) == (
        {"value": 30},
        {"value": 7},
    )


async def test_the_repeat_window_is_the_one_that_is_set(each_site: Site) -> None:
    admin, agent = await an_administrator(each_site), await a_user(each_site)
    message = a_message(agent.login_name, source_id=await a_source_id(each_site))
    await change_setting(each_site, admin, "repeat_window_seconds", 0, version=0)

    effects = [await update_call_state(each_site, message) for _ in range(2)]

    assert effects == [Effect.STARTED, Effect.STARTED]


async def test_the_region_is_the_one_that_is_set_else_the_configured_one(site: Site) -> None:
    admin = await an_administrator(site)

    await change_setting(site, admin, "default_region", "pt", version=0)
    assert site.default_region == "PT"

    await change_setting(site, admin, "default_region", None, version=1)
    assert site.default_region == site.configured_region


async def test_another_process_reads_again_when_a_change_is_announced(site: Site) -> None:
    admin = await an_administrator(site)
    await change_setting(site, admin, "trace_days", 7, version=0)
    site.settings.__init__()  # type: ignore[misc]  # as a process that has heard of nothing

    await site.bus.announce(SETTINGS_TOPIC, 1)

    await eventually(lambda: site.settings.current.trace_days == 7, within=4)


async def test_two_administrators_cannot_overwrite_each_other(each_site: Site) -> None:
    admin = await an_administrator(each_site)

    results = await asyncio.gather(
        *(change_setting(each_site, admin, "trace_days", n, version=0) for n in (1, 2)),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "NoneType"]
    with pytest.raises(ChangedMeanwhile):
        await change_setting(each_site, admin, "long_call_hours", 5, version=1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trace_days", 0),
        ("session_idle_minutes", 14),
        ("session_hours", 169),
        ("failed_sign_ins_a_minute", 2),
        ("failed_sign_ins_a_minute", 31),
        ("trace_days", "7"),
        ("trace_days", True),
        ("repeat_window_seconds", -1),
        ("long_call_hours", None),
        ("default_region", "XX"),
        ("default_region", 1),
        ("opens_automatically", 1),
        ("nothing", 1),
    ],
)
async def test_a_value_that_is_no_such_setting_is_refused(
    site: Site, name: str, value: SettingValue
) -> None:
    admin = await an_administrator(site)

    with pytest.raises(InvalidValue):
        await change_setting(site, admin, name, value, version=0)


async def test_only_an_administrator_changes_settings(site: Site) -> None:
    with pytest.raises(NotPermitted):
        await change_setting(site, await a_user(site), "trace_days", 7, version=0)
