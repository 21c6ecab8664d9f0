"""How fast passwords may be tried: by account, by address and by both, counted in the database for all nodes.

Whoever guesses is slowed down, and nobody is locked out: what has failed drains away within a minute, and strangers
elsewhere can't hold up an agent at an address from which this agent has signed in before.
"""

from __future__ import annotations

import hmac
import ipaddress
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import TooManyAttempts
from models.people.tables import FailedSignIns, Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from models.site import Site

MINUTE = 60_000  # milliseconds
# No attempt counts for longer by a clock that is about right: a later end was written before a clock was put back.
LATEST_END = 2 * MINUTE
# What has drained is forgotten with the next attempts, so that the table holds about a minute of them.
FORGOTTEN_AT_ONCE = 20
# How long an address is known from which a user has signed in.
KNOWN_FOR = timedelta(days=30)

COUNT = """
    INSERT INTO failed_sign_ins (key, drained_at) VALUES ($1, $4)
    ON CONFLICT (key) DO UPDATE SET drained_at = $3
        + CASE WHEN failed_sign_ins.drained_at BETWEEN $2 AND $6 THEN failed_sign_ins.drained_at ELSE $2 END
    WHERE failed_sign_ins.drained_at <= $5 OR failed_sign_ins.drained_at > $6
    RETURNING drained_at
"""
FORGET = """
    DELETE FROM failed_sign_ins WHERE key IN
        (SELECT key FROM failed_sign_ins WHERE drained_at < $1 LIMIT $2 {locking})
    RETURNING key
"""


class Count(Struct, frozen=True, kw_only=True):
    """Count the attempts at one thing; ``a_minute`` may fail at once, and as many in each minute after."""

    key: str
    a_minute: int

    @property
    def each(self) -> int:
        """Return how long one attempt counts, in milliseconds."""
        return MINUTE // self.a_minute


def sign_in_counts(site: Site, *, login_key: str, address: str, is_known: bool) -> list[Count]:
    """Return what an attempt to sign in counts for.

    A centre may come from one address, so that has room for a whole shift. ``is_known``: the user has signed in from
    there before, so attempts from elsewhere don't count.
    """
    network = _network(address)
    counts = [
        Count(key=_key(site, "address", network), a_minute=300),
        Count(key=_key(site, "both", login_key, network), a_minute=_fewest(site)),
    ]
    return counts if is_known else [*counts, _of_account(site, login_key)]


def own_password_counts(site: Site, user_id: UUID) -> list[Count]:
    """Return what an attempt to say one's own password counts for; a stolen session must not find it out."""
    return [Count(key=_key(site, "own", user_id.hex), a_minute=_fewest(site))]


async def is_known_address(site: Site, user_id: UUID | None, address: str) -> bool:
    """Tell whether the user has signed in from the address in the last 30 days."""
    if user_id is None:
        return False
    since = site.now() - KNOWN_FOR
    return await Session.exists().where(
        Session.user == user_id, Session.address == address, Session.created_at > since
    )


async def count(site: Site, counts: Sequence[Count]) -> None:
    """Count an attempt before it is looked at; raise ``TooManyAttempts``, and count nothing, where there were too many.

    Were it counted afterwards, any number of attempts at once would be looked at.
    """

    async def count_each() -> None:
        await _forget_drained(site)
        for each in counts:
            await _count(site, each)

    await site.writer.run(count_each)


async def take_back(counts: Sequence[Count]) -> None:
    """Count an attempt no longer, since it was right; within a job of the writer."""
    for each in counts:
        await FailedSignIns.update(
            {FailedSignIns.drained_at: FailedSignIns.drained_at - each.each}
        ).where(FailedSignIns.key == each.key)


async def forgive_account(site: Site, login_key: str) -> None:
    """Let an account be tried anew from everywhere; within a job of the writer."""
    await FailedSignIns.delete().where(FailedSignIns.key == _of_account(site, login_key).key)


async def _count(site: Site, each: Count) -> None:
    now = int(site.now().timestamp() * 1000)
    latest = now + (each.a_minute - 1) * each.each
    times = (now + each.each, latest, now + LATEST_END)
    if await site.database.fetch(COUNT, each.key, now, each.each, *times):
        return
    found = (
        await FailedSignIns.select(FailedSignIns.drained_at)
        .where(FailedSignIns.key == each.key)
        .first()
    )
    left = (found["drained_at"] if found else now) - latest
    raise TooManyAttempts(max(1, -(-left // 1000)))


async def _forget_drained(site: Site) -> None:
    # Where another attempt counts on the row this very moment, that goes first.
    locking = "" if site.database.is_sqlite else "FOR UPDATE SKIP LOCKED"
    now = int(site.now().timestamp() * 1000)
    await site.database.fetch(FORGET.format(locking=locking), now, FORGOTTEN_AT_ONCE)


def _fewest(site: Site) -> int:
    return site.settings.current.failed_sign_ins_a_minute


def _of_account(site: Site, login_key: str) -> Count:
    return Count(key=_key(site, "account", login_key), a_minute=30)


def _key(site: Site, *of: str) -> str:
    text = "\0".join(of).encode("utf-8", "surrogatepass")
    return hmac.digest(site.secret_key, text, "sha256").hex()


def _network(address: str) -> str:
    """Return what one attacker has of addresses: of IPv6 a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if mapped := getattr(parsed, "ipv4_mapped", None):
        return str(mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
