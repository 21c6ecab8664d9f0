"""Signing in and out: plain forms, which work without JavaScript."""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from api import auth
from ui import texts
from ui.assets import asset
from ui.icons import TELEPHONE
from ui.page import SECURITY_HEADERS

HOME = "/"
FORMS = {"/login", "/password"}

FORM = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{sign_in} · {product}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<script src="{theme}"></script>
{links}
</head>
<body class="sign-in">
<main>
<h1>
<span class="brand-mark"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{icon}"/></svg></span>
{product}
</h1>
<form method="post" action="/login">
{alert}
<input type="hidden" name="next" value="{next}">
<label for="login-name">{login_label}</label>
<input id="login-name" name="login_name" value="{login_name}" required maxlength="255"
 autocomplete="username" autocapitalize="none" spellcheck="false"{focus_name}>
<label for="password">{password_label}</label>
<input id="password" name="password" type="password" required autocomplete="current-password"{focus_password}>
<button type="submit" class="primary">{sign_in}</button>
</form>
</main>
</body>
</html>
"""

PageRequest = Request[Any, Any, Any]


def sign_in_routes(stylesheets: tuple[str, ...]) -> list[HTTPRouteHandler]:
    """Return the handlers of /login and /logout."""

    @get("/login", include_in_schema=False)
    async def show_form(request: PageRequest) -> Response[Any]:
        """Show the form; whoever is signed in already goes on."""
        goal = local_path(request.query_params.get("next", ""))
        if await auth.is_signed_in(request.scope):
            return Redirect(goal, status_code=303)
        return _form(stylesheets, goal=goal)

    @post("/login", include_in_schema=False)
    async def submit_form(request: PageRequest) -> Response[Any]:
        """Begin a session, or show the form again with the login name kept."""
        if not auth.is_same_site(request.scope):
            return foreign()
        fields = await request.form()
        goal, login_name = local_path(text_of(fields, "next")), text_of(fields, "login_name")
        try:
            secret = await auth.sign_in(
                request.scope, login_name=login_name, password=text_of(fields, "password")
            )
        except auth.TooManyAttempts as error:
            problem = texts.too_many_attempts(error.retry_after)
            form = _form(stylesheets, goal=goal, login_name=login_name, problem=problem)
            return slowed_down(form, error.retry_after)
        if secret is None:
            return _form(
                stylesheets, goal=goal, login_name=login_name, problem=texts.WRONG_CREDENTIALS
            )
        return with_session(Redirect(goal, status_code=303), request, secret)

    return [show_form, submit_form, sign_out]


@post("/logout", include_in_schema=False)
async def sign_out(request: PageRequest) -> Response[Any]:
    """End the session in every tab."""
    if not auth.is_same_site(request.scope):
        return foreign()
    await auth.sign_out(request.scope)
    return with_session(Redirect("/login", status_code=303), request, "", max_age=0)


def sign_in_first(request: PageRequest) -> Redirect:
    """Send the browser to the form, and from there back to where it wanted to go."""
    return go_by_way_of("/login", request)


def go_by_way_of(form: str, request: PageRequest) -> Redirect:
    """Send the browser to a form that it has to fill in before the page that it asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = "" if wanted == HOME else f"?next={quote(wanted, safe='/')}"
    return Redirect(f"{form}{query}", status_code=303)


def local_path(wanted: str) -> str:
    r"""Return the path when it leads nowhere but to us; otherwise the desktop's.

    Browsers read ``//host``, ``/\host`` and the same with control characters inside as another host.
    """
    is_plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted
    if not is_plain or not wanted.startswith("/") or wanted.startswith("//"):
        return HOME
    address = urlsplit(wanted)
    return HOME if address.scheme or address.netloc or address.path in FORMS else wanted


def foreign() -> Response[Any]:
    """Refuse a form that another site has sent."""
    return Response(
        texts.FOREIGN_FORM, status_code=403, media_type=MediaType.TEXT, headers=SECURITY_HEADERS
    )


def _form(
    stylesheets: tuple[str, ...], *, goal: str, login_name: str = "", problem: str = ""
) -> Response[Any]:
    """Write the form; the cursor stands where something is missing."""
    html = FORM.format(
        lang=texts.LANGUAGE,
        product=texts.PRODUCT,
        theme=asset("theme.js"),
        sign_in=texts.SIGN_IN,
        icon=TELEPHONE,
        links="\n".join(f'<link rel="stylesheet" href="{asset(name)}">' for name in stylesheets),
        alert=f'<p class="failure" role="alert">{escape(problem)}</p>' if problem else "",
        next=escape(goal),
        login_name=escape(login_name),
        login_label=texts.LOGIN_NAME,
        password_label=texts.PASSWORD,
        focus_name="" if login_name else " autofocus",
        focus_password=" autofocus" if login_name else "",
    )
    return Response(html, status_code=200, media_type=MediaType.HTML, headers=SECURITY_HEADERS)


def with_session(
    response: Response[Any], request: PageRequest, secret: str, *, max_age: int | None = None
) -> Response[Any]:
    """Have the browser keep this as the cookie of its session."""
    cookie = Cookie(
        key=auth.SESSION_COOKIE,
        value=secret,
        path="/",
        httponly=True,
        samesite="lax",
        secure=auth.web_settings_of(request.scope).secure_cookies,
        max_age=max_age,
    )
    response.set_cookie(cookie)
    return response


def slowed_down(response: Response[Any], retry_after: int) -> Response[Any]:
    """Say in HTTP's words too that there were too many attempts (RFC 6585, section 4)."""
    response.status_code = 429
    response.headers["Retry-After"] = str(retry_after)
    return response


def text_of(fields: Mapping[str, Any], name: str) -> str:
    """Return a field of a form; empty when it is missing or a file."""
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""
