"""What open pages follow while call management changes."""

from collections.abc import AsyncGenerator

import strawberry

from api.schema.context import Info
from models.scripts.changing import CALL_MANAGEMENT_TOPIC


@strawberry.type
class CallManagementSubscription:
    """What there is to follow about reasons, scripts, call fields and outcomes."""

    @strawberry.subscription
    async def call_management_changed(self, info: Info) -> AsyncGenerator[int, None]:
        """Count up from 0 with each change of a reason, a script, a call field or an outcome: then read again.

        Changes that come faster than they are taken are seen as one.
        """
        context, changes = info.context, 0
        await context.viewer()
        async with context.site.bus.listen(CALL_MANAGEMENT_TOPIC) as announcements:
            yield changes
            async for _ in announcements:
                await context.viewer()  # the session may have ended since
                changes += 1
                yield changes
