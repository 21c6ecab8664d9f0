"""A value that says "leave it as it is", where None already means that there is none."""

from enum import Enum


class Unchanged(Enum):
    """Hold the one such value."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED
