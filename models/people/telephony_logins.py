"""Telephony logins: the extensions and agent ids under which telephony systems know a user, mapped live (rule 8)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.errors import InvalidValue
from models.identifiers import new_id
from models.people.granting import change_user
from models.people.tables import TelephonyLogin, TelephonySource
from models.people.users import login_key
from models.text import checked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from piccolo.columns.combination import Where

    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site


class MappedLogin(Struct, frozen=True, kw_only=True):
    """Show one telephony login of a user; without a source it is every source's.

    ``is_desk``: the user said so, who sits there now (see ``desks.py``).
    """

    id: UUID
    login: str
    source_id: UUID | None
    source_name: str | None = None
    is_desk: bool = False


async def telephony_logins(user_id: UUID) -> list[MappedLogin]:
    """List a user's telephony logins."""
    return (await logins_of([user_id]))[user_id]


async def logins_of(user_ids: Sequence[UUID] | None) -> dict[UUID, list[MappedLogin]]:
    """List the telephony logins of these users; None: of all."""
    query = (
        TelephonyLogin.select(*TelephonyLogin.all_columns(), TelephonyLogin.source.name)
        .order_by(TelephonyLogin.login_key)
        .order_by(TelephonyLogin.id)
    )
    found: dict[UUID, list[MappedLogin]] = defaultdict(list)
    for row in await (query if user_ids is None else query.where(_of_users(user_ids))):
        found[row["user"]].append(
            MappedLogin(
                id=row["id"],
                login=row["login_key"],
                source_id=row["source"],
                source_name=row["source.name"],
                is_desk=bool(row["is_desk"]),
            )
        )
    return found


async def map_login(
    site: Site, by: Viewer | None, user_id: UUID, login: str, *, source_id: UUID | None = None
) -> UUID:
    """Map a login of one source, or of all, to the user from the next message on; return the mapping's id.

    A login of one source goes before the same one of all. It is refused while it means somebody else there.
    """
    key, mapping_id = checked("telephony login", login_key(login), shortest=1), new_id()

    async def add(_: Row) -> bool:
        await _check_free(key, source_id)
        await TelephonyLogin.insert(
            TelephonyLogin(id=mapping_id, login_key=key, source=source_id, user=user_id)
        )
        after = {"login": key, "source": source_id}
        await audit.note(
            site, by, "telephony_login.mapped", kind="user", subject=user_id, after=after
        )
        return True

    await change_user(site, by, user_id, add)
    return mapping_id


async def unmap_login(site: Site, by: Viewer | None, user_id: UUID, mapping_id: UUID) -> None:
    """Take a telephony login away from the user; a second time nothing happens."""

    async def remove(_: Row) -> bool:
        rows = (
            await TelephonyLogin.delete()
            .where(TelephonyLogin.id == mapping_id, TelephonyLogin.user == user_id)
            .returning(TelephonyLogin.login_key, TelephonyLogin.source)
        )
        if not rows:
            return False
        before = {"login": rows[0]["login_key"], "source": rows[0]["source"]}
        await audit.note(
            site, by, "telephony_login.unmapped", kind="user", subject=user_id, before=before
        )
        return True

    await change_user(site, by, user_id, remove)


def _of_users(user_ids: Sequence[UUID]) -> Where:
    return TelephonyLogin.user.is_in(list(user_ids))


async def _check_free(key: str, source_id: UUID | None) -> None:
    if source_id is not None and not await TelephonySource.exists().where(
        TelephonySource.id == source_id
    ):
        raise InvalidValue("source", "is no telephony source.")
    of_source = (
        TelephonyLogin.source.is_null() if source_id is None else TelephonyLogin.source == source_id
    )
    if await TelephonyLogin.exists().where(TelephonyLogin.login_key == key, of_source):
        raise InvalidValue("telephony login", f"{key} is mapped already.")
