"""What an operation knows: the site, and who asks."""

from typing import TypeAlias

import strawberry
from litestar.types import Scope
from strawberry.litestar import BaseContext

from api.auth import bearer_token, credential_ended, site_of, viewer_of
from api.connections import Place
from models.people.privileges import Viewer
from models.site import Site


class Context(BaseContext, kw_only=True):
    """Hold the connection that an operation came in on.

    One context serves a whole WebSocket, so who asks, and what this one may do, is read again for every operation and
    every item of a subscription. ``connection_params`` is what a WebSocket's ``connection_init`` held; Strawberry puts
    it there.
    """

    scope: Scope
    connection_params: dict[str, object] | None = None
    asker: Viewer | None = None
    place: Place | None = None

    @property
    def site(self) -> Site:
        """Return the site."""
        return site_of(self.scope)

    async def viewer(self) -> Viewer:
        """Return who asks; raise ``NotSignedIn`` when the session or token has ended."""
        self.asker = await viewer_of(self.scope, token=self._token)
        return self.asker

    async def viewer_above(self) -> Viewer:
        """Return the viewer whom the field above this one read a moment ago; not for a root field."""
        return self.asker or await self.viewer()

    async def ended(self) -> None:
        """Return when the session or token has ended."""
        await credential_ended(self.scope, token=self._token)

    @property
    def _token(self) -> str | None:
        authorization = str((self.connection_params or {}).get("Authorization", ""))
        return bearer_token(authorization) or None


Info: TypeAlias = strawberry.Info[Context, None]


async def context_for(scope: Scope) -> Context:
    """Make the context of an operation that comes in on this connection; raise ``NotSignedIn`` for nobody's."""
    context = Context(scope=scope)
    await context.viewer()
    return context
