"""Who asks: the session cookie of a page, or the token of a tool; and from where.

The one guard of sessions, for GraphQL and for the pages alike.
"""

from __future__ import annotations

import ipaddress
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from models.errors import NotSignedIn
from models.people.sessions import viewer_of_session
from models.people.tokens import viewer_of_token

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from litestar.types import Scope

    from api.settings import WebSettings
    from models.people.privileges import Viewer
    from models.site import Site

SESSION_COOKIE = "callbeacon_session"


def site_of(scope: Scope) -> Site:
    """Return the site that the application behind a connection serves."""
    site: Site = scope["litestar_app"].state.site
    return site


def web_settings_of(scope: Scope) -> WebSettings:
    """Return the settings of the application behind a connection."""
    settings: WebSettings = scope["litestar_app"].state.web
    return settings


async def viewer_of(scope: Scope, *, token: str | None = None) -> Viewer:
    """Return who asks, read anew each time; raise ``NotSignedIn`` when nobody does.

    ``token`` is a bearer token from elsewhere than the header, as from a WebSocket's ``connection_init``.
    """
    site = site_of(scope)
    bearer = token or bearer_token(header(scope, b"authorization"))
    viewer: Viewer | None = None
    if bearer:
        viewer = await viewer_of_token(site, bearer)
    elif (secret := session_secret(scope)) and _may_use_cookie(scope):
        viewer = await viewer_of_session(site, secret)
    if viewer is None:
        raise NotSignedIn
    return viewer


async def is_signed_in(scope: Scope) -> bool:
    """Tell whether somebody's session stands behind the connection."""
    secret = session_secret(scope)
    return bool(secret) and await viewer_of_session(site_of(scope), secret) is not None


def session_secret(scope: Scope) -> str:
    """Return what the session cookie holds; empty when there is none."""
    try:
        cookies = SimpleCookie(header(scope, b"cookie"))
    except CookieError:
        return ""
    return cookies[SESSION_COOKIE].value if SESSION_COOKIE in cookies else ""


def bearer_token(authorization: str) -> str:
    """Return the token of an Authorization header (RFC 6750, section 2.1); empty for every other scheme."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def origin_allowed(headers: Mapping[str, str], *, allowed: Collection[str]) -> bool:
    """Tell whether the page that asks is ours: its Origin is the host asked, or a configured one.

    A browser always names the origin where this is used, so a missing one is refused.
    """
    origin = headers.get("origin", "").lower()
    if not origin:
        return False
    return origin in allowed or urlsplit(origin).netloc == headers.get("host", "").lower()


def client_address(scope: Scope) -> str:
    """Return the sender's address; what a proxy says about it counts only from a trusted proxy."""
    client = scope.get("client")
    address = client[0] if client else ""
    proxies = web_settings_of(scope).trusted_proxies
    forwarded = [part.strip() for part in header(scope, b"x-forwarded-for").split(",")]
    # The last entry was written by the proxy nearest to us, the one before by the proxy before it.
    while forwarded and any(_is_in(address, proxy) for proxy in proxies):
        address = forwarded.pop() or address
    return address


def header(scope: Scope, name: bytes) -> str:
    """Return a header's value, several joined by commas (RFC 9110, section 5.3); empty when it is absent."""
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ("; " if name == b"cookie" else ", ").join(values)


def _may_use_cookie(scope: Scope) -> bool:
    """Keep other sites from using a user's cookie: whatever may change something has to come from our pages."""
    if scope.get("method") in {"GET", "HEAD"}:  # a WebSocket has none
        return True
    headers = {"origin": header(scope, b"origin"), "host": header(scope, b"host")}
    return origin_allowed(headers, allowed=web_settings_of(scope).allowed_origins)


def _is_in(address: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(address) in network
    except ValueError:
        return False
