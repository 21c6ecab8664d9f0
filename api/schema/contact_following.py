"""What open pages follow while contacts change."""

from collections.abc import AsyncGenerator

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from models.contacts.changing import CONTACTS_TOPIC, contact_topic
from models.people.privileges import Privilege, require


@strawberry.type
class ContactSubscription:
    """What there is to follow about contacts; it needs gCallUser."""

    @strawberry.subscription
    async def contacts_changed(
        self, info: Info, contact: strawberry.ID | None = None
    ) -> AsyncGenerator[int, None]:
        """Count up from 0 with each change of a contact or of its numbers, or of any contact: then read again.

        Changes that come faster than they are taken are seen as one.
        """
        context, changes = info.context, 0
        require(await context.viewer(), Privilege.CALL_USER)
        topic = contact_topic(read_id(contact)) if contact else CONTACTS_TOPIC
        async with context.site.bus.listen(topic) as announcements:
            yield changes
            async for _ in announcements:
                # Who asks may do less by now.
                require(await context.viewer(), Privilege.CALL_USER)
                changes += 1
                yield changes
