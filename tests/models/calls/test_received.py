"""What a message names, as the ledger keeps it: whose call it is, for which reason, from which number."""

from uuid import UUID

import pytest

from models.calls.messages import Effect
from models.calls.states import read_state
from models.calls.tables import InboundCall
from models.calls.writer import update_call_state
from models.errors import NoSuchUser
from models.people.privileges import Privilege
from models.people.tables import User
from models.scripts.reasons import NewReason, add_reason
from models.scripts.tables import CallReason, CallReasonAlias
from models.site import Site
from tests.builders import a_message, a_source_id, a_user
from tests.models.calls.written import ledger_of, the_call, traces

# Who


@pytest.mark.parametrize("written", ["user101", "USER101", " User101 "])
async def test_the_login_name_is_matched_without_regard_to_case(
    each_site: Site, written: str
) -> None:
    await a_user(each_site, "User101")

    effect = await update_call_state(
        each_site, a_message(written, source_id=await a_source_id(each_site))
    )

    assert effect is Effect.STARTED


@pytest.mark.parametrize("login_name", ["nobody", "x" * 5000, "ann\x00", "O'Brien\"; --", "ann😀"])
async def test_an_unknown_user_leaves_only_a_trace(each_site: Site, login_name: str) -> None:
    await a_user(each_site, "ann")
    source_id = await a_source_id(each_site)

    with pytest.raises(NoSuchUser):
        await update_call_state(each_site, a_message(login_name, source_id=source_id))

    (trace,) = await traces()
    assert await InboundCall.count() == 0
    assert (trace["code"], trace["effect"], trace["inbound_call"]) == ("NO_SUCH_USER", None, None)
    assert trace["login_name"] == login_name[:255].replace("\x00", "\ufffd")


async def test_a_longer_name_that_begins_like_a_users_is_unknown(each_site: Site) -> None:
    agent, source_id = await a_user(each_site, "a" * 255), await a_source_id(each_site)

    with pytest.raises(NoSuchUser):
        await update_call_state(each_site, a_message("a" * 256, source_id=source_id))

    assert await ledger_of(agent.user_id) == []


async def test_a_disabled_user_is_unknown(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    async with each_site.database.transaction():
        await User.update({User.is_enabled: False}).where(User.id == agent.user_id)

    with pytest.raises(NoSuchUser):
        await update_call_state(each_site, a_message(agent.login_name, source_id=source_id))

    assert await ledger_of(agent.user_id) == []


async def test_for_a_user_without_gcalluser_the_call_is_kept_and_no_beacon_flashes(
    each_site: Site,
) -> None:
    admin = await a_user(each_site, privileges=[Privilege.ADMIN])

    await the_call(each_site, a_message(admin.login_name, source_id=await a_source_id(each_site)))

    state = await read_state(admin.user_id)
    assert (state.status, state.is_beacon_flashing) == ("CONNECTED", False)


# Reasons


async def a_reason(site: Site, reason_id: str, *, alias: str = "") -> UUID:
    async with site.database.transaction():
        reason = await add_reason(NewReason(name="Billing", reason_id=reason_id))
        if alias:
            await CallReasonAlias.insert(CallReasonAlias(alias=alias, reason=reason))
    return reason


@pytest.mark.parametrize("received", ["R-1", "other-name"], ids=["its id", "an alias"])
async def test_a_reason_is_found_by_its_id_and_by_an_alias(each_site: Site, received: str) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    reason = await a_reason(each_site, "R-1", alias="other-name")

    call = await the_call(
        each_site, a_message(agent.login_name, source_id=source_id, reason_id=received)
    )

    state = await read_state(agent.user_id)
    assert (call["reason"], call["reason_resolved"]) == (reason, reason)
    assert call["reason_id_received"] == received
    assert state.reason is not None
    assert state.reason.name == "Billing"


@pytest.mark.parametrize(
    "received",
    [None, "", "unknown", "r-1", "x" * 5000, "R\x00-1", "R-1 ", "R-off", "off-name", "\ud800"],
    ids=[
        "none",
        "empty",
        "unknown",
        "another case",
        "overlong",
        "with NUL",
        "with a blank",
        "inactive",
        "an alias of an inactive one",
        "half a surrogate pair",
    ],
)
async def test_any_other_reason_means_the_default_and_what_was_received_is_kept(
    each_site: Site, received: str | None
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    await a_reason(each_site, "R-1")
    inactive = await a_reason(each_site, "R-off", alias="off-name")
    async with each_site.database.transaction():
        await CallReason.update({CallReason.is_active: False}).where(CallReason.id == inactive)

    call = await the_call(
        each_site, a_message(agent.login_name, source_id=source_id, reason_id=received)
    )

    default = await CallReason.select().where(CallReason.is_default.eq(True)).first()
    kept = received and received[:255].replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert default is not None
    assert (call["reason"], call["reason_id_received"]) == (default["id"], kept)


# Numbers


@pytest.mark.parametrize(
    "number",
    [
        None,
        "",
        "anonymous",
        "sip:maria@example.org",
        "tel:+1-416-555-0100;ext=22",
        "1" * 5000,
        "+" * 300,
        "416\x00555",
        "٤١٦٥٥٥٠١٠٠",
        "😀" * 255,
        "\udfff4165550100",
        "'; DROP TABLE inbound_call; --",
    ],
    ids=range(12),
)
async def test_no_number_is_a_cause_of_failure(each_site: Site, number: str | None) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)

    call = await the_call(
        each_site, a_message(agent.login_name, source_id=source_id, phone_number=number)
    )

    kept = number and number[:255].replace("\x00", "\ufffd").replace("\udfff", "\ufffd")
    assert call["phone_number"] == kept
    assert len(call["searchable_address"]) <= 64
    assert (await read_state(agent.user_id)).phone_number == kept
