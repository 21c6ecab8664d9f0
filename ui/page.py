"""The HTML around every page: one element for its component, no inline script, a strict policy."""

from collections.abc import Collection
from html import escape

from litestar import Response
from litestar.enums import MediaType

from ui import texts
from ui.assets import asset

CONTENT_SECURITY_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
)

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "; ".join(CONTENT_SECURITY_POLICY),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

THEME_COLOUR = "#1f4e79"

SHELL = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<script src="{theme}"></script>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="{colour}">
<link rel="icon" href="{icon}">
{files}
<script type="module" src="{boot}"></script>
</head>
<body>
<p id="connection" role="status" {notices}></p>
<div id="app" data-component="{component}"></div>
<noscript>{needs_javascript}</noscript>
</body>
</html>
"""


def page(
    component: str,
    title: str,
    *,
    stylesheets: Collection[str] = (),
    scripts: Collection[str] = (),
) -> Response[str]:
    """Return the page on which the root component of this name appears.

    Stylesheets and scripts (custom elements, say) are named as they stand under ui/static.
    """
    links = [f'<link rel="stylesheet" href="{asset(name)}">' for name in stylesheets]
    modules = [f'<script type="module" src="{asset(name)}"></script>' for name in scripts]
    html = SHELL.format(
        lang=escape(texts.LANGUAGE),
        title=escape(f"{title} · {texts.PRODUCT}"),
        component=escape(component),
        files="\n".join([*links, *modules]),
        icon=asset("icon.svg"),
        boot=asset("boot.js"),
        colour=THEME_COLOUR,
        theme=asset("theme.js"),
        notices=_notices(),
        needs_javascript=escape(texts.NEEDS_JAVASCRIPT),
    )
    return Response(html, media_type=MediaType.HTML, headers=SECURITY_HEADERS)


def _notices() -> str:
    """Write what static/boot.js says when the server cannot say it any more."""
    notices = {
        "lost-name": texts.CONNECTION_LOST,
        "lost": texts.CONNECTION_LOST_HINT,
        "waiting-name": texts.PAGE_WAITS,
        "waiting": texts.PAGE_WAITS_HINT,
        "ended-name": texts.SESSION_ENDED,
        "ended": texts.SESSION_ENDED_HINT,
        "sign-in": texts.SIGN_IN_IN_NEW_TAB,
    }
    return " ".join(f'data-{name}="{escape(text)}"' for name, text in notices.items())
