"""Lists of users, sources and tokens as rows of text, the headings first; for the command line."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from models.people.tables import ApiToken, GrantedPrivilege, TelephonySource, User

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

Rows = list[tuple[str, ...]]


async def users() -> Rows:
    """List users by login name."""
    granted: dict[UUID, list[str]] = defaultdict(list)
    for row in await GrantedPrivilege.select().order_by(GrantedPrivilege.privilege):
        granted[row["user"]].append(row["privilege"])
    rows: Rows = [("LOGIN", "NAME", "TEAM", "STATE", "PRIVILEGES")]
    for row in await User.select(*User.all_columns(), User.team.name).order_by(User.login_key):
        state = "enabled" if row["is_enabled"] else "disabled"
        privileges = " ".join(granted[row["id"]])
        rows.append(
            (row["login_name"], row["full_name"], row["team.name"] or "", state, privileges)
        )
    return rows


async def sources() -> Rows:
    """List telephony sources by name."""
    rows: Rows = [("NAME", "REGION", "NETWORKS", "STATE", "LAST MESSAGE")]
    for row in await TelephonySource.select().order_by(TelephonySource.name):
        state = "revoked" if row["revoked_at"] else "active"
        region, last = row["default_region"] or "", _time(row["last_message_at"])
        rows.append((row["name"], region, row["networks"], state, last))
    return rows


async def tokens() -> Rows:
    """List API tokens, newest first."""
    rows: Rows = [("NAME", "USER", "SCOPES", "STATE", "CREATED")]
    for row in await ApiToken.select(*ApiToken.all_columns(), ApiToken.user.login_name).order_by(
        ApiToken.id, ascending=False
    ):
        state = "revoked" if row["revoked_at"] else "active"
        created = _time(row["created_at"])
        rows.append((row["name"], row["user.login_name"], row["scopes"], state, created))
    return rows


def _time(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC") if at else ""
