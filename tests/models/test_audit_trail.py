"""The audit trail as administrators read it, and the set-up check list."""

from datetime import timedelta

import pytest

from models.audit_trail import AuditFilter, audit_trail
from models.backups import note_backup
from models.calls.states import read_state
from models.calls.traces import acknowledge_beacon
from models.calls.writer import update_call_state
from models.errors import NotPermitted
from models.people.granting import disable_user, grant_privilege, set_team
from models.people.privileges import Privilege
from models.people.source_list import create_source
from models.set_up import SetUpStep, set_up
from models.site import Site
from tests.builders import a_message, a_user


async def test_the_trail_says_who_did_what_to_whom_and_what_was_before(each_site: Site) -> None:
    admin = await a_user(each_site, "eva", privileges=[Privilege.ADMIN])
    ann = await a_user(each_site, "ann", privileges=[])
    await grant_privilege(each_site, admin, ann.user_id, Privilege.CALL_USER)
    await set_team(each_site, None, ann.user_id, "North")
    await disable_user(each_site, admin, ann.user_id)

    async def actions(**given: object) -> list[str]:
        wanted = AuditFilter(**given)  # type: ignore[arg-type]  # what a filter takes
        return [entry.action for entry in await audit_trail(admin, wanted, first=10)]

    newest, put, granted = await audit_trail(admin, AuditFilter(), first=10)
    assert (newest.login_name, newest.action, newest.subject_name) == (
        "eva",
        "user.disabled",
        "Ann",
    )
    assert (put.login_name, put.before) == (None, {"team": None})
    assert granted.after == {"privilege": "gCallUser"}
    assert await actions(login_name="EVA") == ["user.disabled", "privilege.granted"]
    assert await actions(action="user") == ["user.disabled", "user.team_set"]
    assert await actions(action="user.disabled") == ["user.disabled"]
    assert await actions(subject=str(admin.user_id)) == []
    assert await actions(since=each_site.now() + timedelta(minutes=1)) == []
    page = await audit_trail(admin, AuditFilter(), first=1)
    rest = await audit_trail(admin, AuditFilter(), first=5, behind=page[0].id)
    assert [entry.action for entry in (*page[:1], *rest)] == await actions()


async def test_the_check_list_is_done_step_by_step(each_site: Site) -> None:
    admin = await a_user(each_site, privileges=[Privilege.ADMIN])

    async def done() -> list[SetUpStep]:
        return [item.step for item in await set_up(admin) if item.is_done]

    nothing = await done()
    ann = await a_user(each_site)
    source = await create_source(each_site, admin, "pbx")
    before = await done()
    await update_call_state(each_site, a_message(ann.login_name, source_id=source.source_id))
    called = await done()
    call_id = (await read_state(ann.user_id)).call_id
    assert call_id
    await acknowledge_beacon(each_site, ann, call_id)
    await each_site.tracer.flush(each_site)
    await note_backup(each_site, "callbeacon.backup")

    assert nothing == []
    assert before == [SetUpStep.AGENT_ADDED, SetUpStep.SOURCE_ADDED]
    assert called == [*before, SetUpStep.SOURCE_CONNECTED, SetUpStep.FIRST_CALL]
    assert await done() == list(SetUpStep)


async def test_both_are_for_administrators(site: Site) -> None:
    ann = await a_user(site)

    with pytest.raises(NotPermitted):
        await audit_trail(ann, AuditFilter(), first=1)
    with pytest.raises(NotPermitted):
        await set_up(ann)
