"""Whatever comes in at a door: an answer that was expected, no failure in the log, and calls are taken as ever."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis.strategies import SearchStrategy

from tests.fuzzing import sending
from tests.fuzzing.doors import Doors
from tests.fuzzing.playing import EXAMPLES, play

DOORS: dict[str, tuple[SearchStrategy[Any], Callable[[Doors, Any], None]]] = {
    "JSON-RPC": (sending.RPC_REQUESTS, sending.call_state),
    "HTTP": (sending.RAW, sending.whatever),
    "GraphQL": (sending.QUESTIONS, sending.ask),
    "GraphQL's WebSocket": (sending.GRAPHQL_FRAMES, sending.converse),
    "a page's WebSocket": (sending.PAGES, sending.use_page),
    "files of contacts": (sending.FILES, sending.import_file),
}
ROUNDS = 4
MOST_GROWTH = 8 * 1024 * 1024


@pytest.mark.parametrize("door", DOORS)
def test_whatever_is_sent_the_server_knows_what_to_answer_and_goes_on(
    doors: Doors, door: str
) -> None:
    sent, take = DOORS[door]

    play(sent, partial(take, doors))

    doors.check()


def test_memory_does_not_grow_with_what_is_sent(doors: Doors) -> None:
    resident = []

    for round in range(1, ROUNDS + 1):
        for sent, take in DOORS.values():
            play(
                sent,
                partial(take, doors),
                examples=EXAMPLES // 4,
                round=round,
            )
        resident.append(doors.resident)

    doors.check()
    assert resident[-1] - resident[1] < MOST_GROWTH, resident
