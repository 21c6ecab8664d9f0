"""Who asks: the session cookie of a page, or the token of a tool; and from where.

The one guard of sessions, for GraphQL and for the pages alike.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from litestar.enums import ScopeType

from models.errors import NotSignedIn
from models.people import sessions
from models.people.sessions import viewer_of_session
from models.people.tokens import token_ended, viewer_of_token

if TYPE_CHECKING:
    from litestar.types import Scope

    from api.settings import WebSettings
    from models.people.privileges import Viewer
    from models.site import Site

SESSION_COOKIE = "callbeacon_session"
USUAL_PORTS = {"http": 80, "https": 443}


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


async def sign_in(scope: Scope, *, login_name: str, password: str) -> str | None:
    """Begin a session and return what its cookie holds; None when the name or the password is wrong."""
    try:
        return await sessions.sign_in(
            site_of(scope),
            login_name=login_name,
            password=password,
            address=client_address(scope),
            user_agent=header(scope, b"user-agent"),
        )
    except NotSignedIn:
        return None


async def sign_out(scope: Scope) -> None:
    """End the session behind the connection, in every tab; without one nothing happens."""
    if secret := session_secret(scope):
        await sessions.sign_out(site_of(scope), secret)


async def session_ended(scope: Scope) -> None:
    """Return when the session behind the connection has ended."""
    await sessions.session_ended(site_of(scope), session_secret(scope))


async def credential_ended(scope: Scope, *, token: str | None = None) -> None:
    """Return when that has ended which ``viewer_of`` goes by: the token, or else the session."""
    if bearer := token or bearer_token(header(scope, b"authorization")):
        await token_ended(site_of(scope), bearer)
    else:
        await session_ended(scope)


def session_secret(scope: Scope) -> str:
    """Return what the session cookie holds; empty when there is none.

    Of several the first counts, and other cookies of this host may hold what they like (RFC 6265, section 5.4).
    """
    for pair in header(scope, b"cookie").split(";"):
        name, _, value = pair.partition("=")
        if name.strip() == SESSION_COOKIE:
            return value.strip()
    return ""


def bearer_token(authorization: str) -> str:
    """Return the token of an Authorization header (RFC 6750, section 2.1); empty for every other scheme."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def is_same_site(scope: Scope) -> bool:
    """Tell whether the page that asks is ours, wherever a trusted proxy may have sent it on from.

    Ours are those of the host that was asked, and of the configured origins. A browser always names the origin where
    this is used, so a missing one is refused.
    """
    origin = _origin_asking(scope)
    if origin is None:
        return False
    scheme, _ = origin
    return is_configured_origin(scope) or origin == _origin(f"{scheme}://{_host_asked(scope)}")


def is_configured_origin(scope: Scope) -> bool:
    """Tell whether the page that asks is of another origin that may use a user's session."""
    origin = _origin_asking(scope)
    return origin is not None and "://".join(origin) in web_settings_of(scope).allowed_origins


def client_address(scope: Scope) -> str:
    """Return the sender's address; what a proxy says about it counts only from a trusted proxy."""
    client = scope.get("client")
    address = client[0] if client else ""
    forwarded = [part.strip() for part in header(scope, b"x-forwarded-for").split(",")]
    # The last entry was written by the proxy nearest to us, the one before by the proxy before it.
    while forwarded and _is_trusted_proxy(scope, address):
        address = forwarded.pop() or address
    return address


def header(scope: Scope, name: bytes) -> str:
    """Return a header's value, several joined by commas (RFC 9110, section 5.3); empty when it is absent."""
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ("; " if name == b"cookie" else ", ").join(values)


def _may_use_cookie(scope: Scope) -> bool:
    """Keep other sites from using a user's cookie: whatever may change something has to come from our pages."""
    if scope["type"] == ScopeType.HTTP and scope["method"] in {"GET", "HEAD"}:
        return True
    return is_same_site(scope)


def _origin_asking(scope: Scope) -> tuple[str, str] | None:
    origin = _origin(header(scope, b"origin"))
    if origin and web_settings_of(scope).secure_cookies and origin[0] != "https":
        return None  # anybody on the way can be a page without TLS
    return origin


def _host_asked(scope: Scope) -> str:
    """Return the host that the browser asked for, which a trusted proxy may have replaced by its own name for us."""
    client = scope.get("client")
    if client and _is_trusted_proxy(scope, client[0]):
        forwarded = header(scope, b"x-forwarded-host").rpartition(",")[2].strip()
        return forwarded or header(scope, b"host")
    return header(scope, b"host")


def _origin(text: str) -> tuple[str, str] | None:
    """Split an origin into scheme and host, with the port only where it is not the usual one; None for no origin."""
    try:
        parts = urlsplit(text.strip().lower())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in USUAL_PORTS or not parts.hostname or parts.username is not None:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return parts.scheme, host if port in {None, USUAL_PORTS[parts.scheme]} else f"{host}:{port}"


def _is_trusted_proxy(scope: Scope, address: str) -> bool:
    try:
        proxy = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A server that listens on IPv6 sees an IPv4 proxy as ::ffff:10.0.0.1.
    proxy = getattr(proxy, "ipv4_mapped", None) or proxy
    return any(proxy in network for network in web_settings_of(scope).trusted_proxies)
