"""Telephony sources as administrators see and change them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.people import TelephonySourceName
from api.schema.refusals import Refusal, or_refusal
from models.errors import NoSuchSource
from models.people import source_list
from models.people.source_list import SourceCard, SourceEdit, SourceToken
from models.unchanged import UNCHANGED


@strawberry.type
class TelephonySource(TelephonySourceName):
    """A telephony server that may report calls."""

    networks: list[str] = strawberry.field(description="CIDR; empty: it may send from anywhere.")
    default_region: str | None = strawberry.field(
        description="Two letters, such as CA: how its numbers are read; null: as the site has it."
    )
    created_at: datetime = strawberry.field(description="When it was added.")
    revoked_at: datetime | None = strawberry.field(
        description="Since when its messages are refused; null while it may send."
    )
    last_message_at: datetime | None = strawberry.field(
        description="When it sent its last message, to the minute; null for never."
    )
    messages_a_minute: int = strawberry.field(description="How many came in the last minute.")
    version: int = strawberry.field(description="Give it when changing the source.")


@strawberry.type
class TelephonySourceWithToken:
    """A telephony source and its token, which can't be read again."""

    source: TelephonySource = strawberry.field(description="The source as it is now.")
    token: str = strawberry.field(description="What the telephony server sends as its password.")


@strawberry.input(description="What becomes of a source; a field that is not there stays as it is.")
class TelephonySourceInput:
    """Take what becomes of a source."""

    networks: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="CIDR; null or empty: it may send from anywhere."
    )
    default_region: str | None = strawberry.UNSET


TelephonySourceResult = Annotated[
    TelephonySource | Refusal,
    strawberry.union(
        "TelephonySourceResult", description="The source now, or why it is as before."
    ),
]
TelephonySourceWithTokenResult = Annotated[
    TelephonySourceWithToken | Refusal,
    strawberry.union(
        "TelephonySourceWithTokenResult",
        description="The source and its token, or why nothing was done.",
    ),
]


@strawberry.type
class TelephonySourceQuery:
    """Questions about telephony sources; they need gAdmin."""

    @strawberry.field
    async def telephony_sources(self, info: Info) -> list[TelephonySource]:
        """Every telephony source by name, the revoked ones too."""
        found = await source_list.list_sources(info.context.site, await info.context.viewer())
        return [_source(each) for each in found]


@strawberry.type
class TelephonySourceMutation:
    """What administrators can do with telephony sources; all of it needs gAdmin."""

    @strawberry.mutation
    async def create_telephony_source(
        self,
        info: Info,
        name: str,
        networks: list[str] | None = None,
        default_region: str | None = None,
    ) -> TelephonySourceWithTokenResult:
        """Add a telephony source; its token is told this once."""
        return await or_refusal(_create(info, name, networks or [], default_region))

    @strawberry.mutation
    async def update_telephony_source(
        self, info: Info, id: strawberry.ID, version: int, source: TelephonySourceInput
    ) -> TelephonySourceResult:
        """Change a source over the version that was on screen."""
        return await or_refusal(_update(info, read_id(id), version, source))

    @strawberry.mutation
    async def revoke_telephony_source(self, info: Info, id: strawberry.ID) -> TelephonySourceResult:
        """Refuse a source's messages from now on; a new token lets it in again."""
        return await or_refusal(_revoke(info, id))

    @strawberry.mutation
    async def renew_telephony_source_token(
        self, info: Info, id: strawberry.ID
    ) -> TelephonySourceWithTokenResult:
        """Give a source another token, told this once; the one before opens nothing any more."""
        return await or_refusal(_renew(info, id))


async def _create(
    info: Info, name: str, networks: list[str], region: str | None
) -> TelephonySourceWithToken:
    site, viewer = info.context.site, await info.context.viewer()
    created = await source_list.create_source(
        site, viewer, name, networks=networks, default_region=region
    )
    return await _with_token(info, created)


async def _update(
    info: Info, source_id: UUID, version: int, given: TelephonySourceInput
) -> TelephonySource:
    networks, region = given.networks, given.default_region
    edit = SourceEdit(
        networks=UNCHANGED if networks is strawberry.UNSET else networks or [],
        default_region=UNCHANGED if region is strawberry.UNSET else region,
    )
    site, viewer = info.context.site, await info.context.viewer()
    await source_list.update_source(site, viewer, source_id, edit, version=version)
    return await _read(info, source_id)


async def _revoke(info: Info, id: str) -> TelephonySource:
    source_id, viewer = read_id(id), await info.context.viewer()
    await source_list.revoke_source(info.context.site, viewer, source_id)
    return await _read(info, source_id)


async def _renew(info: Info, id: str) -> TelephonySourceWithToken:
    source_id, viewer = read_id(id), await info.context.viewer()
    return await _with_token(
        info, await source_list.renew_source_token(info.context.site, viewer, source_id)
    )


async def _with_token(info: Info, made: SourceToken) -> TelephonySourceWithToken:
    return TelephonySourceWithToken(source=await _read(info, made.source_id), token=made.token)


async def _read(info: Info, source_id: UUID) -> TelephonySource:
    for source in await source_list.list_sources(info.context.site, await info.context.viewer()):
        if source.id == source_id:
            return _source(source)
    raise NoSuchSource


def _source(card: SourceCard) -> TelephonySource:
    return TelephonySource(
        id=strawberry.ID(str(card.id)),
        name=card.name,
        networks=list(card.networks),
        default_region=card.default_region,
        created_at=card.created_at,
        revoked_at=card.revoked_at,
        last_message_at=card.last_message_at,
        messages_a_minute=card.messages_a_minute,
        version=card.version,
    )
