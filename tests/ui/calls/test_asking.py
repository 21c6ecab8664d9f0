"""What an address asks of the list of calls."""

import contextvars
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from ui import formats
from ui.calls.asking import asked_by

ID = str(uuid4())


def test_days_begin_and_end_in_the_time_zone_of_the_site() -> None:
    def place_and_ask() -> dict[str, Any]:
        formats.write_as("en-CA", time_zone="America/Toronto")
        return asked_by("?from=2026-11-01&to=2026-11-01").variables

    variables = contextvars.copy_context().run(place_and_ask)

    # The day on which summer time ends has 25 hours.
    assert variables == {
        "since": "2026-11-01T04:00:00+00:00",
        "until": "2026-11-02T05:00:00+00:00",
    }


def test_filters_are_named_as_the_schema_names_them() -> None:
    asked = asked_by(f"?number=%2B1+416&agent={ID}&outcome={ID}&reason=a%26b&tab=calls")

    assert asked.variables == {
        "phoneNumber": "+1 416",
        "agent": ID,
        "outcome": ID,
        "reason": "a&b",
    }
    assert parse_qs(urlsplit(asked.file).query) == {k: [v] for k, v in asked.variables.items()}


@pytest.mark.parametrize(
    "query",
    [
        *("", "?", "?number=", "?number=%20", "?agent=x", "?outcome=1", "?from=yesterday"),
        *("?from=0001-01-01", "?to=9999-12-31", "?after=x", "?tab=unopened&open=1"),
    ],
)
def test_what_means_nothing_is_left_out(query: str) -> None:
    asked = asked_by(query)

    assert (asked.filters, asked.after, asked.variables, asked.file) == ({}, "", {}, "/calls.csv")


def test_the_file_has_all_pages_and_a_link_to_one_keeps_the_filters() -> None:
    asked = asked_by(f"?number=0100&after={ID}")

    assert asked.after == ID
    assert asked.file == "/calls.csv?phoneNumber=0100"
    assert asked.page() == "/calls?number=0100"
    assert asked.page(ID) == f"/calls?number=0100&after={ID}"
