"""Telephony sources as administrators see and change them; who may send is checked in ``sources.py``."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.errors import ChangedMeanwhile, NoSuchSource
from models.people.changing import administer
from models.people.privileges import Privilege, Viewer, require, require_admin
from models.people.secrets import hash_secret, new_secret
from models.people.sources import insert_source, networks_text, new_source_row, region_code
from models.people.tables import TelephonySource
from models.unchanged import UNCHANGED, Unchanged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

# The trace of the last minute alone is counted, so that a busy site pays for a minute and not for a month.
SOURCES = """
    SELECT s.*, COALESCE(lately.messages, 0) AS messages
    FROM telephony_source s
    LEFT JOIN (
        SELECT source, COUNT(*) AS messages FROM message_trace WHERE received_at >= {} GROUP BY source
    ) lately ON lately.source = s.id
    ORDER BY s.name
"""


class SourceCard(Struct, frozen=True, kw_only=True):
    """Show a telephony source. ``last_message_at`` is exact to a minute, ``messages_a_minute`` counts the last one."""

    id: UUID
    name: str
    networks: tuple[str, ...]
    default_region: str | None
    created_at: datetime
    revoked_at: datetime | None
    last_message_at: datetime | None
    messages_a_minute: int
    version: int


class SourceEdit(Struct, frozen=True, kw_only=True):
    """Say what becomes of a source; what is ``UNCHANGED`` stays. Its name, which it signs in with, never changes."""

    networks: Sequence[str] | Unchanged = UNCHANGED
    default_region: str | Unchanged | None = UNCHANGED


class SourceToken(Struct, frozen=True, kw_only=True):
    """Give the token of a source that was just made; it can't be read again."""

    source_id: UUID
    token: str


async def list_sources(site: Site, viewer: Viewer) -> list[SourceCard]:
    """List the sources by name, the revoked ones too."""
    require(viewer, Privilege.ADMIN)
    lately = site.now() - timedelta(minutes=1)
    return [_card(row) for row in await TelephonySource.raw(SOURCES, lately)]


async def create_source(
    site: Site,
    by: Viewer | None,
    name: str,
    *,
    networks: Sequence[str] = (),
    default_region: str | None = None,
) -> SourceToken:
    """Add a source, audited; ``by`` is None for the command line, here and below."""
    require_admin(by)
    token = new_secret("cbs")
    source = new_source_row(
        site, name, token=token, networks=networks, default_region=default_region
    )

    async def create() -> UUID:
        source_id = await insert_source(source)
        after = {
            "name": source.name,
            "networks": source.networks,
            "region": source.default_region,
        }
        await audit.note(site, by, "source.created", kind="source", subject=source_id, after=after)
        return source_id

    return SourceToken(source_id=await administer(site, create), token=token)


async def update_source(
    site: Site, by: Viewer | None, source_id: UUID, edit: SourceEdit, *, version: int
) -> None:
    """Change a source's networks or region; raise ``ChangedMeanwhile`` unless ``version`` is the newest."""
    require_admin(by)
    after: dict[str, object] = {}
    if not isinstance(edit.networks, Unchanged):
        after["networks"] = networks_text(edit.networks)
    if not isinstance(edit.default_region, Unchanged):
        after["default_region"] = region_code(edit.default_region)

    async def update() -> None:
        await _store(site, by, source_id, "source.updated", after, version=version)

    await administer(site, update)
    site.sources.forget()


async def revoke_source(site: Site, by: Viewer | None, source_id: UUID) -> None:
    """Refuse a source's messages from now on; a second time nothing happens. A new token lets it in again."""
    require_admin(by)

    async def revoke() -> None:
        if (await _read(source_id))["revoked_at"] is None:
            await _store(site, by, source_id, "source.revoked", {"revoked_at": site.now()})

    await administer(site, revoke)
    site.sources.forget()


async def renew_source_token(site: Site, by: Viewer | None, source_id: UUID) -> SourceToken:
    """Give a source another token; the one before opens nothing any more, and a revoked source may send again."""
    require_admin(by)
    token = new_secret("cbs")

    async def renew() -> None:
        before = await _read(source_id)
        await TelephonySource.update({TelephonySource.token_hash: hash_secret(token)}).where(
            TelephonySource.id == source_id
        )
        changed = {"revoked_at": None} if before["revoked_at"] else {}
        await _store(site, by, source_id, "source.token_renewed", changed, always=True)

    await administer(site, renew)
    site.sources.forget()
    return SourceToken(source_id=source_id, token=token)


async def source_named(name: str) -> UUID:
    """Return the source of this name; raise ``NoSuchSource``."""
    row = await TelephonySource.select(TelephonySource.id).where(TelephonySource.name == name)
    if not row:
        raise NoSuchSource
    source_id: UUID = row[0]["id"]
    return source_id


async def _read(source_id: UUID) -> Row:
    row: Row | None = await TelephonySource.select().where(TelephonySource.id == source_id).first()
    if row is None:
        raise NoSuchSource
    return row


async def _store(
    site: Site,
    by: Viewer | None,
    source_id: UUID,
    action: str,
    after: Row,
    *,
    version: int | None = None,
    always: bool = False,
) -> None:
    """Write what changed and the audit entry; of two who change the same version at once, the second finds no row."""
    before = await _read(source_id)
    changed = {name: value for name, value in after.items() if before[name] != value}
    expected = before["version"] if version is None else version
    grown = expected + 1 if changed or always else expected
    stored = (
        await TelephonySource.update(version=grown, **changed)
        .where(TelephonySource.id == source_id, TelephonySource.version == expected)
        .returning(TelephonySource.id)
    )
    if not stored:
        raise ChangedMeanwhile
    if changed or always:
        was = {name: before[name] for name in changed}
        await audit.note(
            site, by, action, kind="source", subject=source_id, before=was, after=changed
        )


def _card(row: Row) -> SourceCard:
    return SourceCard(
        id=row["id"],
        name=row["name"],
        networks=tuple(json.loads(row["networks"])),
        default_region=row["default_region"],
        created_at=row["created_at"],
        revoked_at=row["revoked_at"],
        last_message_at=row["last_message_at"],
        messages_a_minute=int(row["messages"]),
        version=row["version"],
    )
