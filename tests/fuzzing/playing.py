"""How many examples are tried, and how: the same ones each time in the tests, others each time in ``make fuzz``."""

import os
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

# `make fuzz` tries 2,000 at each door, or as many as it is told.
EXAMPLES = int(os.environ.get("CALLBEACON_TEST_FUZZ_EXAMPLES", "24"))
IS_LONG = "CALLBEACON_TEST_FUZZ_EXAMPLES" in os.environ

Sent = TypeVar("Sent")


def play(
    sent: SearchStrategy[Sent],
    take: Callable[[Sent], None],
    *,
    examples: int = EXAMPLES,
    round: int = 0,
) -> None:
    """Send so many examples; another round has others. A failing one is made small first, and printed."""

    @settings(
        max_examples=examples,
        database=None,
        derandomize=not IS_LONG and not round,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(sent)
    def try_one(example: Sent) -> None:
        take(example)

    (seed(round)(try_one) if round else try_one)()
