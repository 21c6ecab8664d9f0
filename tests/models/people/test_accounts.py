"""Accounts, teams, desks and imports, as administrators and agents change them."""

import asyncio
from uuid import uuid4

import pytest

from models.audit import AuditEntry
from models.calls.writer import update_call_state
from models.errors import (
    ChangedMeanwhile,
    InvalidValue,
    LastAdministrator,
    NoSuchTeam,
    NoSuchUser,
    NotACallUser,
    NotPermitted,
    NotSignedIn,
    TeamNotEmpty,
    TokenMayNot,
    WrongPassword,
)
from models.people.accounts import (
    UserEdit,
    change_own_password,
    create_user,
    reset_password,
    update_user,
)
from models.people.desks import leave_desk, source_names, use_login
from models.people.granting import change_privileges_of_many, disable_user
from models.people.importing import ImportOutcome, import_users
from models.people.privileges import Privilege, Viewer
from models.people.sessions import sign_in, viewer_of_session
from models.people.tables import User
from models.people.teams import create_team, delete_team, list_teams, rename_team
from models.people.telephony_logins import map_login, telephony_logins
from models.people.user_list import UserFilter, list_users, user_card
from models.people.users import NewUser
from models.site import Site
from tests.builders import PASSWORD, a_message, a_source_id, a_user

SHEET = """\
login_name,name,email,team,privileges,telephony_logins
ben,Ben Okafor,ben@example.org,North,gCallUser gcallsupervisor,2001;2002
BEN,Ben Again,,,,
cid,,,,,
dan,Dan,,,gEverything,
eve,Eve,,,gCallUser,2001

fay,Fay,,,gCallUser,2003
"""


async def an_administrator(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.ADMIN])


async def a_cookie(site: Site, viewer: Viewer, password: str = PASSWORD) -> str:
    return await sign_in(
        site, login_name=viewer.login_name, password=password, address="", user_agent=""
    )


async def entries() -> list[tuple[str, str]]:
    rows = await AuditEntry.select().order_by(AuditEntry.id)
    return [(row["action"], row["subject"]) for row in rows]


async def test_an_administrator_finds_users_by_what_is_typed(each_site: Site) -> None:
    admin = await a_user(each_site, "zoe", privileges=[Privilege.ADMIN])
    chloe = await create_user(
        each_site,
        admin,
        NewUser(login_name="u1", full_name="Chloé Martin", password=PASSWORD, team="North"),
    )
    ben = await a_user(each_site, "u2")
    await map_login(each_site, admin, ben.user_id, "1001")

    async def found(**given: object) -> list[str]:
        wanted = UserFilter(**given)  # type: ignore[arg-type]  # what a filter takes
        return [card.login_name for card in await list_users(admin, wanted, first=10)]

    team = (await user_card(admin, chloe)).team_id
    await disable_user(each_site, admin, chloe)
    assert await found() == ["u1", "u2", "zoe"]
    assert await found(search="CHLOE mar") == ["u1"]
    assert await found(search="100") == ["u2"]
    assert await found(search="artin") == []
    assert await found(privilege=Privilege.ADMIN) == ["zoe"]
    assert await found(team_id=team) == ["u1"]
    assert await found(is_enabled=True) == ["u2", "zoe"]
    assert await found(is_enabled=False, search="u") == ["u1"]


async def test_pages_of_users_follow_each_other(each_site: Site) -> None:
    admin = await a_user(each_site, "a", privileges=[Privilege.ADMIN])
    for name in ("C", "b"):
        await a_user(each_site, name)

    page = await list_users(admin, UserFilter(), first=1)
    rest = await list_users(admin, UserFilter(), first=5, after=page[0].id)

    assert [card.login_name for card in page] == ["a", "b"]
    assert page[0].signed_in_at is None
    assert [card.login_name for card in rest] == ["b", "C"]


async def test_a_change_over_an_old_version_changes_nothing(each_site: Site) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site)
    team_id = await create_team(each_site, admin, "North")
    before = await user_card(admin, user.user_id)

    edits = [UserEdit(full_name="One", team_id=team_id), UserEdit(full_name="Two")]
    results = await asyncio.gather(
        *(
            update_user(each_site, admin, user.user_id, edit, version=before.version)
            for edit in edits
        ),
        return_exceptions=True,
    )

    after = await user_card(admin, user.user_id)
    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "NoneType"]
    assert after.version == before.version + 1
    assert (after.full_name, after.email) in {("One", before.email), ("Two", before.email)}
    actions = [action for action, _ in await entries()]
    assert actions == ["team.created", "user.updated"]
    with pytest.raises(NoSuchTeam):
        await update_user(
            each_site, admin, user.user_id, UserEdit(team_id=uuid4()), version=after.version
        )
    with pytest.raises(NoSuchUser):
        await user_card(admin, uuid4())


async def test_saving_a_user_unchanged_is_no_change(each_site: Site) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site)
    version = (await user_card(admin, user.user_id)).version

    await update_user(each_site, admin, user.user_id, UserEdit(), version=version)

    assert (await user_card(admin, user.user_id)).version == version
    assert await entries() == []


async def test_a_reset_password_ends_the_sessions_and_lets_the_user_in(each_site: Site) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site)
    cookie = await a_cookie(each_site, user)

    password = await reset_password(each_site, admin, user.user_id)

    assert await viewer_of_session(each_site, cookie) is None
    with pytest.raises(NotSignedIn):
        await a_cookie(each_site, user)
    assert await a_cookie(each_site, user, password)
    signed_in_at = (await user_card(admin, user.user_id)).signed_in_at
    assert signed_in_at
    assert signed_in_at.tzinfo
    (entry,) = await AuditEntry.select()
    assert password not in str(entry)


async def test_an_administrator_does_not_reset_the_own_password(each_site: Site) -> None:
    """The page would be signed out before it showed the new one, and a copied cookie would need no password."""
    admin = await an_administrator(each_site)
    cookie = await a_cookie(each_site, admin)

    with pytest.raises(InvalidValue, match="your own"):
        await reset_password(each_site, admin, admin.user_id)

    assert await viewer_of_session(each_site, cookie)
    assert await a_cookie(each_site, admin)


async def test_a_user_changes_the_own_password_and_stays_signed_in_here_alone(
    each_site: Site,
) -> None:
    user = await a_user(each_site)
    here, elsewhere = await a_cookie(each_site, user), await a_cookie(each_site, user)
    viewer = await viewer_of_session(each_site, here)
    assert viewer

    with pytest.raises(WrongPassword):
        await change_own_password(each_site, viewer, current="wrong", new="another password")
    with pytest.raises(InvalidValue):
        await change_own_password(each_site, viewer, current=PASSWORD, new=PASSWORD)
    await change_own_password(each_site, viewer, current=PASSWORD, new="another password")

    assert await viewer_of_session(each_site, here)
    assert await viewer_of_session(each_site, elsewhere) is None
    assert await a_cookie(each_site, user, "another password")
    with pytest.raises(TokenMayNot):
        await change_own_password(each_site, user, current="another password", new=PASSWORD)


async def test_privileges_of_many_change_and_the_last_administrator_stays(
    each_site: Site,
) -> None:
    admin, user = await an_administrator(each_site), await a_user(each_site)

    refused = await change_privileges_of_many(
        each_site,
        admin,
        [admin.user_id, user.user_id],
        granted=[Privilege.CALL_SUPERVISOR],
        revoked=[Privilege.ADMIN],
    )

    cards = {id: await user_card(admin, id) for id in refused}
    assert isinstance(refused[admin.user_id], LastAdministrator)
    assert refused[user.user_id] is None
    assert cards[admin.user_id].privileges == ("gAdmin",)
    assert cards[user.user_id].privileges == ("gCallSupervisor", "gCallUser")
    with pytest.raises(InvalidValue):
        await change_privileges_of_many(
            each_site, admin, [], granted=[Privilege.ADMIN], revoked=[Privilege.ADMIN]
        )


async def test_a_team_is_renamed_and_deleted_only_when_empty(each_site: Site) -> None:
    admin = await an_administrator(each_site)
    await a_user(each_site, team="North")
    south = await create_team(each_site, admin, " South ")
    (north,) = [team for team in await list_teams(admin) if team.name == "North"]

    with pytest.raises(TeamNotEmpty):
        await delete_team(each_site, admin, north.id)
    with pytest.raises(InvalidValue):
        await create_team(each_site, admin, "North")
    with pytest.raises(InvalidValue):
        await rename_team(each_site, admin, south, "North", version=0)
    await rename_team(each_site, admin, north.id, "Far North", version=0)
    with pytest.raises(ChangedMeanwhile):
        await rename_team(each_site, admin, north.id, "Near North", version=0)
    await delete_team(each_site, admin, south)

    teams = [(team.name, team.members, team.version) for team in await list_teams(admin)]
    assert teams == [("Far North", 1, 1)]
    for gone in (
        rename_team(each_site, admin, south, "X", version=0),
        delete_team(each_site, admin, south),
    ):
        with pytest.raises(NoSuchTeam):
            await gone


async def test_an_agent_takes_a_desk_and_the_next_call_of_its_extension(each_site: Site) -> None:
    ann, source_id = await a_user(each_site), await a_source_id(each_site)
    await map_login(each_site, None, ann.user_id, "agent-7")

    await use_login(each_site, ann, "1001", source_id=source_id)
    await use_login(each_site, ann, "1002", source_id=source_id)

    logins = [(each.login, each.is_desk) for each in await telephony_logins(ann.user_id)]
    assert logins == [("1002", True), ("agent-7", False)]
    await update_call_state(each_site, a_message("1002", source_id=source_id))
    with pytest.raises(NoSuchUser):
        await update_call_state(each_site, a_message("1001", source_id=source_id))
    await leave_desk(each_site, ann)
    assert [each.login for each in await telephony_logins(ann.user_id)] == ["agent-7"]


async def test_taking_a_desk_over_is_said_and_audited(each_site: Site) -> None:
    ann, ben = await a_user(each_site), await a_user(each_site)
    free = await use_login(each_site, ann, "1001")

    taken = await use_login(each_site, ben, "1001")
    again = await use_login(each_site, ben, "1001")

    assert (free, again) == (None, None)
    assert taken
    assert taken.user_id == ann.user_id
    assert await telephony_logins(ann.user_id) == []
    assert [each.login for each in await telephony_logins(ben.user_id)] == ["1001"]
    assert await entries() == [
        ("telephony_login.mapped", str(ann.user_id)),
        ("telephony_login.taken_over", str(ann.user_id)),
        ("telephony_login.mapped", str(ben.user_id)),
    ]


async def test_of_two_who_take_a_desk_at_once_one_has_it(each_site: Site) -> None:
    ann, ben = await a_user(each_site), await a_user(each_site)

    await asyncio.gather(
        *(use_login(each_site, who, "1001") for who in (ann, ben)), return_exceptions=True
    )

    held = [len(await telephony_logins(who.user_id)) for who in (ann, ben)]
    assert sorted(held) == [0, 1]


async def test_a_desk_is_for_agents_and_no_other_users_name(each_site: Site) -> None:
    ann, admin = await a_user(each_site), await an_administrator(each_site)

    with pytest.raises(InvalidValue):
        await use_login(each_site, ann, admin.login_name.upper())
    with pytest.raises(InvalidValue):
        await use_login(each_site, ann, "1001", source_id=uuid4())
    with pytest.raises(NotACallUser):
        await use_login(each_site, admin, "1001")
    await a_source_id(each_site)
    assert len(await source_names(ann)) == 1


async def test_an_import_does_what_its_preview_says(each_site: Site) -> None:
    admin = await an_administrator(each_site)

    preview = await import_users(each_site, admin, SHEET, is_preview=True)
    users_then = await User.count()
    rows = await import_users(each_site, admin, SHEET, is_preview=False)

    assert users_then == 1
    fates = [(row.line, row.login_name, row.outcome, row.code, row.cause) for row in preview]
    assert fates == [(row.line, row.login_name, row.outcome, row.code, row.cause) for row in rows]
    skipped = [row.login_name for row in rows if row.outcome is ImportOutcome.SKIPPED]
    assert skipped == ["BEN", "cid", "dan", "eve"]
    assert all(row.cause for row in rows if row.outcome is ImportOutcome.SKIPPED)
    (ben,) = await list_users(admin, UserFilter(search="ben"), first=5)
    assert (ben.team_name, ben.privileges) == ("North", ("gCallSupervisor", "gCallUser"))
    assert [each.login for each in ben.telephony_logins] == ["2001", "2002"]
    assert await sign_in(
        each_site, login_name="ben", password=rows[0].password or "", address="", user_agent=""
    )
    assert preview[0].password is None
    assert [action for action, _ in await entries()] == ["user.created", "user.created"]


@pytest.mark.parametrize(
    "text",
    ["", "name,email\nAnn,\n", "login_name,name\n" + "x,X\n" * 501],
    ids=["empty", "column", "rows"],
)
async def test_what_is_no_list_of_users_is_refused_whole(site: Site, text: str) -> None:
    with pytest.raises(InvalidValue):
        await import_users(site, None, text, is_preview=True)


async def test_only_administrators_administer(site: Site) -> None:
    user = await a_user(site)
    new = NewUser(login_name="x", full_name="X", password=PASSWORD)

    for asked in (
        create_user(site, user, new),
        update_user(site, user, user.user_id, UserEdit(), version=0),
        reset_password(site, user, user.user_id),
        change_privileges_of_many(site, user, [user.user_id]),
        import_users(site, user, SHEET, is_preview=True),
        list_users(user, UserFilter(), first=1),
        user_card(user, user.user_id),
        list_teams(user),
        create_team(site, user, "X"),
        rename_team(site, user, uuid4(), "X", version=0),
        delete_team(site, user, uuid4()),
    ):
        with pytest.raises(NotPermitted):
            await asked
