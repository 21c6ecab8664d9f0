"""Users as administrators see them: one, or a page of those that are looked for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from models.contacts.words import words_in
from models.errors import NoSuchUser
from models.people.privileges import Privilege, Viewer, require
from models.people.tables import GrantedPrivilege, User
from models.people.telephony_logins import MappedLogin, logins_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Row

LARGEST_PAGE = 100
# Joined by its key, since SQLite would give the maximum of times as a text.
CARDS = """
    SELECT u.*, t.name AS team_name, s.created_at AS signed_in_at
    FROM app_user u
    LEFT JOIN team t ON t.id = u.team
    LEFT JOIN session s ON s.id = (
        SELECT l.id FROM session l WHERE l."user" = u.id ORDER BY l.created_at DESC LIMIT 1)
"""
# A cursor is a user's id, which holds however the list changes.
AFTER = "u.login_key > (SELECT login_key FROM app_user WHERE id = {})"
HAS = 'EXISTS (SELECT 1 FROM granted_privilege g WHERE g."user" = u.id AND g.privilege = {})'


class UserFilter(Struct, frozen=True, kw_only=True):
    """Say which users are wanted; what is None does not matter.

    ``search`` looks for the beginnings of words of the names and the e-mail address, and of telephony logins.
    """

    search: str | None = None
    is_enabled: bool | None = None
    privilege: Privilege | None = None
    team_id: UUID | None = None


class UserCard(Struct, frozen=True, kw_only=True):
    """Show a user; ``version`` grows with every change, ``signed_in_at`` is the last time."""

    id: UUID
    login_name: str
    full_name: str
    email: str
    team_id: UUID | None
    team_name: str | None
    is_enabled: bool
    privileges: tuple[str, ...]
    telephony_logins: tuple[MappedLogin, ...]
    created_at: datetime
    signed_in_at: datetime | None
    version: int


async def user_card(viewer: Viewer, user_id: UUID) -> UserCard:
    """Return one user; raise ``NoSuchUser``."""
    require(viewer, Privilege.ADMIN)
    cards = await _cards(await User.raw(f"{CARDS} WHERE u.id = {{}}", user_id))
    if not cards:
        raise NoSuchUser(str(user_id))
    return cards[0]


async def list_users(
    viewer: Viewer, wanted: UserFilter, *, first: int, after: UUID | None = None
) -> list[UserCard]:
    """Return up to ``first`` + 1 users by login name; the one too many tells whether there are more."""
    require(viewer, Privilege.ADMIN)
    clauses, values = _clauses(wanted, after)
    limit = max(0, min(first, LARGEST_PAGE)) + 1
    sql = f"{CARDS} WHERE {' AND '.join(clauses)} ORDER BY u.login_key"
    if not wanted.search:
        return await _cards(await User.raw(f"{sql} LIMIT {limit}", *values))
    # No database folds case and accents as people expect it, and even a large site has only some thousand users.
    cards = await _cards(await User.raw(sql, *values))
    terms = words_in(wanted.search)
    return [card for card in cards if _is_found(card, terms)][:limit]


def _clauses(wanted: UserFilter, after: UUID | None) -> tuple[list[str], list[object]]:
    conditions: list[tuple[str, object]] = [
        (AFTER, after),
        ("u.is_enabled = {}", wanted.is_enabled),
        (HAS, wanted.privilege),
        ("u.team = {}", wanted.team_id),
    ]
    asked = [(clause, value) for clause, value in conditions if value is not None]
    return ["TRUE", *(clause for clause, _ in asked)], [value for _, value in asked]


def _is_found(card: UserCard, terms: Sequence[str]) -> bool:
    logins = " ".join(login.login for login in card.telephony_logins)
    words = words_in(f"{card.login_name} {card.full_name} {card.email} {logins}")
    return all(any(word.startswith(term) for word in words) for term in terms)


async def _cards(rows: Sequence[Row]) -> list[UserCard]:
    if not rows:
        return []
    # All of a long list, rather than a list of ids longer than a statement may be.
    ids = [row["id"] for row in rows] if len(rows) <= LARGEST_PAGE + 1 else None
    logins = await logins_of(ids)
    query = GrantedPrivilege.select().order_by(GrantedPrivilege.privilege)
    granted: dict[UUID, list[str]] = defaultdict(list)
    for row in await (query if ids is None else query.where(GrantedPrivilege.user.is_in(ids))):
        granted[row["user"]].append(row["privilege"])
    return [_card(row, granted[row["id"]], logins[row["id"]]) for row in rows]


def _card(row: Row, privileges: list[str], logins: list[MappedLogin]) -> UserCard:
    return UserCard(
        id=row["id"],
        login_name=row["login_name"],
        full_name=row["full_name"],
        email=row["email"],
        team_id=row["team"],
        team_name=row["team_name"],
        is_enabled=bool(row["is_enabled"]),
        privileges=tuple(privileges),
        telephony_logins=tuple(logins),
        created_at=row["created_at"],
        signed_in_at=row["signed_in_at"],
        version=row["version"],
    )
