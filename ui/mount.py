"""ReactPy under Litestar: the socket of one open page, from the Origin check to the close."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, aclosing, asynccontextmanager, nullcontext
from typing import Annotated, Any, NamedTuple

import msgspec
from litestar import Response, Router, WebSocket, get
from litestar.exceptions import NotFoundException, WebSocketException
from litestar.handlers import websocket
from litestar.params import FromPath
from litestar.types import Scope
from reactpy import config
from reactpy.core.hooks import ConnectionContext
from reactpy.types import Component, Connection, Location

from ui.admission import Admission
from ui.dependable import cancel, mend_reactpy
from ui.events import Happening
from ui.layout import OpenPage, PageLayout

logger = logging.getLogger(__name__)

SIGNED_OUT, MALFORMED, TOO_LARGE, BROKEN, TRY_AGAIN_LATER = 4401, 1008, 1009, 1011, 1013
LARGEST_MESSAGE = 64 * 1024
MESSAGES_PER_SECOND = 50.0
LARGEST_BURST = 300.0
PING, PONG = "ping", "pong"  # what static/connection.js asks, and wants to hear
SHORT_WAIT = 0.2  # seconds, which nobody notices

RootComponent = Callable[[], Component]
Socket = WebSocket[Any, Any, Any]
Meanwhile = Callable[[Scope], AsyncGenerator[msgspec.Struct]]


class LayoutEvent(msgspec.Struct, frozen=True, tag_field="type", tag="layout-event"):
    """What a page sends, beside PING: something happened to an element."""

    target: str
    data: Annotated[list[dict[str, Any]], msgspec.Meta(min_length=1, max_length=1)]
    seq: int | None = None


class _PageClosed(Exception):
    """End a page's rendering; without a code the browser has gone already."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(code)
        self.code = code


async def _never(scope: Scope) -> None:
    await asyncio.Event().wait()


async def _nothing(scope: Scope) -> AsyncGenerator[msgspec.Struct]:
    return
    yield  # makes it a generator


def reactpy_mount(
    root_components: Mapping[str, RootComponent],
    *,
    is_signed_in: Callable[[Scope], Awaitable[bool]],
    is_same_site: Callable[[Scope], bool],
    session_ended: Callable[[Scope], Awaitable[None]] = _never,
    place_of: Callable[[Scope], AbstractContextManager[bool]] = lambda _: nullcontext(
        enter_result=True
    ),
    admission: Admission | None = None,
    meanwhile: Meanwhile = _nothing,
) -> Router:
    """Return what a page needs under /reactpy: its socket, for each root component by its name.

    ``is_same_site`` tells whether one of our pages asks: a browser sends the cookie whoever asks.
    ``place_of`` tells whether the session may have another page open. ``session_ended`` returns
    when the connection's session has ended. ``admission`` tells whose turn it is to be rendered for the
    first time, and ``meanwhile`` gives what a page is sent until then. Raises UnexpectedReactPy when
    another ReactPy is installed.
    """
    mend_reactpy()
    admission = admission or Admission()

    @websocket("/{component:str}")
    async def reactpy_socket(socket: Socket, component: FromPath[str]) -> None:
        """Carry one open page."""
        if component not in root_components or not is_same_site(socket.scope):
            await socket.close(code=MALFORMED)
            return
        await socket.accept()
        # A refusal before this would reach the browser as a mere failure to connect.
        if not await is_signed_in(socket.scope):
            await socket.close(code=SIGNED_OUT)
            return
        with place_of(socket.scope) as has_place:
            if has_place:
                opening = _Opening(admission, meanwhile)
                root = root_components[component]()
                await _carry(socket, root, opening, session_ended(socket.scope))
            else:
                await socket.close(code=TRY_AGAIN_LATER)

    return Router("/reactpy", route_handlers=[reactpy_socket, component_module])


@get("/modules/{path:path}", include_in_schema=False, sync_to_thread=False)
def component_module(path: FromPath[str]) -> Response[bytes]:
    """Send a JavaScript module that a component brings along, as those of reactpy-router do."""
    folder = config.REACTPY_WEB_MODULES_DIR.current.resolve()
    file = (folder / path.removeprefix("/")).resolve()
    if not file.is_relative_to(folder) or not file.is_file():
        raise NotFoundException
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(file.read_bytes(), media_type="text/javascript", headers=headers)


async def _carry(
    socket: Socket, root: Component, opening: "_Opening", session_ended: Awaitable[None]
) -> None:
    """Render the page until the browser leaves, the session ends or the page breaks."""
    page = OpenPage(editor=socket.query_params.get("editor", ""))
    layout = PageLayout(ConnectionContext(root, value=_connection(socket, page)), page=page)
    rendering = asyncio.create_task(_render(layout, socket, opening))
    endings: list[asyncio.Future[Any]] = [
        asyncio.ensure_future(page.signed_out.wait()),
        asyncio.ensure_future(session_ended),
    ]
    try:
        await asyncio.wait([rendering, *endings], return_when=asyncio.FIRST_COMPLETED)
        code = _close_code(rendering, endings)
    finally:
        await cancel(rendering, *endings)
    if code is not None:
        await socket.close(code=code)


async def _render(layout: PageLayout, socket: Socket, opening: "_Opening") -> None:
    """Send what changes, and deliver what happens; ReactPy's own logs an error for each page that is left."""
    async with layout, asyncio.TaskGroup() as group:
        group.create_task(_send_updates(layout, socket, opening))
        group.create_task(_deliver_events(layout, socket))


async def _send_updates(layout: PageLayout, socket: Socket, opening: "_Opening") -> None:
    await opening.show(layout, socket)
    while True:
        await _send(socket, await layout.render())


class _Opening(NamedTuple):
    """Show a page for the first time, when it is its turn."""

    admission: Admission
    meanwhile: Meanwhile

    async def show(self, layout: PageLayout, socket: Socket) -> None:
        has_to_wait = self.admission.is_full
        async with self._telling(socket) if has_to_wait else nullcontext(), self.admission.turn():
            update = await layout.render()
        await _send(socket, update)

    @asynccontextmanager
    async def _telling(self, socket: Socket) -> AsyncIterator[None]:
        telling = asyncio.create_task(self._tell(socket))
        try:
            yield
        finally:
            await cancel(telling)

    async def _tell(self, socket: Socket) -> None:
        """Send what there is to know until the page is there."""
        await asyncio.sleep(SHORT_WAIT)
        async with aclosing(self.meanwhile(socket.scope)) as messages:
            async for message in messages:
                await _send(socket, message)


async def _deliver_events(layout: PageLayout, socket: Socket) -> None:
    pace = _Pace()
    while True:
        await layout.deliver(await _receive(socket, pace))


def _connection(socket: Socket, page: OpenPage) -> Connection[OpenPage]:
    asked = socket.query_params
    location = Location(path=asked.get("path", "/"), query_string=asked.get("qs", ""))
    return Connection(scope=dict(socket.scope), location=location, carrier=page)


def _close_code(
    rendering: "asyncio.Task[None]", endings: "list[asyncio.Future[Any]]"
) -> int | None:
    """Say how to close, or None when the browser has gone."""
    ended = [ending for ending in endings if ending.done()]
    if any(ending.exception() is None for ending in ended):
        return SIGNED_OUT
    error = ended[0].exception() if ended else rendering.exception()
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, _PageClosed):
        return error.code
    logger.error("An open page broke", exc_info=error)
    return BROKEN


async def _send(socket: Socket, message: object) -> None:
    await _send_text(socket, msgspec.json.encode(message).decode())


async def _send_text(socket: Socket, text: str) -> None:
    try:
        await socket.send_data(text, mode="text")
    except (OSError, WebSocketException) as error:
        raise _PageClosed from error


async def _receive(socket: Socket, pace: "_Pace") -> dict[str, Any]:
    """Return the next event of the page; tell it in between, when it asks, that we are here."""
    while (text := await _receive_text(socket, pace)) == PING:
        await _send_text(socket, PONG)
    try:
        event = msgspec.json.decode(text, type=LayoutEvent)
        msgspec.convert(event.data, list[Happening])
    except msgspec.MsgspecError as error:
        raise _PageClosed(MALFORMED) from error
    return {"type": "layout-event", **msgspec.structs.asdict(event)}


async def _receive_text(socket: Socket, pace: "_Pace") -> str:
    await pace.keep()
    try:
        # What is no text comes as an empty one, and is no event.
        text = await socket.receive_data(mode="text")
    except WebSocketException as error:
        raise _PageClosed from error
    if len(text.encode()) > LARGEST_MESSAGE:
        raise _PageClosed(TOO_LARGE)
    return text


class _Pace:
    """Slow a page down that sends too much; refusing would lose what was typed offline."""

    def __init__(self) -> None:
        self._left = LARGEST_BURST
        self._counted_at = time.monotonic()

    async def keep(self) -> None:
        """Count one message, and wait while too many came."""
        now = time.monotonic()
        earned = (now - self._counted_at) * MESSAGES_PER_SECOND
        self._left, self._counted_at = min(LARGEST_BURST, self._left + earned) - 1, now
        if self._left < 0:
            await asyncio.sleep(-self._left / MESSAGES_PER_SECOND)
