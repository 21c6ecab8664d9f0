"""Merging two contacts that are the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import audit
from models.calls.tables import InboundCall
from models.contacts.cards import ContactCard, contact_card, lock_contact
from models.contacts.changing import announce_contacts
from models.contacts.contacts import FIELDS, read_contact, store_contact
from models.contacts.numbers import is_same_number
from models.contacts.tables import Contact, ContactNumber, ContactWord, RememberedChoice
from models.errors import InvalidValue
from models.people.privileges import Privilege, Viewer, require
from models.workspaces.tables import CallRecord, Workspace
from models.workspaces.workspaces import workspace_topic, workspaces_topic

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.site import Site

# Whatever belongs to a contact and follows it when it is merged.
FOLLOWING = (InboundCall, Workspace, CallRecord, RememberedChoice)


async def merge_contacts(
    site: Site, viewer: Viewer, *, kept_id: UUID, merged_id: UUID
) -> ContactCard:
    """Make one contact of two and return it: numbers, calls and records move over, empty fields are filled.

    The merged one leads to the other from then on, by its id and by its external id. A second time changes nothing.
    """
    require(viewer, Privilege.CALL_USER)
    if kept_id == merged_id:
        raise InvalidValue("mergedId", "is another contact than the one that is kept.")

    async def merge() -> list[Row]:
        # Everybody locks in the same order, so that two merges never wait for each other.
        locked = {i: await lock_contact(site.database, i) for i in sorted((kept_id, merged_id))}
        kept, merged = locked[kept_id], locked[merged_id]
        if kept == merged:
            return []
        await _merge(site, viewer, kept, merged)
        return await _open_workspaces_of(kept)

    for row in await site.writer.run(merge):
        await site.bus.announce(workspace_topic(row["id"]), row["version"])
        await site.bus.announce(workspaces_topic(row["user"]), row["user.workspaces_version"])
    await announce_contacts(site, kept_id, merged_id)
    return await contact_card(kept_id)


async def _merge(site: Site, viewer: Viewer, kept_id: UUID, merged_id: UUID) -> None:
    kept, merged = await read_contact(kept_id), await read_contact(merged_id)
    moved = await _move_numbers(kept_id, merged_id)
    for table in FOLLOWING:
        contact = table._meta.get_column_by_name("contact")
        await table.update({contact: kept_id}).where(contact == merged_id)
    await ContactWord.delete().where(ContactWord.contact == merged_id)
    await Contact.update({Contact.merged_into: kept_id}).where(
        (Contact.id == merged_id) | (Contact.merged_into == merged_id)
    )
    filled = {name: kept[name] or merged[name] for name in FIELDS}
    await store_contact(site, viewer, "FILL_CONTACT", kept, filled)
    await audit.note(
        site,
        viewer,
        "MERGE_CONTACT",
        kind="CONTACT",
        subject=merged_id,
        before={name: merged[name] for name in FIELDS},
        after={"merged_into": kept_id, "numbers": moved},
    )


async def _open_workspaces_of(contact_id: UUID) -> list[Row]:
    """Find the workspaces that show the contact, and the lists that name it."""
    rows: list[Row] = await Workspace.select(
        Workspace.id, Workspace.version, Workspace.user, Workspace.user.workspaces_version
    ).where(Workspace.contact == contact_id, Workspace.status == "OPEN")
    return rows


async def _move_numbers(kept_id: UUID, merged_id: UUID) -> list[str]:
    """Move the numbers that the kept contact has not; drop the others. Return those that moved."""
    order = ContactNumber.position
    kept = await ContactNumber.select().where(ContactNumber.contact == kept_id).order_by(order)
    merged = await ContactNumber.select().where(ContactNumber.contact == merged_id).order_by(order)
    position = max((row["position"] for row in kept), default=-1)
    moved: list[Row] = []
    for row in merged:
        if any(is_same_number(row, other) for other in (*kept, *moved)):
            continue
        position += 1
        moved.append(row)
        await ContactNumber.update(
            {ContactNumber.contact: kept_id, ContactNumber.position: position}
        ).where(ContactNumber.id == row["id"])
    await ContactNumber.delete().where(ContactNumber.contact == merged_id)
    return [row["address"] for row in moved]
