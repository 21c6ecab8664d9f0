"""Signing in and out over HTTP, without a browser."""

import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from litestar import Litestar

from models.people.accounts import reset_password
from models.people.granting import grant_privilege
from models.people.privileges import Privilege
from models.people.users import find_user
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


@pytest.mark.parametrize("path", ["/login", "/logout", "/password"])
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

    assert re.findall(r"<script[^>]*/(\w+\.js)", answer.text) == ["theme.js"]
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
        "/password",
        "/ü",
    ],
)
def test_any_other_path_leads_to_the_desktop(wanted: str) -> None:
    assert local_path(wanted) == "/"


# --- Slowing down, other cookies, passwords to be changed


async def test_the_page_says_when_to_try_again_after_too_many_failures(
    visitor: httpx.AsyncClient,
) -> None:
    for _ in range(10):
        await sign_in(visitor, password="wrong")

    answer = await sign_in(visitor)

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 6
    assert "Too many attempts failed. Wait " in answer.text
    assert "set-cookie" not in answer.headers


async def test_what_a_client_says_of_its_address_does_not_help_to_guess(
    visitor: httpx.AsyncClient,
) -> None:
    for each in range(10):
        visitor.headers["X-Forwarded-For"] = f"192.0.2.{each}"
        await sign_in(visitor, password="wrong")

    visitor.headers["X-Forwarded-For"] = "203.0.113.9"
    assert (await sign_in(visitor)).status_code == 429


async def test_signing_in_again_ends_the_session_before(visitor: httpx.AsyncClient) -> None:
    await sign_in(visitor)
    before = visitor.cookies["callbeacon_session"]

    await sign_in(visitor)

    assert visitor.cookies["callbeacon_session"] != before
    visitor.cookies.clear()
    answer = await visitor.get("/", headers={"Cookie": f"callbeacon_session={before}"})
    assert answer.status_code == 303


async def test_after_a_change_of_rights_the_next_page_brings_another_cookie(
    visitor: httpx.AsyncClient, app: Litestar
) -> None:
    await sign_in(visitor)
    before = visitor.cookies["callbeacon_session"]
    user_id = await find_user("user101")
    await grant_privilege(app.state.site, None, user_id, Privilege.CALL_SUPERVISOR)

    first, second = await visitor.get("/"), await visitor.get("/")

    assert (first.status_code, second.status_code) == (200, 200)
    assert visitor.cookies["callbeacon_session"] != before
    assert "set-cookie" not in second.headers


async def reset(app: Litestar) -> str:
    """Have an administrator reset the visitor's password."""
    admin = await a_user(app.state.site, privileges=[Privilege.ADMIN])
    return await reset_password(app.state.site, admin, await find_user("user101"))


async def test_after_a_reset_nothing_works_until_the_user_has_chosen_a_password(
    visitor: httpx.AsyncClient, app: Litestar
) -> None:
    password = await reset(app)
    await sign_in(visitor, password=password, next="/?call=7")

    page = await visitor.get("/?call=7")
    asked = await visitor.post("/graphql", json={"query": "{ me { loginName } }"})
    form = await visitor.get(page.headers["location"])
    changed = await visitor.post(
        "/password", data={"current": password, "new": "another password", "next": "/?call=7"}
    )

    assert (page.status_code, page.headers["location"]) == (303, "/password?next=/%3Fcall%3D7")
    assert asked.json()["errors"][0]["extensions"]["code"] == "PASSWORD_CHANGE_DUE"
    assert "An administrator has set your password." in form.text
    assert (changed.status_code, changed.headers["location"]) == (303, "/?call=7")
    assert "callbeacon_session=" in changed.headers["set-cookie"]
    assert (await visitor.get("/?call=7")).status_code == 200


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"current": "wrong"}, "The current password is wrong."),
        ({"new": PASSWORD}, "Choose another password than before"),
        ({"new": "short"}, "Choose another password than before"),
    ],
)
async def test_a_password_that_can_not_be_taken_is_asked_for_again(
    visitor: httpx.AsyncClient, fields: dict[str, str], problem: str
) -> None:
    await sign_in(visitor)

    form = {"current": PASSWORD, "new": "another password"} | fields
    answer = await visitor.post("/password", data=form)

    assert problem in answer.text
    assert "set-cookie" not in answer.headers


async def test_whoever_is_not_signed_in_changes_no_password(visitor: httpx.AsyncClient) -> None:
    shown = await visitor.get("/password")
    sent = await visitor.post("/password", data={"current": PASSWORD, "new": "another password"})

    assert [shown.headers["location"], sent.headers["location"]] == [
        "/login",
        "/login",
    ]
