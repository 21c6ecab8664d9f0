"""What an operation knows: the site, and who asks."""

from typing import TypeAlias

import strawberry
from litestar.types import Scope
from strawberry.litestar import BaseContext

from api.auth import bearer_token, site_of, viewer_of
from models.people.privileges import Viewer
from models.site import Site


class Context(BaseContext, kw_only=True):
    """Hold the connection that an operation came in on.

    One context serves a whole WebSocket, so nothing is remembered in it: who asks, and what this one may do, is read
    again for every operation and every item of a subscription. ``connection_params`` is what a WebSocket's
    ``connection_init`` held; Strawberry puts it there.
    """

    scope: Scope
    connection_params: dict[str, object] | None = None

    @property
    def site(self) -> Site:
        """Return the site."""
        return site_of(self.scope)

    async def viewer(self) -> Viewer:
        """Return who asks; raise ``NotSignedIn`` when the session or token has ended."""
        authorization = str((self.connection_params or {}).get("Authorization", ""))
        return await viewer_of(self.scope, token=bearer_token(authorization) or None)


Info: TypeAlias = strawberry.Info[Context, None]


async def context_for(scope: Scope) -> Context:
    """Make the context of an operation that comes in on this connection; raise ``NotSignedIn`` for nobody's."""
    context = Context(scope=scope)
    await context.viewer()
    return context
