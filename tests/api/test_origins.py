"""From where somebody asks: which pages are ours, and whose address a proxy may tell."""

import ipaddress
from types import SimpleNamespace
from typing import Any

import pytest

from api.auth import client_address, is_same_site, session_secret
from api.settings import WebSettings


def test_of_two_session_cookies_the_first_counts() -> None:
    scope = a_scope(cookie="a=1; callbeacon_session=one; callbeacon_session=two")

    assert session_secret(scope) == "one"


@pytest.mark.parametrize(
    ("origin", "host", "is_ours"),
    [
        ("http://beacon.example", "beacon.example", True),
        ("http://beacon.example:8000", "beacon.example:8000", True),
        ("https://beacon.example", "beacon.example", True),
        ("https://beacon.example", "beacon.example:443", True),
        ("http://Beacon.Example", "beacon.EXAMPLE:80", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("https://beacon.example", "beacon.example:80", False),
        ("http://beacon.example:8000", "beacon.example", False),
        ("https://crm.example", "beacon.example", True),
        ("https://crm.example:443", "beacon.example", True),
        ("http://crm.example", "beacon.example", False),
        ("null", "", False),
        ("http://", "", False),
    ],
)
def test_a_page_is_ours_when_its_origin_is_the_host_or_a_configured_one(
    origin: str, host: str, is_ours: bool
) -> None:
    scope = a_scope(origin=origin, host=host, origins="https://crm.example")

    assert is_same_site(scope) is is_ours


@pytest.mark.parametrize(("scheme", "is_ours"), [("https", True), ("http", False)])
def test_where_cookies_need_https_no_page_without_it_is_ours(scheme: str, is_ours: bool) -> None:
    scope = a_scope(origin=f"{scheme}://beacon.example", host="beacon.example", is_secure=True)

    assert is_same_site(scope) is is_ours


@pytest.mark.parametrize(("peer", "is_ours"), [("10.0.0.7", True), ("192.0.2.1", False)])
def test_the_host_that_a_proxy_was_asked_for_counts_from_trusted_proxies(
    peer: str, is_ours: bool
) -> None:
    scope = a_scope(
        peer=peer,
        origin="https://beacon.example",
        host="app-1:8000",
        x_forwarded_host="beacon.example",
    )

    assert is_same_site(scope) is is_ours


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "10.9.9.9", "192.0.2.1"),
        ("10.0.0.7", None, "10.0.0.7"),
        ("10.0.0.7", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.7", "127.0.0.1, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.7", "192.0.2.1, 10.0.0.8, 10.0.0.9", "192.0.2.1"),
        ("10.0.0.7", "10.0.0.8,10.0.0.9", "10.0.0.8"),
        ("10.0.0.7", ",192.0.2.1,", "192.0.2.1"),
        ("10.0.0.7", "192.0.2.1, unknown", "unknown"),
        ("::ffff:10.0.0.7", "192.0.2.1", "192.0.2.1"),
        ("fd00::7", "2001:db8::1", "2001:db8::1"),
        ("", "192.0.2.1", ""),
    ],
)
def test_what_a_proxy_says_about_the_sender_counts_from_trusted_proxies(
    peer: str, forwarded: str | None, address: str
) -> None:
    scope = a_scope(peer=peer, x_forwarded_for=forwarded or "")

    assert client_address(scope) == address


def test_each_proxy_may_write_a_header_of_its_own() -> None:
    scope = a_scope(peer="10.0.0.7")
    scope["headers"] = [
        (b"x-forwarded-for", b"6.6.6.6, 192.0.2.1"),
        (b"x-forwarded-for", b"10.0.0.8"),
    ]

    assert client_address(scope) == "192.0.2.1"


def a_scope(
    *, peer: str = "192.0.2.1", origins: str = "", is_secure: bool = False, **headers: str
) -> Any:
    """Make the ASGI scope of a request to an app behind the proxies 10.0.0.0/8 and fd00::/8."""
    networks = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "fd00::/8")))
    web = WebSettings(
        trusted_proxies=networks,
        allowed_origins=frozenset(origins.split()),
        secure_cookies=is_secure,
    )
    return {
        "type": "http",
        "method": "POST",
        "client": (peer, 50000) if peer else None,
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
        "litestar_app": SimpleNamespace(state=SimpleNamespace(web=web)),
    }
