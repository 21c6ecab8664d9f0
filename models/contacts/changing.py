"""What open pages follow while contacts change: which one did, or that any did."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from models.site import Site

CONTACTS_TOPIC = "contacts"


def contact_topic(contact_id: UUID) -> str:
    """Name the topic of one contact: its fields, its numbers, and what became of it."""
    return f"contact:{contact_id.hex}"


async def announce_contacts(site: Site, *contact_ids: UUID) -> None:
    """Say that these contacts changed; call it after the commit. Contacts and numbers have versions of their own."""
    topics = (*map(contact_topic, contact_ids), CONTACTS_TOPIC)
    await site.bus.announce_all([(topic, 0) for topic in topics])
