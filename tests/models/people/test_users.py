"""Adding users, and what is read of them, on SQLite and PostgreSQL."""

import asyncio
import subprocess
import sys

import pytest

from models.calls.states import read_state
from models.errors import InvalidValue, NotACallUser, NotPermitted
from models.identifiers import new_id
from models.people import listing
from models.people.passwords import hash_password, password_fits
from models.people.privileges import Privilege, Viewer, may_see_calls_of, require
from models.people.sources import add_source
from models.people.tables import Team, TelephonyLogin, User
from models.people.users import NewUser, add_user, viewer_for
from models.site import Site
from tests.builders import a_user
from tests.running import CHECKOUT

PASSWORD = "correct horse"


def new_user(login_name: str = "ann", **given: object) -> NewUser:
    return NewUser(
        **{"login_name": login_name, "full_name": "Ann", "password": PASSWORD, **given}  # type: ignore[arg-type]
    )


async def test_a_new_user_is_disconnected(each_site: Site) -> None:
    agent = await a_user(each_site)

    state = await read_state(agent.user_id)

    assert (state.status, state.version, state.is_beacon_flashing) == ("DISCONNECTED", 0, False)
    assert (state.call_id, state.waiting_calls, state.details) == (None, (), {})


async def test_a_login_name_is_kept_as_written_and_taken_in_every_case(each_site: Site) -> None:
    agent = await a_user(each_site, "  Straße  ")

    assert agent.login_name == "Straße"
    for written in ("straße", "STRASSE", " Straße"):
        with pytest.raises(InvalidValue, match="is taken"):
            await add_user(each_site, new_user(written))


@pytest.mark.parametrize(
    "given",
    [
        {"login_name": ""},
        {"login_name": " \t"},
        {"login_name": "x" * 256},
        {"login_name": "ß" * 200},  # 400 letters when compared
        {"full_name": "x" * 256},
        {"email": "x" * 256},
        {"team": "x" * 256},
        {"team": ""},
        {"telephony_logins": ["1001", "x" * 256]},
        {"telephony_logins": [" "]},
        {"password": "short"},
        {"password": "x" * 1025},
    ],
    ids=range(12),
)
async def test_what_cannot_be_stored_is_refused_and_leaves_nothing(
    each_site: Site, given: dict[str, object]
) -> None:
    with pytest.raises(InvalidValue):
        await add_user(each_site, new_user(**{"login_name": "ann", **given}))  # type: ignore[arg-type]

    assert await User.count() == 0
    assert await TelephonyLogin.count() == 0


async def test_the_longest_texts_and_odd_characters_can_be_stored(each_site: Site) -> None:
    user_id = await add_user(
        each_site,
        new_user("😀" * 255, full_name="O'Brien \x00 \ud800", email="x" * 255, team="Ü" * 255),
    )

    viewer = await viewer_for(user_id)

    assert viewer is not None
    assert (viewer.login_name, viewer.full_name) == ("😀" * 255, "O'Brien \ufffd \ufffd")


async def test_a_telephony_login_belongs_to_one_user(each_site: Site) -> None:
    await add_user(each_site, new_user(telephony_logins=["1001", "1001", "Agent-7"]))

    with pytest.raises(InvalidValue, match="another user"):
        await add_user(each_site, new_user("ben", telephony_logins=["AGENT-7"]))

    assert await User.count() == 1


async def test_users_of_one_team_share_it(each_site: Site) -> None:
    ann, ben, eva = [await a_user(each_site, team=team) for team in ("A", "A", "B")]

    assert ann.team_id == ben.team_id != eva.team_id


async def test_a_disabled_user_is_nobody(each_site: Site) -> None:
    agent = await a_user(each_site)
    disabling = User.update({User.is_enabled: False}).where(User.id == agent.user_id)
    await each_site.writer.run(disabling.run)

    assert await viewer_for(agent.user_id) is None
    assert await viewer_for(new_id()) is None


async def test_users_are_listed_by_login_name(each_site: Site) -> None:
    await a_user(each_site, "ben", team="Support")
    await a_user(each_site, "Ann", privileges=[Privilege.CALL_USER, Privilege.ADMIN])

    heading, *rows = await listing.users()

    assert heading[0] == "LOGIN"
    assert rows == [
        ("Ann", "Ann", "", "enabled", "gAdmin gCallUser"),
        ("ben", "Ben", "Support", "enabled", "gCallUser"),
    ]


# Passwords


def test_a_password_is_kept_at_the_cost_that_rfc_9106_recommends() -> None:
    # In a process of its own: in this one the tests have their passwords at the least cost.
    program = "from models.people.passwords import hasher; print(hasher.hash('correct horse'))"

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )

    assert ran.stdout.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_a_password_fits_itself_only() -> None:
    hashed, again = await asyncio.gather(hash_password(PASSWORD), hash_password(PASSWORD))

    assert hashed.startswith("$argon2id$")
    assert hashed != again
    assert await password_fits(hashed, PASSWORD)
    assert not await password_fits(hashed, PASSWORD.upper())
    assert not await password_fits(hashed, "")
    assert not await password_fits(hashed, PASSWORD + "\x00")


async def test_nobodys_password_fits_nothing() -> None:
    assert not await password_fits(None, "nobody has this password")


async def test_a_password_of_the_greatest_length_counts_to_its_end() -> None:
    longest = "x" * 1024
    hashed = await hash_password(longest)

    assert await password_fits(hashed, longest)
    assert not await password_fits(hashed, longest[:-1])
    assert not await password_fits(hashed, longest + "x")


# Privileges


def a_viewer(*privileges: Privilege, team: str | None = None) -> Viewer:
    teams = {"A": new_id(), "B": new_id(), None: None}
    return Viewer(
        user_id=new_id(),
        login_name="ann",
        full_name="Ann",
        privileges=frozenset(privileges),
        team_id=teams[team],
    )


def test_a_missing_privilege_is_named() -> None:
    agent = a_viewer(Privilege.CALL_USER)

    require(agent, Privilege.CALL_USER)
    with pytest.raises(NotPermitted, match="gAdmin") as caught:
        require(agent, Privilege.ADMIN)
    with pytest.raises(NotACallUser):
        require(a_viewer(), Privilege.CALL_USER)

    assert caught.value.privilege == "gAdmin"


def test_everybody_may_see_the_own_calls() -> None:
    viewer = a_viewer()

    assert may_see_calls_of(viewer, user_id=viewer.user_id, team_id=None)


@pytest.mark.parametrize("privilege", [p for p in Privilege if p != Privilege.CALL_SUPERVISOR])
def test_other_privileges_than_gcallsupervisor_show_nobody_elses_calls(
    privilege: Privilege,
) -> None:
    viewer = a_viewer(privilege, team="A")

    assert not may_see_calls_of(viewer, user_id=new_id(), team_id=viewer.team_id)


def test_a_supervisor_sees_the_calls_of_the_own_team_only() -> None:
    supervisor = a_viewer(Privilege.CALL_SUPERVISOR, team="A")

    assert may_see_calls_of(supervisor, user_id=new_id(), team_id=supervisor.team_id)
    assert not may_see_calls_of(supervisor, user_id=new_id(), team_id=new_id())
    assert not may_see_calls_of(supervisor, user_id=new_id(), team_id=None)


def test_a_supervisor_without_a_team_sees_everybodys() -> None:
    supervisor = a_viewer(Privilege.CALL_SUPERVISOR)

    assert may_see_calls_of(supervisor, user_id=new_id(), team_id=new_id())
    assert may_see_calls_of(supervisor, user_id=new_id(), team_id=None)


async def test_of_two_who_add_the_same_user_at_once_one_is_refused(each_site: Site) -> None:
    new = NewUser(
        login_name="ann",
        full_name="Ann",
        password=PASSWORD,
        team="North",
        telephony_logins=["1001"],
    )

    results = await asyncio.gather(
        *(add_user(each_site, new) for _ in range(4)), return_exceptions=True
    )

    assert [type(each) for each in results].count(InvalidValue) == 3
    assert await User.count() == await Team.count() == 1


async def test_of_two_who_add_the_same_team_or_telephony_login_at_once_nobody_sees_the_database(
    each_site: Site,
) -> None:
    people = [
        NewUser(
            login_name=name,
            full_name=name,
            password=PASSWORD,
            team="North",
            telephony_logins=["1001"],
        )
        for name in ("ann", "ben", "eve")
    ]

    results = await asyncio.gather(
        *(add_user(each_site, new) for new in people), return_exceptions=True
    )

    assert [type(each) for each in results].count(InvalidValue) == 2
    assert await Team.count() == 1


async def test_of_two_who_add_the_same_source_at_once_one_is_refused(each_site: Site) -> None:
    results = await asyncio.gather(
        *(add_source(each_site, "pbx") for _ in range(4)), return_exceptions=True
    )

    assert [type(each) for each in results].count(InvalidValue) == 3
