"""Who asks: the session cookie of a page, or the token of a tool; and from where.

The one guard of sessions, for GraphQL and for the pages alike.
"""

from __future__ import annotations

import ipaddress
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from litestar.enums import ScopeType

from api.connections import MOST_KNOWN, MOST_UNKNOWN
from models.errors import NotSignedIn, PasswordChangeDue, Refused, TooManyAttempts
from models.people import accounts, sessions
from models.people.tokens import token_ended, viewer_of_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar.types import Scope

    from api.connections import Connections, Place
    from api.settings import WebSettings
    from models.people.privileges import Viewer
    from models.people.sessions import Held
    from models.site import Site

# What the forms of the pages have to tell apart.
__all__ = ("NotSignedIn", "Refused", "TooManyAttempts")
SESSION_COOKIE = "callbeacon_session"
SESSION_OF_SOCKET = "callbeacon_session_id"
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
    elif (held := _session_held(scope)) and _may_use_cookie(scope):
        viewer = await sessions.viewer_of_session(site, held)
        _keep_session(scope, viewer)
    if viewer is None:
        raise NotSignedIn
    return viewer


async def is_signed_in(scope: Scope) -> bool:
    """Tell whether somebody's session stands behind the connection, and is good for everything."""
    held = _session_held(scope)
    try:
        viewer = await sessions.viewer_of_session(site_of(scope), held) if held else None
    except PasswordChangeDue:
        return False
    _keep_session(scope, viewer)
    return viewer is not None


async def must_change_password(scope: Scope) -> bool:
    """Tell whether the session behind the connection is good for nothing but choosing a password."""
    secret = session_secret(scope)
    try:
        await sessions.viewer_of_session(site_of(scope), secret)
    except PasswordChangeDue:
        return True
    return False


async def session_holder(scope: Scope) -> str:
    """Return the login name of whoever may choose a password here; raise ``NotSignedIn`` when nobody may."""
    return (await _holder(scope)).login_name


async def sign_in(scope: Scope, *, login_name: str, password: str) -> str | None:
    """Begin a session and return what its cookie holds; None when the name or the password is wrong.

    Raises ``TooManyAttempts``. A session that the browser had before ends.
    """
    try:
        return await sessions.sign_in(
            site_of(scope),
            login_name=login_name,
            password=password,
            address=client_address(scope),
            user_agent=header(scope, b"user-agent"),
            replaces=session_secret(scope),
        )
    except NotSignedIn:
        return None


async def change_password(scope: Scope, *, current: str, new: str) -> str | None:
    """Change the password of the session's user and return what the cookie holds from now on.

    Raises what ``change_own_password`` does, and ``NotSignedIn``.
    """
    viewer = await _holder(scope)
    await accounts.change_own_password(site_of(scope), viewer, current=current, new=new)
    return await renewed_secret(scope)


async def renewed_secret(scope: Scope) -> str | None:
    """Return what the cookie is to hold from now on, after a change of rights or of the password; else None."""
    return await sessions.renew_session(site_of(scope), session_secret(scope))


async def sign_out(scope: Scope) -> None:
    """End the session behind the connection, in every tab; without one nothing happens."""
    if secret := session_secret(scope):
        await sessions.sign_out(site_of(scope), secret)


async def session_ended(scope: Scope) -> None:
    """Return when the session behind the connection has ended."""
    await sessions.session_ended(site_of(scope), _session_held(scope))


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


@contextmanager
def place_of_stranger(scope: Scope) -> Iterator[Place | None]:
    """Give a place among those of the address from which nobody has said yet who it is."""
    connections: Connections = scope["litestar_app"].state.connections
    with connections.place(f"address:{client_address(scope)}", MOST_UNKNOWN) as place:
        yield place


@contextmanager
def place_of_page(scope: Scope) -> Iterator[bool]:
    """Tell whether the signed-in session has a place for another open page, and take it."""
    connections: Connections = scope["litestar_app"].state.connections
    key = f"session:{scope['state'].get(SESSION_OF_SOCKET)}"
    with connections.place(key, MOST_KNOWN) as place:
        yield place is not None


def header(scope: Scope, name: bytes) -> str:
    """Return a header's value, several joined by commas (RFC 9110, section 5.3); empty when it is absent."""
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ("; " if name == b"cookie" else ", ").join(values)


def _session_held(scope: Scope) -> Held:
    """Return what the session is known by: for a socket that has been here before, its id.

    A cookie may be renewed while the socket is open, which keeps the one that it came with.
    """
    held: Held = scope["state"].get(SESSION_OF_SOCKET) or session_secret(scope)
    return held


def _keep_session(scope: Scope, viewer: Viewer | None) -> None:
    if viewer is not None and scope["type"] == ScopeType.WEBSOCKET:
        scope["state"][SESSION_OF_SOCKET] = viewer.session_id


async def _holder(scope: Scope) -> Viewer:
    viewer = await sessions.holder_of_session(site_of(scope), session_secret(scope))
    if viewer is None:
        raise NotSignedIn
    return viewer


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
