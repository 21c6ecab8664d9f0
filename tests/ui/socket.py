"""A page as ReactPy's client holds it, over a real socket and without a browser: cheap enough for a thousand."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.ui.screen import Element, elements, happening, text_of
from ui.layout import merge

INTERIM = '{"type":"interim-beacon"'


class SocketPage:
    """Take in what the server renders, and send it events."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.model: Any = {}
        self.sizes: list[int] = []

    @property
    def text(self) -> str:
        """Everything that can be read."""
        return text_of(self.model)

    async def take(self) -> dict[str, Any]:
        """Wait for the next update and return it; what a page is told while it waits for its turn is none."""
        text = await self.socket.recv()
        while str(text).startswith(INTERIM):
            text = await self.socket.recv()
        self.sizes.append(len(text))
        update: Any = json.loads(text)
        whole: Any = {"type": "layout-update", "path": "", "model": self.model}
        self.model = merge(whole, update)["model"]
        return cast("dict[str, Any]", update)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Take updates until the condition holds."""
        while not condition():
            await self.take()

    def one(self, **attributes: str) -> Element:
        """Return the only element with these attributes."""
        (found,) = elements(self.model, **attributes)
        return found

    async def send(self, element: Element, event: str, **target: Any) -> None:
        """Let an event happen to an element."""
        await self.socket.send(json.dumps(happening(element, event, **target)))


@asynccontextmanager
async def socket_page(
    origin: str, *, cookie: str = "", component: str = "desktop", path: str = "/"
) -> AsyncIterator[SocketPage]:
    """Open a page and wait until it is shown."""
    async with connect(
        f"{origin.replace('http', 'ws', 1)}/reactpy/{component}/?path={path}",
        origin=origin,  # type: ignore[arg-type]  # a NewType of str
        additional_headers={"Cookie": cookie} if cookie else {},
        proxy=None,
        compression=None,
        max_size=None,
    ) as socket:
        page = SocketPage(socket)
        await page.take()
        yield page


async def signed_in(origin: str, login_name: str, password: str) -> str:
    """Sign in as a browser does and return the cookie."""
    async with httpx.AsyncClient(base_url=origin, trust_env=False) as client:
        form = {"login_name": login_name, "password": password}
        answer = await client.post("/login", data=form, headers={"Origin": origin})
    assert answer.status_code == 303
    return answer.headers["set-cookie"].partition(";")[0]
