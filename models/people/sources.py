"""Telephony sources: the servers that may report calls, with a token each and perhaps their networks."""

from __future__ import annotations

import hmac
import ipaddress
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from phonenumbers import SUPPORTED_REGIONS

from models.errors import InvalidValue, NetworkNotAllowed, NotAuthorisedSource
from models.people.secrets import hash_secret, new_secret
from models.people.tables import TelephonySource
from models.text import checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Database
    from models.site import Site

IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

# How long a revoked token may still be honoured by a process that did not hear of it.
CACHED_FOR = timedelta(seconds=1)
MOST_CACHED = 1024

NOTED_EVERY = timedelta(minutes=1)
LAST_MESSAGE = "UPDATE telephony_source SET last_message_at = $2 WHERE id = $1"


class Source(Struct, frozen=True, kw_only=True):
    """Say who sends a message: an authorised telephony source."""

    id: UUID
    name: str
    networks: tuple[IpNetwork, ...] = ()
    default_region: str | None = None


@dataclass(slots=True)
class SourceCache:
    """Remember for a second who a token belongs to: a busy source costs one read a second, not one a message."""

    _known: dict[str, tuple[datetime, Source]] = field(default_factory=dict)

    def get(self, token_hash: str, now: datetime) -> Source | None:
        """Return what was remembered, unless it is too old."""
        remembered = self._known.get(token_hash)
        # A clock that was set back must not keep a revoked token for longer either.
        if remembered is None or not timedelta() <= now - remembered[0] <= CACHED_FOR:
            return None
        return remembered[1]

    def put(self, token_hash: str, source: Source, now: datetime) -> None:
        """Remember a source that was found; wrong tokens are never remembered."""
        if len(self._known) >= MOST_CACHED:
            self._known.clear()
        self._known[token_hash] = (now, source)

    def forget(self) -> None:
        """Forget everything, after a change made in this process."""
        self._known.clear()


@dataclass(slots=True)
class LastMessages:
    """Know since when each source's last message is noted: once a minute, so that it costs a message nothing."""

    _noted: dict[UUID, datetime] = field(default_factory=dict)

    def due(self, source_ids: Iterable[UUID], now: datetime) -> list[UUID]:
        """Return the sources whose last message was noted too long ago, in the order of their locks."""
        return sorted(id for id in set(source_ids) if not self._is_noted(id, now))

    def note(self, source_ids: Iterable[UUID], now: datetime) -> None:
        """Note that it is in the database."""
        self._noted.update(dict.fromkeys(source_ids, now))

    def _is_noted(self, source_id: UUID, now: datetime) -> bool:
        noted = self._noted.get(source_id)
        return noted is not None and timedelta() <= now - noted < NOTED_EVERY


async def write_last_messages(
    database: Database, source_ids: Iterable[UUID], now: datetime
) -> None:
    """Write that these sources have sent something, in the current transaction."""
    await database.execute_many(LAST_MESSAGE, [(source_id, now) for source_id in source_ids])


async def authenticate(site: Site, *, name: str | None, token: str, address: str) -> Source:
    """Return the source that presents this token from this address.

    ``name`` is the user name of HTTP Basic; None for a bearer token. Raises ``NotAuthorisedSource`` or
    ``NetworkNotAllowed``.
    """
    token_hash = hash_secret(token)
    source = site.sources.get(token_hash, site.now())
    if source is None:
        source = await _read(token_hash)
        site.sources.put(token_hash, source, site.now())
    if name is not None and not hmac.compare_digest(name.encode(), source.name.encode()):
        raise NotAuthorisedSource
    if source.networks and not _is_inside(address, source.networks):
        raise NetworkNotAllowed(address)
    return source


async def add_source(
    site: Site, name: str, *, networks: Sequence[str] = (), default_region: str | None = None
) -> str:
    """Add a source and return its token, which can't be read again."""
    token = new_secret("cbs")
    source = new_source_row(
        site, name, token=token, networks=networks, default_region=default_region
    )
    await site.writer.run(lambda: insert_source(source))
    return token


def new_source_row(
    site: Site, name: str, *, token: str, networks: Sequence[str], default_region: str | None
) -> TelephonySource:
    """Check what is said about a new source."""
    name = checked("name", name, shortest=1)
    if ":" in name:
        raise InvalidValue("name", "has no colon (HTTP Basic, RFC 7617).")
    return TelephonySource(
        name=name,
        token_hash=hash_secret(token),
        networks=networks_text(networks),
        default_region=region_code(default_region),
        created_at=site.now(),
    )


async def insert_source(source: TelephonySource) -> UUID:
    """Write a new source; within a job of the writer."""
    # Of two that add the same name at once, the database lets the second wait for the first.
    added = (
        await TelephonySource.insert(source)
        .on_conflict(target=TelephonySource.name)
        .returning(TelephonySource.id)
    )
    if not added:
        raise InvalidValue("name", f"{source.name} is taken.")
    source_id: UUID = added[0]["id"]
    return source_id


def networks_text(networks: Sequence[str]) -> str:
    """Write CIDR networks as they are kept; raise ``InvalidValue`` for what is none."""
    return json.dumps([str(_network(text)) for text in networks])


def region_code(name: str | None) -> str | None:
    """Return a country as two capitals; raise ``InvalidValue`` for what is none."""
    if name and name.upper() not in SUPPORTED_REGIONS:
        raise InvalidValue("region", "is a country as two letters, such as CA.")
    return name.upper() if name else None


async def _read(token_hash: str) -> Source:
    row = (
        await TelephonySource.select()
        .where(TelephonySource.token_hash == token_hash, TelephonySource.revoked_at.is_null())
        .first()
    )
    if row is None:
        raise NotAuthorisedSource
    return Source(
        id=row["id"],
        name=row["name"],
        networks=tuple(_network(text) for text in json.loads(row["networks"])),
        default_region=row["default_region"],
    )


def _network(text: str) -> IpNetwork:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise InvalidValue("network", f"{text} is no CIDR network, such as 10.1.0.0/16.") from error


def _is_inside(address: str, networks: Sequence[IpNetwork]) -> bool:
    try:
        sender = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(sender, "ipv4_mapped", None)
    return any((mapped or sender) in network for network in networks)
