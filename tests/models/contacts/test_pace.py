"""The pace of an import: how many rows at once, and how long a pause."""

import pytest

from models.contacts.importing.pace import (
    AIM,
    FIRST_PORTION,
    LARGEST_PORTION,
    SMALLEST_PORTION,
    Pace,
)


def test_a_transaction_that_took_too_long_makes_the_next_one_smaller() -> None:
    pace = Pace()

    pace.wrote(FIRST_PORTION, seconds=2 * AIM)

    assert pace.portion == FIRST_PORTION // 2


def test_quick_transactions_grow_a_little_at_a_time() -> None:
    pace = Pace()

    pace.wrote(FIRST_PORTION, seconds=AIM / 10)

    assert FIRST_PORTION < pace.portion <= FIRST_PORTION * 1.3


def test_a_long_one_that_stopped_early_says_that_fewer_rows_take_so_long() -> None:
    pace = Pace(portion=100)

    pace.wrote(20, seconds=2 * AIM)

    assert pace.portion == 10


def test_a_short_one_that_stopped_early_is_no_reason_for_smaller_ones() -> None:
    pace = Pace(portion=100)

    pace.wrote(1, seconds=AIM / 2)

    assert pace.portion >= 100


@pytest.mark.parametrize(("seconds", "size"), [(1.0, SMALLEST_PORTION), (0.0, LARGEST_PORTION)])
def test_transactions_are_never_too_small_nor_too_large(seconds: float, size: int) -> None:
    pace = Pace()

    for _ in range(50):
        pace.wrote(pace.portion, seconds=seconds)

    assert pace.portion == size


def test_a_pause_beside_calls_is_longer_than_the_work_and_alone_it_is_shorter() -> None:
    alone, beside_calls = Pace(), Pace(is_beside_calls=True)

    assert beside_calls.pause(0.1) > 0.1 > alone.pause(0.1) > 0
