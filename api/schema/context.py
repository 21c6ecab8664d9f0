"""What an operation knows: the site, and who asks."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import strawberry
from litestar.types import Scope
from strawberry.litestar import BaseContext

from api.auth import bearer_token, credential_ended, site_of, viewer_of
from api.connections import Place
from models.errors import AllowanceUsedUp
from models.people.allowances import COST, REQUESTS, Allowance
from models.people.privileges import Viewer
from models.site import Site


class Context(BaseContext, kw_only=True):
    """Hold the connection that an operation came in on.

    One context serves a whole WebSocket, so who asks, and what this one may do, is read again for every operation and
    every item of a subscription. ``connection_params`` is what a WebSocket's ``connection_init`` held; Strawberry puts
    it there. ``retry_after``: in how many seconds an API token has again what it has used up.
    """

    scope: Scope
    connection_params: dict[str, object] | None = None
    asker: Viewer | None = None
    retry_after: int | None = None
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

    def take(self, name: str, amount: int) -> None:
        """Take from what the API token of whoever asks has left; raise ``AllowanceUsedUp``."""
        if self.asker is None or self.asker.token_id is None:
            return
        try:
            self.site.allowances.take(
                self.asker.token_id, name, amount, quota=self._quotas[name], now=self.site.now()
            )
        except AllowanceUsedUp as error:
            self.retry_after = error.retry_after
            raise

    def allowances(self) -> Sequence[Allowance]:
        """Tell what the API token of whoever asks has left; nothing is said of sessions, which have no limit."""
        if self.asker is None or self.asker.token_id is None:
            return ()
        return self.site.allowances.left(self.asker.token_id, self._quotas, now=self.site.now())

    async def ended(self) -> None:
        """Return when the session or token has ended."""
        await credential_ended(self.scope, token=self._token)

    @property
    def _quotas(self) -> Mapping[str, int]:
        settings = self.site.settings.current
        return {REQUESTS: settings.requests_a_minute, COST: settings.cost_a_minute}

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
