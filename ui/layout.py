"""The server's side of one open page: a layout that shows it whole and loses no early event.

Why whole: after a reconnection the first update replaces what the browser shows. A "loading" in the
place of a field would take away the text that was typed while the connection was down.
"""

import asyncio
import logging
import uuid
from collections import deque
from typing import Any, NamedTuple

from reactpy.core.layout import Layout
from reactpy.types import Component, ContextProvider, Event, LayoutUpdateMessage

from ui.dependable import apology, cancel, new_failure_id

logger = logging.getLogger(__name__)

LONGEST_WAIT_FOR_ANSWERS = 5.0
# A click may cross the render that replaces its button. Longer than this would press a like button
# that the user opens later.
PATIENCE = 0.1
SOON = 0.02
MOST_EARLY_EVENTS = 256


class OpenPage:
    """What the components of a page share: its name, the answers it awaits, the end of its session.

    ``editor`` tells it from other tabs; the browser makes it, and keeps it when it connects again.
    """

    def __init__(self, *, editor: str = "") -> None:
        self.editor = editor or uuid.uuid4().hex
        self.signed_out = asyncio.Event()
        self._awaited: set[object] = set()
        self._has_all = asyncio.Event()
        self._has_all.set()

    @property
    def is_complete(self) -> bool:
        """Whether no component awaits its first answer."""
        return not self._awaited

    def expect(self, answer: object) -> None:
        """Hold back the first showing of the page until this answer is there."""
        self._awaited.add(answer)
        self._has_all.clear()

    def receive(self, answer: object) -> None:
        """Note that the answer is there, or will not come; doing so twice changes nothing."""
        self._awaited.discard(answer)
        if self.is_complete:
            self._has_all.set()

    async def has_all(self) -> None:
        """Return when no component awaits its first answer."""
        await self._has_all.wait()


class _EarlyEvent(NamedTuple):
    deadline: float
    event: dict[str, Any]


class PageLayout(Layout):
    """Render one page and hand its events to the handlers, in order for each handler."""

    def __init__(self, root: Component | ContextProvider[Any], *, page: OpenPage) -> None:
        super().__init__(root)
        self._page = page
        self._early: deque[_EarlyEvent] = deque(maxlen=MOST_EARLY_EVENTS)
        self._next_update: asyncio.Task[LayoutUpdateMessage] | None = None
        self._is_rendering = self._is_shown = self._is_leaving = False

    async def __aenter__(self) -> "PageLayout":
        await super().__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        self._is_leaving = True
        if self._next_update is not None:
            # Cut off in the middle, a render would leave effects that nobody ends.
            if self._is_rendering:
                await asyncio.wait({self._next_update})
            await cancel(self._next_update)
        await super().__aexit__(*error)

    async def render(self) -> LayoutUpdateMessage:
        """Wait for the next update; the first is the page with the answers that it asked for."""
        if self._is_shown:
            update = await self._finish_update()
        else:
            update = await self._whole_page()
            self._is_shown = True
        await self._deliver_early()
        return update

    async def _whole_page(self) -> LayoutUpdateMessage:
        """Put updates together until no answer is awaited, or the user has waited enough."""
        page = await self._finish_update()
        deadline = _now() + LONGEST_WAIT_FOR_ANSWERS
        while not self._is_settled() and _now() < deadline:
            update = self._begin_update()
            await self._until_news(update, within=deadline - _now())
            if update.done():
                page = merge(page, await self._finish_update())
        return page

    async def _until_news(self, update: "asyncio.Task[Any]", *, within: float) -> None:
        """Wait for the update, or for the last answer, which may change nothing that is shown."""
        if self._page.is_complete:
            # What is left to render may be of a component that has gone, and then brings no update.
            await asyncio.wait({update}, timeout=min(within, SOON))
            return
        answers = asyncio.create_task(self._page.has_all())
        try:
            await asyncio.wait(
                {update, answers}, timeout=within, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            await cancel(answers)

    def _is_settled(self) -> bool:
        is_idle = not self._is_rendering and not self._rendering_queue._pending
        return is_idle and self._page.is_complete

    def _begin_update(self) -> "asyncio.Task[LayoutUpdateMessage]":
        # A task, because a wait with a time limit would otherwise cut a render in two.
        if self._next_update is None:
            self._next_update = asyncio.create_task(super().render())
        return self._next_update

    async def _finish_update(self) -> LayoutUpdateMessage:
        update = await asyncio.shield(self._begin_update())
        self._next_update = None
        return update

    async def _create_layout_update(self, *arguments: Any) -> LayoutUpdateMessage:
        self._is_rendering = True
        try:
            return await super()._create_layout_update(*arguments)
        finally:
            self._is_rendering = False

    async def _render_component(self, *arguments: Any) -> Any:
        """Apologise where ReactPy would leave a blank: what a component returned is no page."""
        state = await super()._render_component(*arguments)
        if "error" in state.model.current:
            failure_id = new_failure_id()
            logger.error("The failure just logged was shown as %s", failure_id)
            state.model.current = {"tagName": "", "children": [dict(apology(failure_id))]}
        return state

    async def deliver(self, event: Any) -> None:
        """Hand an event to its handler; one that comes before the page is shown waits for it."""
        await self._deliver_early()
        if self._is_shown and event["target"] in self._event_handlers:
            await super().deliver(event)
        else:
            self._early.append(_EarlyEvent(_now() + PATIENCE, event))

    async def _deliver_early(self) -> None:
        """Deliver what was early and no longer is, before anything newer for its handler."""
        if not self._is_shown:
            return
        waiting, now = list(self._early), _now()
        self._early.clear()
        for early in waiting:
            if early.event["target"] in self._event_handlers:
                await super().deliver(early.event)
            elif early.deadline > now:
                self._early.append(early)
            else:
                logger.info("Dropped an event whose handler is gone")

    async def _process_event_queue(self, target: str, queue: "asyncio.Queue[Any]") -> None:
        """Handle what waits for a target, then go; ReactPy's own stays until the page is left."""
        while not queue.empty():
            await self._handle(target, queue.get_nowait())
        if not self._is_leaving:
            del self._event_queues[target], self._event_processing_tasks[target]

    async def _handle(self, target: str, event: dict[str, Any]) -> None:
        # The browser ignores a new value of a select until its own last event is acknowledged.
        sequence = event.get("seq")
        if isinstance(sequence, int):
            last = self._last_event_seq_by_target.get(target, -1)
            self._last_event_seq_by_target[target] = max(last, sequence)
        handler = self._event_handlers.get(target)
        if handler is None:
            logger.info("Dropped an event whose handler is gone")
            return
        try:
            await handler.function([_happened(datum) for datum in event["data"]])
        except Exception:
            logger.exception("Failed to handle an event")


def _happened(datum: Any) -> Any:
    """Fill in what slim.js leaves out: the element that listens, when it is the one that the event happened to."""
    if not isinstance(datum, dict):
        return datum
    return Event({"currentTarget": datum["target"], **datum} if "target" in datum else datum)


def merge(page: LayoutUpdateMessage, update: LayoutUpdateMessage) -> LayoutUpdateMessage:
    """Put an update into the place of the page that its path names, leaving both as they are."""
    steps = [int(step) for step in update["path"].split("/")[2::2]]
    model = _replaced(page["model"], steps, update["model"])
    return {"type": "layout-update", "path": "", "model": model}


def _replaced(model: Any, steps: list[int], part: Any) -> Any:
    if not steps:
        return part
    children = list(model["children"])
    children[steps[0]] = _replaced(children[steps[0]], steps[1:], part)
    return {**model, "children": children}


def _now() -> float:
    return asyncio.get_running_loop().time()
