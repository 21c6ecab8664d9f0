"""What users choose for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.people.granting import change_user
from models.people.privileges import Privilege, Viewer, require
from models.people.tables import User

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.site import Site


async def opens_automatically(user_id: UUID) -> bool | None:
    """Tell whether the user wants calls to open without a click; None: as the site has it."""
    row = await User.select(User.opens_automatically).where(User.id == user_id).first()
    wanted = row["opens_automatically"] if row else None
    return None if wanted is None else bool(wanted)


async def set_opens_automatically(site: Site, viewer: Viewer, value: bool | None) -> None:
    """Choose that for the viewer; it holds at once, for a call that waits too."""
    require(viewer, Privilege.CALL_USER)

    async def choose(user: Row) -> bool:
        if user["opens_automatically"] == value:
            return False
        await User.update({User.opens_automatically: value}).where(User.id == viewer.user_id)
        return True

    # Nobody's permission is needed: it is the viewer's own.
    await change_user(site, None, viewer.user_id, choose)
