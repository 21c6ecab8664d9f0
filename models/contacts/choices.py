"""The choices that agents made between contacts, remembered for the next call from the same number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.contacts.cards import lock_contact
from models.contacts.lookups import remembered_as
from models.contacts.phone import read_number
from models.contacts.tables import RememberedChoice
from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from uuid import UUID

    from models.site import Site


async def remember_choice(
    site: Site, viewer: Viewer, phone_number: str | None, *, region: str | None, contact_id: UUID
) -> None:
    """Remember that an agent took this contact for the caller; the latest choice for a number holds.

    ``region`` is the call's, None for the site's. A withheld number is nobody's, so nothing is remembered for it.
    """
    require(viewer, Privilege.CALL_USER)
    await site.writer.run(
        lambda: note_choice(
            site, viewer, phone_number, region=region or site.default_region, contact_id=contact_id
        )
    )


async def note_choice(
    site: Site, viewer: Viewer, phone_number: str | None, *, region: str, contact_id: UUID
) -> None:
    """Do the same in the current transaction, for a verb that saves more than the choice."""
    number = read_number(phone_number, region=region)
    if number.is_placeholder:
        return
    survivor = await lock_contact(site.database, contact_id)
    chosen = RememberedChoice(
        number=remembered_as(number),
        contact=survivor,
        chosen_by=viewer.user_id,
        chosen_at=site.now(),
    )
    await RememberedChoice.insert(chosen).on_conflict(
        target=RememberedChoice.number,
        action="DO UPDATE",
        values=[RememberedChoice.contact, RememberedChoice.chosen_by, RememberedChoice.chosen_at],
    )
