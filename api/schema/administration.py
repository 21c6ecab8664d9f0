"""What the pages of administrators follow."""

from collections.abc import AsyncGenerator

import strawberry

from api.schema.context import Info
from models.people.changing import administration_changes


@strawberry.type
class AdministrationSubscription:
    """What there is to follow about users, teams, sources, tokens and settings."""

    @strawberry.subscription
    async def administration_changed(self, info: Info) -> AsyncGenerator[int, None]:
        """Count up from 0 with each change of a user, a team, a source, an API token or a setting: then read again.

        Changes that come faster than they are taken are seen as one.
        """
        context = info.context
        async for changes in administration_changes(context.site, context.viewer):
            yield changes
