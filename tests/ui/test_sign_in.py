"""Signing in and out over HTTP, without a browser."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from litestar import Litestar

from tests.builders import PASSWORD, a_user
from ui.sign_in import local_path

HOST = "http://callbeacon.test"


@pytest.fixture
async def visitor(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Ask as a browser does that knows user101's password and has no cookie yet."""
    await a_user(app.state.site, "user101")
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own ASGI types
    async with httpx.AsyncClient(
        transport=transport, base_url=HOST, headers={"Origin": HOST}
    ) as client:
        yield client


async def sign_in(visitor: httpx.AsyncClient, **fields: str) -> httpx.Response:
    form = {"login_name": "user101", "password": PASSWORD, "next": "/", **fields}
    return await visitor.post("/login", data=form)


async def test_the_right_password_leads_to_where_one_wanted_to_go(
    visitor: httpx.AsyncClient,
) -> None:
    answer = await sign_in(visitor, next="/?call=7")

    assert (answer.status_code, answer.headers["location"]) == (303, "/?call=7")
    assert (await visitor.get("/")).status_code == 200


async def test_no_script_and_no_other_site_gets_at_the_cookie(visitor: httpx.AsyncClient) -> None:
    cookie = (await sign_in(visitor)).headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


async def test_a_wrong_password_sets_no_cookie_and_shows_no_markup_of_the_visitor(
    visitor: httpx.AsyncClient,
) -> None:
    answer = await sign_in(visitor, login_name='"><script>', password="wrong")

    assert "set-cookie" not in answer.headers
    assert "The login name or the password is wrong." in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["/login", "/logout"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
async def test_a_form_from_another_site_is_refused(
    visitor: httpx.AsyncClient, path: str, origin: str | None
) -> None:
    await sign_in(visitor)
    del visitor.headers["Origin"]

    answer = await visitor.post(path, headers={"Origin": origin} if origin else {})

    assert answer.status_code == 403
    assert (await visitor.get("/")).status_code == 200


async def test_signing_out_ends_the_session(visitor: httpx.AsyncClient) -> None:
    await sign_in(visitor)
    cookies = dict(visitor.cookies)

    answer = await visitor.post("/logout")

    assert answer.headers["location"] == "/login"
    visitor.cookies.update(cookies)
    assert (await visitor.get("/")).status_code == 303


async def test_whoever_is_not_signed_in_comes_back_to_the_page_after_signing_in(
    visitor: httpx.AsyncClient,
) -> None:
    answer = await visitor.get("/?call=7")

    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"next": ["/?call=7"]}


async def test_whoever_is_signed_in_needs_no_form(visitor: httpx.AsyncClient) -> None:
    await sign_in(visitor)

    answer = await visitor.get("/login", params={"next": "/?call=7"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/?call=7")


async def test_the_sign_in_page_needs_no_script(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/login")

    assert "<script" not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


async def test_the_icon_is_served_to_everybody(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/favicon.ico")

    assert answer.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize("wanted", ["/", "/?call=7", "/calls/1?filter=a%2Fb"])
def test_a_path_of_ours_is_kept(wanted: str) -> None:
    assert local_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "calls",
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "/login",
        "/login?next=/",
        "/ü",
    ],
)
def test_any_other_path_leads_to_the_desktop(wanted: str) -> None:
    assert local_path(wanted) == "/"
