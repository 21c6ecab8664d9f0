"""Identifiers sort by the time they were made."""

from datetime import UTC, datetime, timedelta

from models.identifiers import new_id


def test_identifiers_are_of_version_7_with_the_time_in_front() -> None:
    before = datetime.now(UTC)

    made = new_id()

    at = datetime.fromtimestamp((made.int >> 80) / 1000, UTC)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before - timedelta(milliseconds=1) <= at <= datetime.now(UTC) + timedelta(milliseconds=1)


def test_identifiers_made_one_after_another_sort_in_that_order() -> None:
    made = [new_id() for _ in range(10_000)]

    assert sorted(made, key=str) == sorted(made) == made
    assert len(set(made)) == 10_000
