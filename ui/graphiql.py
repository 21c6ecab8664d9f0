"""GraphiQL, the workbench of whoever writes tools: a page of its own, whose files are ours (static/vendor/graphiql)."""

from html import escape
from secrets import token_urlsafe
from typing import Any

from litestar import Response, get
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler

from api import auth
from ui import texts
from ui.assets import asset
from ui.page import SECURITY_HEADERS
from ui.sign_in import PageRequest, go_by_way_of, sign_in_first

PATH = "/graphiql"
VENDORED = (
    "react.production.min.js",
    "react-dom.production.min.js",
    "graphql-ws.min.js",
    "graphiql.min.js",
)
# Its scripts, unlike those of the other pages, write HTML by ``innerHTML``, so there are no trusted types; its dialogs
# bring a style element along, which carries the nonce.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'nonce-{nonce}'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
EXAMPLE = """# {hint}
query Calls {{
  me {{ loginName privileges }}
  inboundCalls(first: 5) {{
    edges {{
      node {{ connectedAt phoneNumber callReason {{ name }} }}
    }}
  }}
}}

subscription Beacon {{
  beacon(loginName: "{login_name}") {{
    status
    phoneNumber
    callReason {{ name }}
  }}
}}
"""
HTML = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>GraphiQL · {product}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<script src="{theme}"></script>
<link rel="icon" href="{icon}">
{links}
{scripts}
<script type="module" src="{start}"></script>
</head>
<body>
<main id="graphiql" data-example="{example}" data-product="{product}" data-nonce="{nonce}"></main>
<noscript>{needs_javascript}</noscript>
</body>
</html>
"""


def graphiql_page() -> HTTPRouteHandler:
    """Return the handler of the page."""

    @get(PATH, include_in_schema=False)
    async def show_graphiql(request: PageRequest) -> Response[Any]:
        """Show GraphiQL to whoever is signed in; others sign in first and come back."""
        if not await auth.is_signed_in(request.scope):
            is_due = await auth.must_change_password(request.scope)
            return go_by_way_of("/password", request) if is_due else sign_in_first(request)
        login_name = await auth.session_holder(request.scope)
        return _page(login_name, nonce=token_urlsafe())

    return show_graphiql


def _page(login_name: str, *, nonce: str) -> Response[str]:
    policy = "; ".join(CONTENT_SECURITY_POLICY).format(nonce=nonce)
    return Response(
        _html(login_name, nonce),
        media_type=MediaType.HTML,
        headers={**SECURITY_HEADERS, "Content-Security-Policy": policy},
    )


def _html(login_name: str, nonce: str) -> str:
    quoted = login_name.replace("\\", "\\\\").replace('"', '\\"')
    stylesheets = (asset("vendor/graphiql/graphiql.min.css"), asset("graphiql.css"))
    scripts = (asset(f"vendor/graphiql/{name}") for name in VENDORED)
    return HTML.format(
        lang=texts.LANGUAGE,
        product=texts.PRODUCT,
        nonce=nonce,
        theme=asset("theme.js"),
        icon=asset("icon.svg"),
        links="\n".join(f'<link rel="stylesheet" href="{address}">' for address in stylesheets),
        scripts="\n".join(f'<script defer src="{address}"></script>' for address in scripts),
        start=asset("graphiql.js"),
        example=escape(EXAMPLE.format(hint=texts.GRAPHIQL_HINT, login_name=quoted)),
        needs_javascript=escape(texts.NEEDS_JAVASCRIPT),
    )
