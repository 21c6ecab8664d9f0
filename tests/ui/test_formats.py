"""Dates, times, durations and numbers, as they are written in three places."""

import contextvars
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from ui import formats

EVENING = datetime(2026, 11, 23, 3, 5, tzinfo=UTC)  # the day before in Toronto


def written(tag: str, write: Callable[[], str]) -> str:
    def place_and_write() -> str:
        formats.write_as(tag, time_zone="America/Toronto")
        return write().replace("\u202f", " ").replace("\xa0", " ")

    return contextvars.copy_context().run(place_and_write)


@pytest.mark.parametrize(
    ("tag", "date", "time", "number"),
    [
        ("de", "22.11.2026", "22:05", "12.345,6"),
        ("en-CA", "Nov 22, 2026", "10:05 p.m.", "12,345.6"),
        ("fr-CA", "22 nov. 2026", "22 h 05", "12 345,6"),
        ("xx-unknown", "Nov 22, 2026", "10:05 p.m.", "12,345.6"),
    ],
)
def test_each_place_writes_in_its_own_way_in_the_time_of_the_site(
    tag: str, date: str, time: str, number: str
) -> None:
    assert written(tag, lambda: formats.date(EVENING)) == date
    assert written(tag, lambda: formats.time(EVENING)) == time
    assert written(tag, lambda: formats.number(12345.6)) == number
    both = written(tag, lambda: formats.date_and_time(EVENING))
    assert both.startswith(date)
    assert both.endswith(time)


def test_a_day_begins_and_a_time_is_exact_where_the_site_is() -> None:
    assert written("de", lambda: formats.exact_time(EVENING)) == "22:05:00.000"
    assert written("de", lambda: formats.day(date(2026, 11, 22))) == "22.11.2026"
    begun = written("de", lambda: formats.midnight(date(2026, 11, 22)).isoformat())
    assert begun == "2026-11-22T05:00:00+00:00"
    assert written("de", lambda: formats.today().isoformat()) in {
        (datetime.now(UTC) - timedelta(hours=hours)).date().isoformat() for hours in (4, 5)
    }


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (134, "2:14"), (3734, "1:02:14"), (-3, "0:00")]
)
def test_a_duration_is_written_as_a_clock_shows_it(seconds: int, text: str) -> None:
    assert formats.duration(timedelta(seconds=seconds)) == text


def test_a_site_without_a_time_zone_writes_in_utc_and_as_canadians_do() -> None:
    assert (formats.locale_tag(), formats.zone_name()) == ("en-CA", "UTC")


def test_what_is_typed_into_a_field_for_a_time_is_a_time_of_the_site() -> None:
    assert written("en-CA", lambda: formats.time_to_type(EVENING)) == "2026-11-22T22:05"
    assert (
        written("en-CA", lambda: str(formats.typed_time("2026-11-22T22:05") == EVENING)) == "True"
    )
    assert formats.typed_time("") is None


def test_a_log_has_its_times_to_the_second() -> None:
    exact = written("en-CA", lambda: formats.date_and_exact_time(EVENING))

    assert exact == "Nov 22, 2026, 10:05:00 p.m."
