"""Mend the faults of ReactPy 2.0.0b13 that an eight-hour session would meet; refuse any other.

Nothing here knows a call or a page. When ReactPy is upgraded, each mend is tried without, and taken
out if it can be.
"""

import asyncio
import hashlib
import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import reactpy
from reactpy import config, use_memo, use_ref
from reactpy.core._life_cycle_hook import HOOK_STACK, LifeCycleHook
from reactpy.types import Component, VdomDict
from reactpy.utils import Ref

logger = logging.getLogger(__name__)

CLIENT_FOLDER = Path(reactpy.__file__).parent / "static"
# slim.js takes Preact's options from a chunk by its hashed name and a one-letter export.
CLIENT_FILES = {
    "index.js": "a9d2f095af42b3604a16674eecc07421de774687cce875f60178fc4bc1286cf7",
    "index-bz53xswt.js": "bda659eda68d81e35e058caa72363d37921cea7d7f26d752b9bcb0fe6d42b9a8",
    "index-qg0ba7j2.js": "5436e7b184817ebdc3dd317c5ef28f61cfec392a0781fc409dad96a5e4ec7d46",
}


class UnexpectedReactPy(RuntimeError):
    """Say that the ReactPy installed is not the one that the mends were made for."""


def mend_reactpy() -> None:
    """Put every mend in place; doing so twice changes nothing."""
    verify_client(CLIENT_FOLDER)
    # Rendering side by side shows stale screens and keeps 30 KB for each render.
    config.REACTPY_ASYNC_RENDERING.set_current(False)
    mends: list[tuple[type, str, object]] = [
        (LifeCycleHook, "affect_layout_did_render", _start_effects),
        (Component, "render", _render_or_apologise),
        (Component, "__repr__", _name_only),
    ]
    for owner, name, function in mends:
        setattr(owner, name, function)


def verify_client(folder: Path) -> None:
    """Raise UnexpectedReactPy unless the browser client in the folder is the expected one."""
    for name, expected in CLIENT_FILES.items():
        file = folder / name
        if not file.is_file():
            problem = "is missing"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            problem = "has changed"
        else:
            continue
        raise UnexpectedReactPy(
            f"ReactPy's browser client is not the one of 2.0.0b13 ({name} {problem}). "
            "Install the locked dependencies again."
        )


async def _start_effects(hook: LifeCycleHook) -> None:
    """Start the effects of one render; ReactPy's own keeps an event for each render for ever."""
    hook._effect_tasks = [task for task in hook._effect_tasks if not task.done()]
    if not hook._effect_funcs:
        return
    if not hook._effect_stops:
        hook._effect_stops.append(asyncio.Event())
    # All of them are set at the same moment, when the component goes, so one serves for all.
    stop = hook._effect_stops[0]
    hook._effect_tasks.extend(asyncio.ensure_future(run(stop)) for run in hook._effect_funcs)
    hook._effect_funcs.clear()


def _render_or_apologise(component: Component) -> Component | VdomDict | str | None:
    """Render the component, or say that it failed; ReactPy's own leaves a blank without a word."""
    try:
        return component.type(*component._args, **component._kwargs)
    except Exception:
        failure_id = new_failure_id()
        logger.exception("Failed to render %r (%s)", component, failure_id)
        return apology(failure_id)


def _name_only(component: Component) -> str:
    """Name a component without its arguments, which are people's data and would reach the log."""
    return f"<{component.type.__module__}.{component.type.__qualname__}>"


def new_failure_id() -> str:
    """Make an id that stands in the log and on the page, for the user to quote."""
    return uuid.uuid4().hex[:12]


def apology(failure_id: str) -> VdomDict:
    """Tell the user that a part of the page failed, with the id to quote."""
    return reactpy.html.p(
        {"role": "alert", "class": "failure", "data-failure": failure_id},
        "Something went wrong here. Reload the page; nothing you typed is lost. ",
        reactpy.html.small(f"({failure_id})"),
    )


def use_task(work: Callable[[], Awaitable[None]], dependencies: Sequence[object]) -> None:
    """Run the work while the component lives; when a dependency changes, end it and run it anew.

    ReactPy's use_async_effect loses sight of the second run when a third begins, and keeps a
    waiting task for each change. Functions are no dependencies: ReactPy compares local ones by
    their code.
    """
    hook = HOOK_STACK.current_hook()
    current: Ref[asyncio.Task[None] | None] = use_ref(None)

    async def run(stop: asyncio.Event) -> None:
        task = current.current = asyncio.create_task(_after(current.current, work))
        await _until(stop, task)

    use_memo(lambda: hook.add_effect(run), list(dependencies))


async def _after(
    previous: "asyncio.Task[None] | None", work: Callable[[], Awaitable[None]]
) -> None:
    if previous is not None:
        await cancel(previous)
    try:
        await work()
    except Exception:
        logger.exception("A component's task failed")


async def _until(stop: asyncio.Event, task: "asyncio.Task[None]") -> None:
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancel(task, stopped)


async def cancel(*tasks: "asyncio.Future[Any]") -> None:
    """Cancel the tasks and wait until all of them are over; their results are of no interest."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
