"""Which language a reader gets: what the browser asks for, for each request and each open page."""

from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from api import auth
from ui import formats, texts

ENGLISH = "en"


class InTheReadersLanguage(ASGIMiddleware):
    """Choose texts and formats before a page is made; what the page does later inherits them."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Set the language, then go on."""
        wanted = accepted(auth.header(scope, b"accept-language"))
        texts.speak(best_language(wanted))
        time_zone = auth.web_settings_of(scope).time_zone
        formats.write_as(next(filter(formats.locale_of, wanted), ""), time_zone=time_zone)
        await next_app(scope, receive, send)


def accepted(header: str) -> list[str]:
    """Return the language tags of an Accept-Language header, the preferred one first."""
    weighed = [_weighed(part) for part in header.split(",")]
    wanted = [(weight, tag) for weight, tag in weighed if tag and weight > 0]
    return [tag for _, tag in sorted(wanted, key=lambda each: -each[0])]


def _weighed(part: str) -> tuple[float, str]:
    tag, _, quality = part.partition(";")
    try:
        return float(quality.strip().removeprefix("q=") or 1), tag.strip()
    except ValueError:
        return 0.0, ""


def best_language(wanted: list[str]) -> str:
    """Return the first language that there are texts in, with or without the region."""
    known = {tag.lower().replace("_", "-"): tag for tag in texts.languages()}
    for tag in wanted:
        for candidate in (tag.lower(), tag.lower().partition("-")[0]):
            if candidate in known:
                return known[candidate]
    return ENGLISH
