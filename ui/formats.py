"""Dates, times, durations and numbers as the reader writes them, in the time zone of the site.

Locale and zone are set once for each request and each open page, as the language of the texts is.
"""

from contextvars import ContextVar
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import date as Day  # noqa: N812  # ours are the functions
from datetime import time as Clock  # noqa: N812  # ours are the functions
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers
from msgspec import Struct

FALLBACK = Locale("en", "CA")
# The languages of ISO 639-1 are those that scripts are likely in; of a few it matters where, or how, they are written.
WRITTEN_DIFFERENTLY = frozenset(("pt_BR", "pt_PT", "zh_Hans", "zh_Hant"))


class Place(Struct, frozen=True, kw_only=True):
    """How somebody writes, and the time zone that the site is in."""

    locale: Locale
    zone: tzinfo


ELSEWHERE = Place(locale=FALLBACK, zone=UTC)
_place: ContextVar[Place] = ContextVar("place", default=ELSEWHERE)


def write_as(tag: str, *, time_zone: str) -> None:
    """Write as those do whose browser says ``de`` or ``fr-CA``; when nobody knows how, as Canadians do."""
    zone = UTC if time_zone == "UTC" else ZoneInfo(time_zone)
    _place.set(Place(locale=locale_of(tag) or FALLBACK, zone=zone))


def locale_of(tag: str) -> Locale | None:
    """Return what is known of a language tag, also when only its language is."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def languages() -> dict[str, str]:
    """Name languages by their tags, in the reader's own and in its order."""
    return _languages(_place.get().locale)


@lru_cache(maxsize=16)
def _languages(locale: Locale) -> dict[str, str]:
    named = {
        code.replace("_", "-"): name
        for code, name in locale.languages.items()
        if len(code) == 2 or code in WRITTEN_DIFFERENTLY
    }
    return dict(sorted(named.items(), key=lambda each: each[1].casefold()))


def locale_tag() -> str:
    """Return the locale as browsers name it."""
    return str(_place.get().locale).replace("_", "-")


def zone_name() -> str:
    """Return the site's time zone as browsers name it."""
    return str(_place.get().zone)


def typed_time(text: str) -> datetime | None:
    """Read what a browser's field for date and time holds, "2026-11-22T17:21"; None when it holds none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=_place.get().zone)
    except ValueError:
        return None


def time_to_type(when: datetime) -> str:
    """Write a time as a browser's field for date and time holds it."""
    return when.astimezone(_place.get().zone).strftime("%Y-%m-%dT%H:%M")


def date(when: datetime) -> str:
    """Write the day: "Nov 22, 2026"."""
    place = _place.get()
    return dates.format_date(when.astimezone(place.zone), format="medium", locale=place.locale)


def time(when: datetime) -> str:
    """Write the time of day to the minute: "5:21 p.m."."""
    place = _place.get()
    return dates.format_time(when, format="short", tzinfo=place.zone, locale=place.locale)


def exact_time(when: datetime) -> str:
    """Write the time of day to the millisecond, as logs do in every language: "17:21:07.120"."""
    place = _place.get()
    return dates.format_time(when, "HH:mm:ss.SSS", tzinfo=place.zone, locale=place.locale)


def day(written: Day) -> str:
    """Write a day that belongs to no time zone, such as that of a follow-up: "Nov 22, 2026"."""
    return dates.format_date(written, format="medium", locale=_place.get().locale)


def today() -> Day:
    """Return which day it is in the site's time zone."""
    return datetime.now(UTC).astimezone(_place.get().zone).date()


def midnight(of: Day) -> datetime:
    """Return when a day begins in the site's time zone."""
    return datetime.combine(of, Clock(), tzinfo=_place.get().zone).astimezone(UTC)


def date_and_time(when: datetime) -> str:
    """Write the day and the time: "Nov 22, 2026, 5:21 p.m."."""
    place = _place.get()
    pattern = dates.get_datetime_format("medium", locale=place.locale)
    return str(pattern).replace("{0}", time(when)).replace("{1}", date(when))


def date_and_exact_time(when: datetime) -> str:
    """Write the day and the time to the second: "Nov 22, 2026, 5:21:09 p.m."."""
    place = _place.get()
    return dates.format_datetime(when, format="medium", tzinfo=place.zone, locale=place.locale)


def duration(length: timedelta) -> str:
    """Write a length of time as a clock does, "2:14" or "1:02:14", which every language reads."""
    seconds = max(round(length.total_seconds()), 0)
    minutes, hours = seconds // 60, seconds // 3600
    if not hours:
        return f"{minutes}:{seconds % 60:02}"
    return f"{hours}:{minutes % 60:02}:{seconds % 60:02}"


def number(value: float | Decimal) -> str:
    """Write a number with its separators: "12,345.6"."""
    return numbers.format_decimal(value, locale=_place.get().locale)
