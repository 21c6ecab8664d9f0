"""A value that says "leave it as it is", where None already means that there is none."""

from enum import Enum
from typing import TypeVar

T = TypeVar("T")


class Unchanged(Enum):
    """Hold the one such value."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


def either(edited: T | Unchanged, before: T) -> T:
    """Return what was edited, unless it is to stay as it was before."""
    return before if isinstance(edited, Unchanged) else edited
