"""Why did an agent not get a pop? What the traces and the state of users, sessions and privileges say about it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.message_log import MessageFilter, TracedMessage, message_log
from models.calls.messages import CallStatus, Effect
from models.calls.tables import CallTraceStep, InboundCall, MessageTrace
from models.calls.tracing import Step
from models.calls.user_calls import EndCause
from models.errors import (
    InvalidValue,
    NetworkNotAllowed,
    NoSuchUser,
    NotAuthorisedSource,
    TooManyMessages,
)
from models.people.privileges import Privilege, Viewer, require
from models.people.tables import GrantedPrivilege, Session, TelephonyLogin, User
from models.people.users import login_key

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

WINDOW = timedelta(minutes=10)
MOST_MESSAGES = 50
STRANGERS = """
    SELECT code, COUNT(*) AS times FROM message_trace
    WHERE received_at >= {} AND received_at <= {} AND source IS NULL GROUP BY code ORDER BY code
"""


class PopCause(StrEnum):
    """Name a cause for a pop that did not come, or what shows that it came.

    About the agent: ``UNKNOWN_LOGIN``, ``USER_DISABLED``, ``NO_PRIVILEGE``, ``NOT_SIGNED_IN``. About what reached us:
    ``NO_MESSAGE``, ``WRONG_TOKEN``, ``WRONG_NETWORK``, ``TOO_FAST``, ``REFUSED``, ``OTHER_AGENT``. About a message:
    ``REPEAT``, ``UPDATE``, ``LATE``, ``ENDED_BEFORE_IT_BEGAN``. About a call: ``NOT_ANNOUNCED`` (the bus was down, so
    that open pages were late), ``NOT_DELIVERED`` (no page was open), ``NOT_SHOWN`` (a page had it and did not show it),
    ``ANOTHER_CALL_IN_FRONT``, ``NUMBER_NOT_READ`` (an unknown caller, which costs no pop), ``SHOWN``, ``CLICKED``.
    """

    UNKNOWN_LOGIN = "UNKNOWN_LOGIN"
    USER_DISABLED = "USER_DISABLED"
    NO_PRIVILEGE = "NO_PRIVILEGE"
    NOT_SIGNED_IN = "NOT_SIGNED_IN"
    NO_MESSAGE = "NO_MESSAGE"
    WRONG_TOKEN = "WRONG_TOKEN"  # noqa: S105  # the name of a cause
    WRONG_NETWORK = "WRONG_NETWORK"
    TOO_FAST = "TOO_FAST"
    REFUSED = "REFUSED"
    OTHER_AGENT = "OTHER_AGENT"
    REPEAT = "REPEAT"
    UPDATE = "UPDATE"
    LATE = "LATE"
    ENDED_BEFORE_IT_BEGAN = "ENDED_BEFORE_IT_BEGAN"
    NOT_ANNOUNCED = "NOT_ANNOUNCED"
    NOT_DELIVERED = "NOT_DELIVERED"
    NOT_SHOWN = "NOT_SHOWN"
    ANOTHER_CALL_IN_FRONT = "ANOTHER_CALL_IN_FRONT"
    NUMBER_NOT_READ = "NUMBER_NOT_READ"
    SHOWN = "SHOWN"
    CLICKED = "CLICKED"


REFUSALS = {
    NoSuchUser.code: PopCause.UNKNOWN_LOGIN,
    TooManyMessages.code: PopCause.TOO_FAST,
    NotAuthorisedSource.code: PopCause.WRONG_TOKEN,
    NetworkNotAllowed.code: PopCause.WRONG_NETWORK,
}
EFFECTS = {
    Effect.REPEATED: PopCause.REPEAT,
    Effect.UPDATED: PopCause.UPDATE,
    Effect.LATE: PopCause.LATE,
    Effect.ENDED_BEFORE_IT_BEGAN: PopCause.ENDED_BEFORE_IT_BEGAN,
}
# How far a call may come that was not announced: pages look for themselves every few seconds.
LATE_WITHOUT_BUS = {PopCause.SHOWN, PopCause.NOT_SHOWN}


class Finding(Struct, frozen=True, kw_only=True):
    """Say one thing that was found; ``message`` is the one it is about, ``detail`` a code, a name or a number."""

    cause: PopCause
    message: TracedMessage | None = None
    detail: str | None = None
    times: int = 1


async def why_no_pop(
    site: Site,
    viewer: Viewer,
    *,
    around: datetime,
    login_name: str | None = None,
    phone_number: str | None = None,
) -> list[Finding]:
    """Say what is known of a pop that somebody missed within ten minutes of a time, what matters most first.

    An agent or a number has to be named. Users and privileges are judged as they are now.
    """
    require(viewer, Privilege.ADMIN)
    if not login_name and not phone_number:
        raise InvalidValue("loginName", "or phoneNumber is needed.")
    since, until = around - WINDOW, around + WINDOW
    wanted = MessageFilter(
        # With both, the number says it all: the message may have come for another agent.
        login_name=None if phone_number else login_name,
        phone_number=phone_number,
        since=since,
        until=until,
    )
    log = await message_log(site, viewer, wanted, first=MOST_MESSAGES)
    messages = [each for each in reversed(log) if each.status != CallStatus.DISCONNECTED]
    user = await _user(login_name) if login_name else None
    return [
        *(await _about_agent(user, login_name, around) if login_name else []),
        *[finding for each in messages for finding in await _about_message(each, user)],
        *([] if messages else [Finding(cause=PopCause.NO_MESSAGE)]),
        *await _about_strangers(since, until),
    ]


async def _user(login_name: str) -> Row | None:
    """Find the user by the login name, else by a telephony login of any source."""
    key = login_key(login_name)
    user: Row | None = await User.select().where(User.login_key == key).first()
    mapped = await TelephonyLogin.select().where(TelephonyLogin.login_key == key).first()
    if user is None and mapped:
        user = await User.select().where(User.id == mapped["user"]).first()
    return user


async def _about_agent(user: Row | None, login_name: str, around: datetime) -> list[Finding]:
    if user is None:
        return [Finding(cause=PopCause.UNKNOWN_LOGIN, detail=login_name)]
    found = []
    if not user["is_enabled"]:
        found.append(PopCause.USER_DISABLED)
    if not await GrantedPrivilege.exists().where(
        GrantedPrivilege.user == user["id"], GrantedPrivilege.privilege == Privilege.CALL_USER
    ):
        found.append(PopCause.NO_PRIVILEGE)
    if not await Session.exists().where(
        (Session.user == user["id"])
        & (Session.created_at <= around)
        & (Session.expires_at > around)
        & (Session.ended_at.is_null() | (Session.ended_at > around))
    ):
        found.append(PopCause.NOT_SIGNED_IN)
    return [Finding(cause=cause, detail=user["login_name"]) for cause in found]


async def _about_message(message: TracedMessage, user: Row | None) -> list[Finding]:
    if message.code:
        cause = REFUSALS.get(message.code, PopCause.REFUSED)
        detail = message.login_name if cause is PopCause.UNKNOWN_LOGIN else message.code
        return [Finding(cause=cause, message=message, detail=detail)]
    found = []
    if user and message.user_login_name not in {None, user["login_name"]}:
        name = message.user_login_name
        found.append(Finding(cause=PopCause.OTHER_AGENT, message=message, detail=name))
    if message.effect in EFFECTS:
        return [*found, Finding(cause=EFFECTS[Effect(message.effect)], message=message)]
    if message.call_id is None:
        return found
    return [*found, *await _about_call(message, message.call_id)]


async def _about_call(message: TracedMessage, call_id: UUID) -> list[Finding]:
    rows = await CallTraceStep.select().where(CallTraceStep.inbound_call == call_id)
    steps = {row["step"]: row["detail"] for row in rows}
    call = await InboundCall.select().where(InboundCall.id == call_id).first()
    found = [_progress(steps)]
    if found[0] in LATE_WITHOUT_BUS and Step.ANNOUNCED not in steps:
        found.insert(0, PopCause.NOT_ANNOUNCED)
    if call and call["end_cause"] == EndCause.SUPERSEDED and call["clicked_at"] is None:
        found.append(PopCause.ANOTHER_CALL_IN_FRONT)
    if not message.searchable_address:
        found.append(PopCause.NUMBER_NOT_READ)
    number = message.phone_number
    return [Finding(cause=cause, message=message, detail=number) for cause in found]


def _progress(steps: dict[str, str | None]) -> PopCause:
    """Say how far a call came on its way."""
    if Step.CLICKED in steps:
        return PopCause.CLICKED
    if Step.NO_BEACON in steps:
        return PopCause.NO_PRIVILEGE
    if Step.SHOWN in steps:
        return PopCause.SHOWN
    if Step.DELIVERED in steps:
        return PopCause.NOT_SHOWN
    return PopCause.NOT_DELIVERED if Step.ANNOUNCED in steps else PopCause.NOT_ANNOUNCED


async def _about_strangers(since: datetime, until: datetime) -> list[Finding]:
    """Count what was refused before anybody could know for which agent it was."""
    return [
        Finding(
            cause=REFUSALS.get(row["code"], PopCause.REFUSED),
            detail=row["code"],
            times=int(row["times"]),
        )
        for row in await MessageTrace.raw(STRANGERS, since, until)
    ]
