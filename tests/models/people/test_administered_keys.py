"""Telephony sources and API tokens, as administrators and their owners manage them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from models.audit import AuditEntry
from models.calls.writer import update_call_state
from models.errors import (
    ChangedMeanwhile,
    InvalidValue,
    NetworkNotAllowed,
    NoSuchSource,
    NoSuchToken,
    NotAuthorisedSource,
    NotPermitted,
    TokenMayNot,
)
from models.people.privileges import Privilege, Viewer
from models.people.sessions import sign_in, viewer_of_session
from models.people.source_list import (
    SourceEdit,
    create_source,
    list_sources,
    renew_source_token,
    revoke_source,
    source_named,
    update_source,
)
from models.people.sources import authenticate
from models.people.tokens import create_token, list_tokens, revoke_token, viewer_of_token
from models.site import Site
from tests.builders import PASSWORD, a_message, a_user


async def an_administrator(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.ADMIN])


async def signed_in(site: Site, user: Viewer) -> Viewer:
    secret = await sign_in(
        site, login_name=user.login_name, password=PASSWORD, address="", user_agent=""
    )
    viewer = await viewer_of_session(site, secret)
    assert viewer
    return viewer


async def actions() -> list[str]:
    return [row["action"] for row in await AuditEntry.select().order_by(AuditEntry.id)]


async def opens(site: Site, token: str) -> bool:
    try:
        await authenticate(site, name="pbx", token=token, address="10.0.0.1")
    except NotAuthorisedSource:
        return False
    return True


async def test_a_revoked_source_sends_nothing_until_it_has_a_new_token(each_site: Site) -> None:
    admin = await an_administrator(each_site)
    made = await create_source(each_site, admin, "pbx", networks=["10.0.0.0/8"])
    before = await opens(each_site, made.token)

    await revoke_source(each_site, admin, made.source_id)
    await revoke_source(each_site, admin, made.source_id)
    revoked = await opens(each_site, made.token)
    renewed = await renew_source_token(each_site, admin, made.source_id)

    assert (before, revoked) == (True, False)
    assert (await opens(each_site, made.token), await opens(each_site, renewed.token)) == (
        False,
        True,
    )
    assert await actions() == ["source.created", "source.revoked", "source.token_renewed"]
    assert made.token not in str(await AuditEntry.select())


async def test_networks_and_region_change_over_the_version_on_screen(each_site: Site) -> None:
    admin = await an_administrator(each_site)
    made = await create_source(each_site, admin, "pbx")
    assert await opens(each_site, made.token)

    edit = SourceEdit(networks=["192.168.0.0/16"], default_region="ca")
    await update_source(each_site, admin, made.source_id, edit, version=0)
    with pytest.raises(ChangedMeanwhile):
        await update_source(each_site, admin, made.source_id, SourceEdit(), version=0)
    odd = SourceEdit(networks=["here"])
    with pytest.raises(InvalidValue):
        await update_source(each_site, admin, made.source_id, odd, version=1)
    await update_source(each_site, admin, made.source_id, SourceEdit(), version=1)

    (card,) = await list_sources(each_site, admin)
    assert (card.networks, card.default_region, card.version) == (("192.168.0.0/16",), "CA", 1)
    with pytest.raises(NetworkNotAllowed):
        await opens(each_site, made.token)
    assert await actions() == ["source.created", "source.updated"]


async def test_a_source_shows_its_last_message_and_how_many_it_sends(each_site: Site) -> None:
    admin, agent = await an_administrator(each_site), await a_user(each_site)
    made = await create_source(each_site, admin, "pbx")
    (before,) = await list_sources(each_site, admin)

    for _ in range(2):
        message = a_message(agent.login_name, source_id=made.source_id)
        await update_call_state(each_site, message)

    (after,) = await list_sources(each_site, admin)
    assert (before.messages_a_minute, before.last_message_at) == (0, None)
    assert after.messages_a_minute == 2
    assert after.last_message_at


async def test_a_source_that_is_not_there_is_said_to_be_none(each_site: Site) -> None:
    admin = await an_administrator(each_site)

    for asked in (
        revoke_source(each_site, admin, uuid4()),
        renew_source_token(each_site, admin, uuid4()),
        update_source(each_site, admin, uuid4(), SourceEdit(), version=0),
        source_named("pbx"),
    ):
        with pytest.raises(NoSuchSource):
            await asked


async def test_only_administrators_manage_sources(site: Site) -> None:
    user = await a_user(site)

    for asked in (
        list_sources(site, user),
        create_source(site, user, "pbx"),
        revoke_source(site, user, uuid4()),
        renew_source_token(site, user, uuid4()),
        update_source(site, user, uuid4(), SourceEdit(), version=0),
    ):
        with pytest.raises(NotPermitted):
            await asked


async def test_a_tokens_scopes_limit_what_its_user_may(each_site: Site) -> None:
    user = await signed_in(
        each_site, await a_user(each_site, privileges=[Privilege.CALL_USER, Privilege.ADMIN])
    )
    later = each_site.now() + timedelta(days=1)
    made = await create_token(
        each_site, user, name="wallboard", scopes=["gCallUser", "read"], expires_at=later
    )
    more = await create_token(each_site, user, name="more", scopes=["gRevealMasked"])

    limited = await viewer_of_token(each_site, made.secret)
    without = await viewer_of_token(each_site, more.secret)

    assert limited
    assert without
    assert (limited.privileges, limited.is_read_only) == (frozenset({"gCallUser"}), True)
    assert (without.privileges, without.is_read_only) == (frozenset(), False)
    (_, card) = await list_tokens(user)
    assert (card.scopes, card.expires_at, card.revoked_at) == (("gCallUser", "read"), later, None)


async def test_tokens_are_listed_and_revoked_by_their_owner_or_an_administrator(
    each_site: Site,
) -> None:
    ann = await signed_in(each_site, await a_user(each_site))
    ben = await signed_in(each_site, await a_user(each_site))
    admin = await an_administrator(each_site)
    of_ann = await create_token(each_site, ann, name="one")
    of_ben = await create_token(each_site, admin, name="two", login_name=ben.login_name)

    with pytest.raises(NoSuchToken):
        await revoke_token(each_site, of_ann.id, by=ben)
    with pytest.raises(NoSuchToken):
        await revoke_token(each_site, uuid4(), by=admin)
    with pytest.raises(NotPermitted):
        await create_token(each_site, ann, name="x", login_name=ben.login_name)
    with pytest.raises(NotPermitted):
        await list_tokens(ann, of_everyone=True)
    await revoke_token(each_site, of_ann.id, by=admin)
    for _ in range(2):
        await revoke_token(each_site, of_ben.id, by=ben)

    assert [card.name for card in await list_tokens(ann)] == ["one"]
    assert [card.name for card in await list_tokens(admin, of_everyone=True)] == ["two", "one"]
    assert await viewer_of_token(each_site, of_ben.secret) is None
    assert await actions() == 2 * ["token.created"] + 2 * ["token.revoked"]


async def test_a_token_makes_no_token_that_may_do_more(each_site: Site) -> None:
    user = await signed_in(each_site, await a_user(each_site))
    made = await create_token(each_site, user, name="tool", scopes=["read"])
    tool = await viewer_of_token(each_site, made.secret)
    assert tool

    with pytest.raises(TokenMayNot):
        await create_token(each_site, tool, name="another")
    with pytest.raises(InvalidValue):
        await create_token(each_site, user, name="odd", scopes=["everything"])
    with pytest.raises(InvalidValue):
        await create_token(each_site, user, name="late", expires_at=each_site.now())
