"""What fuzzing has found, each with the least that shows it."""

from collections import deque
from itertools import count

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.fuzzing.doors import SECONDS_TO_ANSWER, Doors
from tests.ui.screen import targets_of
from tests.ui.socket import socket_page


@pytest.mark.parametrize(
    ("component", "path", "opener"),
    [
        ("account", "/account", "new-token"),
        ("administration", "/admin?tab=tokens", "new-token"),
        ("administration", "/admin?tab=sources", "new-source"),
        ("administration", "/admin?tab=users", "new-user"),
    ],
)
async def test_a_form_takes_no_event_of_the_button_that_opened_it(
    doors: Doors, component: str, path: str, opener: str
) -> None:
    path, _, query = path.partition("?")
    async with socket_page(
        doors.server.url,
        cookie=doors.cookie["cookie"],
        component=component,
        path=f"{path}&qs={query}",
    ) as page:
        await page.send(page.one(id=opener), "onClick")
        await page.until(lambda: "Cancel" in page.text)

        targets = targets_of(page.model)

    assert len(targets) == len(set(targets))


def test_a_frame_of_bytes_closes_a_page_as_no_event(doors: Doors) -> None:
    address = doors.server.url.replace("http", "ws", 1) + "/reactpy/desktop/?path=/"
    with connect(address, additional_headers=doors.cookie, proxy=None) as line:
        line.send(b"{}")

        with pytest.raises(ConnectionClosed) as closed:
            deque((line.recv(SECONDS_TO_ANSWER) for _ in count()), maxlen=0)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008
