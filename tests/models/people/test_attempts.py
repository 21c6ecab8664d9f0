"""How fast passwords may be tried, on SQLite and PostgreSQL."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from models.errors import NotSignedIn, TooManyAttempts, WrongPassword
from models.people.accounts import change_own_password, reset_password
from models.people.privileges import Privilege, Viewer
from models.people.sessions import sign_in, viewer_of_session
from models.people.tables import FailedSignIns
from models.site import Site
from tests.builders import PASSWORD, a_user


class Clock:
    """Show the time that a test sets."""

    def __init__(self, site: Site) -> None:
        self.time = site.now()

    def __call__(self) -> datetime:
        """Show the time."""
        return self.time

    def go_on(self, **by: float) -> None:
        """Let time pass."""
        self.time += timedelta(**by)


def at(site: Site) -> tuple[Site, Clock]:
    """Give the site a clock that stands still."""
    clock = Clock(site)
    return replace(site, now=clock), clock


async def enter(
    site: Site, login_name: str, password: str = "wrong", address: str = "192.0.2.1"
) -> str:
    """Try to sign in; return the cookie or what was wrong."""
    try:
        return await sign_in(
            site, login_name=login_name, password=password, address=address, user_agent=""
        )
    except (NotSignedIn, TooManyAttempts) as error:
        return error.code


async def fail(site: Site, login_name: str, *, times: int, address: str = "192.0.2.1") -> set[str]:
    """Try so many wrong passwords; return what came of them."""
    return {await enter(site, login_name, address=address) for _ in range(times)}


async def test_after_ten_failures_even_the_right_password_has_to_wait(each_site: Site) -> None:
    site, _ = at(each_site)
    maria = (await a_user(site)).login_name

    failed = await fail(site, maria, times=10)

    assert failed == {"NOT_SIGNED_IN"}
    assert await enter(site, maria.upper(), PASSWORD) == "TOO_MANY_ATTEMPTS"


async def test_whoever_is_slowed_down_may_try_again_after_the_seconds_that_are_told(
    each_site: Site,
) -> None:
    site, clock = at(each_site)
    maria = (await a_user(site)).login_name
    await fail(site, maria, times=10)
    with pytest.raises(TooManyAttempts) as refused:
        await sign_in(site, login_name=maria, password=PASSWORD, address="192.0.2.1", user_agent="")

    clock.go_on(seconds=refused.value.retry_after)

    assert 1 <= refused.value.retry_after <= 6
    assert (await enter(site, maria, PASSWORD)).startswith("cbc_")


async def test_attempts_at_once_are_counted_before_they_are_looked_at(each_site: Site) -> None:
    site, _ = at(each_site)
    maria = (await a_user(site)).login_name

    answers = await asyncio.gather(*(enter(site, maria) for _ in range(25)))

    assert answers.count("NOT_SIGNED_IN") == 10
    assert answers.count("TOO_MANY_ATTEMPTS") == 15


async def test_successes_are_not_limited(each_site: Site) -> None:
    site, _ = at(each_site)
    maria = (await a_user(site)).login_name

    answers = [await enter(site, maria, PASSWORD) for _ in range(40)]

    assert all(answer.startswith("cbc_") for answer in answers)


async def test_an_account_that_is_tried_from_everywhere_is_slowed_down_for_strangers_alone(
    each_site: Site,
) -> None:
    site, _ = at(each_site)
    maria = (await a_user(site)).login_name
    await enter(site, maria, PASSWORD, address="198.51.100.7")

    for each in range(6):
        await fail(site, maria, times=5, address=f"192.0.2.{each}")

    assert await enter(site, maria, PASSWORD, address="203.0.113.1") == "TOO_MANY_ATTEMPTS"
    assert (await enter(site, maria, PASSWORD, address="198.51.100.7")).startswith("cbc_")


async def test_an_agent_who_is_slowed_down_is_let_in_by_a_reset(each_site: Site) -> None:
    site, _ = at(each_site)
    maria = await a_user(site)
    for each in range(6):
        await fail(site, maria.login_name, times=5, address=f"192.0.2.{each}")

    password = await reset_password(site, None, maria.user_id)

    entered = await enter(site, maria.login_name, password, address="203.0.113.1")
    assert entered.startswith("cbc_")


@pytest.mark.parametrize(
    "address_of", [lambda _: "192.0.2.1", lambda n: f"2001:db8::{n:x}"], ids=["IPv4", "IPv6"]
)
async def test_one_address_or_network_can_not_try_every_account(
    site: Site, address_of: Callable[[int], str]
) -> None:
    site, _ = at(site)
    maria = (await a_user(site)).login_name

    failed = [await enter(site, f"nobody{n}", address=address_of(n)) for n in range(300)]

    assert set(failed) == {"NOT_SIGNED_IN"}
    assert await enter(site, maria, PASSWORD, address=address_of(301)) == "TOO_MANY_ATTEMPTS"
    assert (await enter(site, maria, PASSWORD, address="198.51.100.7")).startswith("cbc_")


async def test_a_name_that_nobody_has_is_slowed_down_alike(each_site: Site) -> None:
    site, _ = at(each_site)

    assert await fail(site, "nobody", times=10) == {"NOT_SIGNED_IN"}
    assert await fail(site, "nobody", times=1) == {"TOO_MANY_ATTEMPTS"}


async def test_what_has_drained_is_forgotten(each_site: Site) -> None:
    site, clock = at(each_site)
    for each in range(15):
        await enter(site, f"nobody{each}")
    clock.go_on(minutes=2)

    for _ in range(2):
        await enter(site, "nobody")

    assert await FailedSignIns.count() == 3


async def test_no_name_that_was_typed_is_kept(each_site: Site) -> None:
    await enter(each_site, "my secret password")

    assert all(len(row["key"]) == 64 for row in await FailedSignIns.select())


async def test_two_nodes_count_together(two_postgres_sites: tuple[Site, Site]) -> None:
    one, other = two_postgres_sites
    time = one.now()
    one, other = replace(one, now=lambda: time), replace(other, now=lambda: time)

    answers = await asyncio.gather(*(enter(node, "nobody") for node in (one, other) * 10))

    assert answers.count("NOT_SIGNED_IN") == 10


@pytest.fixture
async def maria(each_site: Site) -> Viewer:
    """Give a user in a session."""
    user = await a_user(each_site, privileges=[Privilege.CALL_USER])
    viewer = await viewer_of_session(each_site, await enter(each_site, user.login_name, PASSWORD))
    assert viewer is not None
    return viewer


async def test_a_stolen_session_can_not_find_out_the_password(
    each_site: Site, maria: Viewer
) -> None:
    site, _ = at(each_site)
    for _ in range(10):
        with pytest.raises(WrongPassword):
            await change_own_password(site, maria, current="wrong", new="another password")

    with pytest.raises(TooManyAttempts):
        await change_own_password(site, maria, current=PASSWORD, new="another password")


async def test_a_clock_that_is_put_back_by_an_hour_keeps_nobody_from_signing_in(
    each_site: Site,
) -> None:
    site, clock = at(each_site)
    maria = (await a_user(site)).login_name
    assert await enter(site, maria, PASSWORD) not in {"NOT_SIGNED_IN", "TOO_MANY_ATTEMPTS"}
    await fail(site, maria, times=3)

    clock.go_on(hours=-1)
    cookie = await enter(site, maria, PASSWORD)
    refused = await fail(site, maria, times=12)

    assert await viewer_of_session(site, cookie) is not None
    assert refused == {"NOT_SIGNED_IN", "TOO_MANY_ATTEMPTS"}
