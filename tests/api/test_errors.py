from collections.abc import Iterator

import pytest

from api.errors import WIRES, extensions, wire
from models.errors import (
    CallbeaconError,
    DatabaseDown,
    InvalidValue,
    NotPermitted,
    QueueFull,
    TooManyMessages,
    Unavailable,
)


def every_error(root: type[CallbeaconError] = CallbeaconError) -> Iterator[type[CallbeaconError]]:
    """Walk the whole tree of errors."""
    yield root
    for branch in root.__subclasses__():
        yield from every_error(branch)


ERRORS = [error for error in every_error() if error.__module__.startswith("models.")]


@pytest.mark.parametrize("error", ERRORS, ids=[error.__name__ for error in ERRORS])
def test_every_error_has_a_code_of_its_own_and_a_place_on_the_wires(
    error: type[CallbeaconError],
) -> None:
    assert "code" in vars(error)
    assert error.code in WIRES
    assert error.code == error.code.upper()


def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in ERRORS]

    assert len(set(codes)) == len(codes)


def test_no_place_is_kept_for_an_error_that_is_gone() -> None:
    assert set(WIRES) == {error.code for error in ERRORS}


@pytest.mark.parametrize(
    "error", [Unavailable(), QueueFull(), DatabaseDown()], ids=lambda error: error.code
)
def test_whatever_passes_by_itself_asks_the_sender_to_repeat(error: Unavailable) -> None:
    assert (wire(error).number, wire(error).status) == (-32005, 503)


def test_a_sender_that_is_too_fast_is_asked_to_repeat_too() -> None:
    assert (wire(TooManyMessages()).number, wire(TooManyMessages()).status) == (-32005, 429)


def test_extensions_begin_with_the_code_and_hold_the_typed_fields() -> None:
    wrong = extensions(InvalidValue("status", "CONNECTED or DISCONNECTED was expected."))

    assert list(wrong.items()) == [
        ("code", "INVALID_VALUE"),
        ("name", "status"),
        ("expected", "CONNECTED or DISCONNECTED was expected."),
    ]
    assert extensions(NotPermitted("gAdmin")) == {"code": "NOT_PERMITTED", "privilege": "gAdmin"}
