"""Choosing a password: a plain form, for whoever wants another and for whoever has to before anything else."""

from html import escape
from typing import Any

from litestar import Response, get, post
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from api import auth
from ui import texts
from ui.assets import asset
from ui.page import SECURITY_HEADERS
from ui.sign_in import (
    PageRequest,
    foreign,
    local_path,
    slowed_down,
    text_of,
    with_session,
)

PATH = "/password"

FORM = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title} · {product}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<script src="{theme}"></script>
{links}
</head>
<body class="sign-in">
<main>
<h1>{title}</h1>
<form method="post" action="/password">
{notice}
{alert}
<input type="hidden" name="next" value="{next}">
<input type="text" value="{login_name}" autocomplete="username" readonly hidden>
<label for="current">{current_label}</label>
<input id="current" name="current" type="password" required autocomplete="current-password" autofocus>
<label for="new">{new_label}</label>
<input id="new" name="new" type="password" required minlength="8" maxlength="1024" autocomplete="new-password"
 aria-describedby="new-hint">
<p id="new-hint" class="soft">{hint}</p>
<button type="submit" class="primary">{title}</button>
</form>
{way_back}
</main>
</body>
</html>
"""


def password_routes(stylesheets: tuple[str, ...]) -> list[HTTPRouteHandler]:
    """Return the handlers of /password."""

    @get(PATH, include_in_schema=False)
    async def show_password_form(request: PageRequest) -> Response[Any]:
        """Show the form to whoever is signed in."""
        return await _form(request, stylesheets, local_path(request.query_params.get("next", "")))

    @post(PATH, include_in_schema=False)
    async def submit_password_form(request: PageRequest) -> Response[Any]:
        """Change the password and go on with another cookie, or show the form again."""
        if not auth.is_same_site(request.scope):
            return foreign()
        fields = await request.form()
        goal = local_path(text_of(fields, "next"))
        current, new = text_of(fields, "current"), text_of(fields, "new")
        try:
            secret = await auth.change_password(request.scope, current=current, new=new)
        except auth.NotSignedIn:
            return Redirect("/login", status_code=303)
        except auth.TooManyAttempts as error:
            problem = texts.too_many_attempts(error.retry_after)
            form = await _form(request, stylesheets, goal, problem=problem)
            return slowed_down(form, error.retry_after)
        except auth.Refused as error:
            problem = texts.PASSWORD_PROBLEMS.get(error.code, str(error))
            return await _form(request, stylesheets, goal, problem=problem)
        on = Redirect(goal, status_code=303)
        return with_session(on, request, secret) if secret else on

    return [show_password_form, submit_password_form]


async def _form(
    request: PageRequest, stylesheets: tuple[str, ...], goal: str, *, problem: str = ""
) -> Response[Any]:
    try:
        login_name = await auth.session_holder(request.scope)
    except auth.NotSignedIn:
        return Redirect("/login", status_code=303)
    is_forced = await auth.must_change_password(request.scope)
    html = FORM.format(
        lang=texts.LANGUAGE,
        product=texts.PRODUCT,
        title=texts.CHANGE_PASSWORD,
        theme=asset("theme.js"),
        links="\n".join(f'<link rel="stylesheet" href="{asset(name)}">' for name in stylesheets),
        notice=f"<p>{texts.PASSWORD_CHANGE_DUE}</p>" if is_forced else "",
        alert=f'<p class="failure" role="alert">{escape(problem)}</p>' if problem else "",
        next=escape(goal),
        login_name=escape(login_name),
        current_label=texts.CURRENT_PASSWORD,
        new_label=texts.NEW_PASSWORD,
        hint=texts.PASSWORD_HINT,
        way_back="" if is_forced else f'<p><a href="{escape(goal)}">{texts.CANCEL}</a></p>',
    )
    return Response(html, status_code=200, media_type=MediaType.HTML, headers=SECURITY_HEADERS)
