"""Whose pages may open a page's socket with the user's cookie, on the server as it is put behind a proxy."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from callbeacon.app import create_app
from callbeacon.settings import read_settings
from tests.api.asking import a_session, cookie
from tests.builders import a_user
from tests.running import hold_open
from tests.serving import serving

PUBLIC = "https://calls.example.org"
CRM = "https://crm.example.org"


@contextlib.asynccontextmanager
async def a_site(tmp_path: Path, **given: str) -> AsyncIterator[tuple[str, str]]:
    """Serve a site with these settings; give its own address and the secret of an agent's session."""
    settings = {f"CALLBEACON_{name}": value for name, value in given.items()}
    app = create_app(read_settings({"CALLBEACON_DATA_DIR": str(tmp_path / "var"), **settings}))
    async with hold_open(app), serving(app) as port:
        ann = await a_user(app.state.site, "ann")
        yield f"http://127.0.0.1:{port}", await a_session(app.state.site, ann)


async def is_let_in(
    address: str, secret: str, *, origin: str | None, headers: Mapping[str, str] | None = None
) -> bool:
    """Try to open the desktop's socket as a page of this origin."""
    opening = connect(
        f"{address.replace('http', 'ws', 1)}/reactpy/desktop/?path=/",
        origin=None if origin is None else Origin(origin),
        additional_headers={**cookie(secret), **(headers or {})},
        proxy=None,
    )
    try:
        async with opening as socket:
            return "layout-update" in str(await socket.recv())
    except InvalidStatus as refusal:
        return refusal.response.status_code != 403


@pytest.mark.parametrize(
    ("proxies", "is_ours"), [("127.0.0.0/8", True), ("10.0.0.0/8", False), ("", False)]
)
async def test_behind_a_trusted_proxy_the_public_name_is_ours(
    tmp_path: Path, proxies: str, is_ours: bool
) -> None:
    async with a_site(tmp_path, TRUSTED_PROXIES=proxies) as (address, secret):
        headers = {"X-Forwarded-Host": "calls.example.org"}

        assert await is_let_in(address, secret, origin=PUBLIC, headers=headers) is is_ours


@pytest.mark.parametrize(
    ("origin", "forwarded"),
    [
        ("https://evil.example", "calls.example.org"),
        ("https://evil.example", "evil.example, calls.example.org"),
        ("https://calls.example.org.evil.example", "calls.example.org"),
        ("http://calls.example.org:8080", "calls.example.org"),
        ("null", "calls.example.org"),
        (None, "calls.example.org"),
        (PUBLIC, "user@calls.example.org"),
    ],
)
async def test_a_stranger_behind_a_trusted_proxy_stays_one(
    tmp_path: Path, origin: str | None, forwarded: str
) -> None:
    async with a_site(tmp_path, TRUSTED_PROXIES="127.0.0.1") as (address, secret):
        headers = {"X-Forwarded-Host": forwarded}

        assert not await is_let_in(address, secret, origin=origin, headers=headers)


async def test_the_pages_of_a_configured_origin_are_ours_by_its_exact_name(tmp_path: Path) -> None:
    async with a_site(tmp_path, ALLOWED_ORIGINS=CRM) as (address, secret):
        assert await is_let_in(address, secret, origin=CRM)
        for stranger in ("http://crm.example.org", f"{CRM}:8443", f"{CRM}.evil.example"):
            assert not await is_let_in(address, secret, origin=stranger)


async def test_where_cookies_need_https_a_page_without_it_is_a_stranger(tmp_path: Path) -> None:
    given = {"SECURE_COOKIES": "yes", "TRUSTED_PROXIES": "127.0.0.1"}
    async with a_site(tmp_path, **given) as (address, secret):
        headers = {"X-Forwarded-Host": "calls.example.org"}

        assert await is_let_in(address, secret, origin=PUBLIC, headers=headers)
        plain = PUBLIC.replace("https", "http")
        assert not await is_let_in(address, secret, origin=plain, headers=headers)
