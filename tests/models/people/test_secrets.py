"""Who presents a secret: telephony sources with their tokens, tools with API tokens, browsers with cookies."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from models.errors import (
    InvalidValue,
    NetworkNotAllowed,
    NoSuchUser,
    NotAuthorisedSource,
    NotSignedIn,
)
from models.people import listing
from models.people.secrets import hash_secret, new_secret
from models.people.sessions import sign_in, viewer_of_session
from models.people.sources import add_source, authenticate
from models.people.tables import ApiToken, Session, TelephonySource, User
from models.people.tokens import add_token, viewer_of_token
from models.site import Site
from tests.builders import PASSWORD, a_user

HERE = "127.0.0.1"
SECOND = timedelta(seconds=1)


def at(site: Site, moment: Callable[[datetime], datetime]) -> Site:
    """Look at the site with a clock that shows another time."""
    return replace(site, now=lambda: moment(site.now()))


async def revoke_sources(site: Site) -> None:
    await site.writer.run(
        TelephonySource.update({TelephonySource.revoked_at: site.now()}, force=True).run
    )


# Telephony sources


async def test_a_source_is_known_by_its_token_with_or_without_its_name(each_site: Site) -> None:
    token = await add_source(each_site, "pbx", default_region="ch")

    named = await authenticate(each_site, name="pbx", token=token, address=HERE)
    bearer = await authenticate(each_site, name=None, token=token, address=HERE)

    assert named == bearer
    assert (named.name, named.default_region) == ("pbx", "CH")


@pytest.mark.parametrize("name", ["", "PBX", "other", "pbx "])
async def test_a_token_under_another_name_is_refused(each_site: Site, name: str) -> None:
    token = await add_source(each_site, "pbx")
    await authenticate(each_site, name=None, token=token, address=HERE)  # and now it is remembered

    with pytest.raises(NotAuthorisedSource):
        await authenticate(each_site, name=name, token=token, address=HERE)


@pytest.mark.parametrize("token", ["", "cbs_wrong", "\x00", "\ud800"])
async def test_a_wrong_token_is_refused(each_site: Site, token: str) -> None:
    await add_source(each_site, "pbx")

    with pytest.raises(NotAuthorisedSource):
        await authenticate(each_site, name="pbx", token=token, address=HERE)


async def test_tokens_of_tools_and_of_browsers_open_nothing_here(each_site: Site) -> None:
    agent = await a_user(each_site)
    token = await add_token(each_site, agent.login_name, name="tool", scopes=())

    with pytest.raises(NotAuthorisedSource):
        await authenticate(each_site, name=None, token=token, address=HERE)


async def test_a_revoked_source_is_refused_after_a_second_at_the_latest(each_site: Site) -> None:
    token = await add_source(each_site, "pbx")
    await authenticate(each_site, name=None, token=token, address=HERE)
    await revoke_sources(each_site)

    later = at(each_site, lambda now: now + 1.001 * SECOND)

    with pytest.raises(NotAuthorisedSource):
        await authenticate(later, name=None, token=token, address=HERE)


async def test_a_clock_that_was_set_back_honours_no_revoked_token(each_site: Site) -> None:
    token = await add_source(each_site, "pbx")
    await authenticate(each_site, name=None, token=token, address=HERE)
    await revoke_sources(each_site)

    earlier = at(each_site, lambda now: now - timedelta(hours=1))

    with pytest.raises(NotAuthorisedSource):
        await authenticate(earlier, name=None, token=token, address=HERE)


async def test_a_revoked_source_can_be_forgotten_at_once(each_site: Site) -> None:
    token = await add_source(each_site, "pbx")
    await authenticate(each_site, name=None, token=token, address=HERE)
    await revoke_sources(each_site)

    each_site.sources.forget()

    with pytest.raises(NotAuthorisedSource):
        await authenticate(each_site, name=None, token=token, address=HERE)


NETWORKS = ["10.1.0.0/16", "192.0.2.7", "2001:db8::/32"]


@pytest.mark.parametrize(
    "address",
    ["10.1.255.255", "192.0.2.7", "2001:db8::1", "::ffff:10.1.2.3", "::ffff:192.0.2.7"],
)
async def test_a_source_may_send_from_its_networks(site: Site, address: str) -> None:
    token = await add_source(site, "pbx", networks=NETWORKS)

    source = await authenticate(site, name="pbx", token=token, address=address)

    assert source.name == "pbx"


@pytest.mark.parametrize(
    "address", ["10.2.0.0", "192.0.2.8", "2001:db9::1", "::ffff:10.2.0.0", "::1", "", "pbx.local"]
)
async def test_a_source_may_not_send_from_elsewhere(site: Site, address: str) -> None:
    token = await add_source(site, "pbx", networks=NETWORKS)

    with pytest.raises(NetworkNotAllowed):
        await authenticate(site, name="pbx", token=token, address=address)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("", {}),
        (" ", {}),
        ("a:b", {}),
        ("x" * 256, {}),
        ("pbx", {}),
        ("new", {"networks": ["10.0.0.0/33"]}),
        ("new", {"networks": ["pbx.local"]}),
        ("new", {"default_region": "Canada"}),
        ("new", {"default_region": "XX"}),
    ],
    ids=range(9),
)
async def test_what_cannot_be_a_source_is_refused(
    each_site: Site, name: str, given: dict[str, str]
) -> None:
    await add_source(each_site, "pbx")

    with pytest.raises(InvalidValue):
        await add_source(each_site, name, **given)

    assert await TelephonySource.count() == 1


async def test_sources_are_listed_without_their_tokens(each_site: Site) -> None:
    token = await add_source(each_site, "pbx", networks=["10.1.2.3/8"], default_region="CA")
    await add_source(each_site, "a-pbx")
    await revoke_sources(each_site)

    _, first, second = await listing.sources()

    assert first == ("a-pbx", "", "[]", "revoked", "")
    assert second[:2] == ("pbx", "CA")
    assert "10.0.0.0/8" in second[2]
    assert token not in str(second)


# API tokens


async def test_a_token_acts_for_its_user_and_is_kept_only_as_a_hash(each_site: Site) -> None:
    agent = await a_user(each_site)

    token = await add_token(each_site, agent.login_name.upper(), name="tool", scopes=[])

    viewer = await viewer_of_token(each_site, token)
    (row,) = await ApiToken.select()
    assert viewer == replace(agent, token_id=row["id"])
    assert row["token_hash"] == hash_secret(token)
    assert token not in str(row)
    assert (await listing.tokens())[1][:2] == ("tool", agent.login_name)


async def test_a_token_that_is_unknown_revoked_or_over_is_nobodys(each_site: Site) -> None:
    agent = await a_user(each_site)
    revoked, over, good = [
        await add_token(each_site, agent.login_name, name=name, scopes=())
        for name in ("revoked", "over", "good")
    ]
    now = each_site.now()
    for values, token in (
        ({ApiToken.revoked_at: now}, revoked),
        ({ApiToken.expires_at: now}, over),
    ):
        update = ApiToken.update(values).where(ApiToken.token_hash == hash_secret(token))  # type: ignore[arg-type]
        await each_site.writer.run(update.run)

    seen = [
        await viewer_of_token(each_site, token)
        for token in (revoked, over, new_secret("cba"), "", "\ud800\x00")
    ]

    assert seen == 5 * [None]
    viewer = await viewer_of_token(each_site, good)
    assert viewer is not None
    assert viewer.user_id == agent.user_id


@pytest.mark.parametrize("name", ["", "x" * 256])
async def test_a_token_has_a_name_that_can_be_stored(each_site: Site, name: str) -> None:
    agent = await a_user(each_site)

    with pytest.raises(InvalidValue):
        await add_token(each_site, agent.login_name, name=name, scopes=())
    with pytest.raises(NoSuchUser):
        await add_token(each_site, "nobody", name="tool", scopes=())


# Browsers


async def test_signing_in_begins_a_session_in_every_case_of_the_login_name(each_site: Site) -> None:
    agent = await a_user(each_site, "Ann")

    secret = await _sign_in(each_site, " aNN ")

    viewer = await viewer_of_session(each_site, secret)
    assert viewer is not None
    assert viewer.user_id == agent.user_id
    assert viewer.session_id is not None


async def _sign_in(site: Site, login_name: str, password: str = PASSWORD) -> str:
    return await sign_in(
        site,
        login_name=login_name,
        password=password,
        address="address " * 99,
        user_agent="browser\x00 " * 99,
    )


@pytest.mark.parametrize(
    ("login_name", "password"),
    [
        ("ann", "wrong password"),
        ("ann", ""),
        ("ann", PASSWORD + "x" * 5000),
        ("nobody", PASSWORD),
        ("", ""),
        ("ann\x00", PASSWORD),
        ("ann" + "x" * 5000, PASSWORD),
        ("\ud800", PASSWORD),
        ("off", PASSWORD),
    ],
    ids=range(9),
)
async def test_whatever_is_wrong_the_answer_to_signing_in_is_the_same(
    each_site: Site, login_name: str, password: str
) -> None:
    await a_user(each_site, "ann")
    off = await a_user(each_site, "off")
    disabling = User.update({User.is_enabled: False}).where(User.id == off.user_id)
    await each_site.writer.run(disabling.run)

    with pytest.raises(NotSignedIn):
        await _sign_in(each_site, login_name, password)

    assert await Session.count() == 0


async def test_another_secret_key_signs_everybody_out(each_site: Site) -> None:
    await a_user(each_site, "ann")
    secret = await _sign_in(each_site, "ann")

    assert await viewer_of_session(replace(each_site, secret_key=b"another"), secret) is None
