"""ReactPy mended: memory over a long session, order, failures, and the refusal of another version."""

import asyncio
import gc
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from reactpy import component, config, html, use_effect, use_state
from reactpy.types import VdomDict

from tests.ui.screen import Screen
from tests.waiting import eventually
from ui.dependable import (
    CLIENT_FOLDER,
    UnexpectedReactPy,
    mend_reactpy,
    use_task,
    verify_client,
)
from ui.events import listen


@component
def Counter() -> VdomDict:
    count, set_count = use_state(0)
    use_effect(lambda: None, [])
    return html.button(
        {"id": "count", "onClick": lambda event: set_count(lambda n: n + 1)}, f"count={count}"
    )


@component
def Fragile() -> VdomDict:
    is_broken, set_broken = use_state(False)
    if is_broken:
        raise ValueError("Maria's number is +1 416 555 0100")
    return html.button({"id": "break", "onClick": lambda event: set_broken(True)}, "whole")


@component
def Invalid(secret: str) -> VdomDict:
    return html.ul(html.li({"key": "same"}, secret), html.li({"key": "same"}))


@component
def Careful() -> VdomDict:
    said, say = use_state("nothing")

    def fail(event: Any) -> None:
        raise ValueError("no")

    return html.div(
        html.button({"id": "fail", "onClick": fail}),
        html.button({"id": "say", "onClick": lambda event: say("something")}, said),
    )


@component
def Late() -> VdomDict:
    target, set_target = use_state("")
    said, say = use_state("quiet")
    late = {"id": "late", "onClick": listen(lambda event: say("pressed"), target=target)}
    return html.div(
        html.button({"id": "show", "onClick": lambda event: set_target(event["target"]["value"])}),
        html.button(late) if target else None,
        said,
    )


def living_events() -> int:
    gc.collect()
    return sum(type(thing) is asyncio.Event for thing in gc.get_objects())


async def test_a_component_keeps_nothing_of_its_former_renders() -> None:
    async with Screen(Counter()) as screen:
        before = living_events()

        for number in range(1, 301):
            await screen.click(id="count")
            await screen.shows(f"count={number}")

        assert living_events() - before < 10


async def test_handlers_leave_no_task_behind() -> None:
    async with Screen(Counter()) as screen:
        for number in range(1, 51):
            await screen.click(id="count")
            await screen.shows(f"count={number}")

        # The test itself, the screen, its wait for an update, and the component's effect.
        await eventually(lambda: len(asyncio.all_tasks()) == 4)
        assert screen.layout._event_queues == {}


async def test_components_render_one_after_another() -> None:
    config.REACTPY_ASYNC_RENDERING.set_current(True)

    mend_reactpy()

    assert config.REACTPY_ASYNC_RENDERING.current is False


async def test_a_burst_of_changes_ends_with_the_newest_on_screen() -> None:
    async with Screen(Counter()) as screen:
        for _ in range(200):
            await screen.click(id="count")

        await screen.shows("count=200")


async def test_a_render_that_fails_says_so_with_the_id_that_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Screen(Page(Fragile(), Counter())) as screen:
        await screen.click(id="break")

        await screen.shows("Something went wrong here. Reload the page; nothing you typed is lost.")
        failure_id = screen.one(role="alert")["attributes"]["data-failure"]
        assert any(failure_id in entry.getMessage() and entry.exc_info for entry in caplog.records)
        assert "count=0" in screen.text


async def test_a_component_that_returns_nonsense_says_so_and_logs_no_argument(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Screen(Page(Invalid("+1 416 555 0100"))) as screen:
        failure_id = screen.one(role="alert")["attributes"]["data-failure"]

    assert failure_id in caplog.text
    assert "0100" not in caplog.text


async def test_a_handler_that_fails_is_logged_and_the_page_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Screen(Careful()) as screen:
        await screen.click(id="fail")
        await screen.click(id="say")

        await screen.shows("something")
        assert [entry.levelno for entry in caplog.records] == [logging.ERROR]


async def test_an_event_whose_handler_never_comes_leaves_nothing_behind() -> None:
    async with Screen(Counter()) as screen:
        await screen.layout.deliver({"type": "layout-event", "target": "gone", "data": []})

        assert screen.layout._event_queues == {}
        assert screen.layout._event_processing_tasks == {}


async def test_a_click_that_came_long_before_its_button_does_not_press_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.layout.PATIENCE", 0.0)
    async with Screen(Late()) as screen:
        await screen.layout.deliver({"type": "layout-event", "target": "late", "data": [{}]})

        await screen.send(screen.one(id="show"), "onClick", value="late")
        await screen.until(lambda: bool(screen.all(id="late")))
        await screen.send(screen.one(id="show"), "onClick", value="late")

        await eventually(lambda: not screen.layout._event_queues)
        assert "pressed" not in screen.text


async def test_an_event_that_comes_with_a_render_waits_for_its_handler() -> None:
    async with Screen(Late()) as screen:
        await screen.layout.deliver(
            {"type": "layout-event", "target": "late", "data": [{"target": {}}]}
        )

        await screen.send(screen.one(id="show"), "onClick", value="late")

        await screen.shows("pressed")


async def test_a_task_runs_anew_when_its_dependency_changes_and_only_once_at_a_time() -> None:
    running: list[int] = []
    most = 0

    @component
    def Worker() -> VdomDict:
        number, set_number = use_state(0)

        async def work() -> None:
            nonlocal most
            running.append(number)
            most = max(most, len(running))
            try:
                await asyncio.Event().wait()
            finally:
                running.remove(number)

        use_task(work, [number])
        return html.button(
            {"id": "next", "onClick": lambda event: set_number(lambda n: n + 1)}, str(number)
        )

    async with Screen(Worker()) as screen:
        for number in range(1, 6):
            await screen.click(id="next")
            await screen.shows(str(number))
        await eventually(lambda: running == [5])

        assert most == 1
    assert running == []


def test_the_client_installed_is_the_expected_one() -> None:
    verify_client(CLIENT_FOLDER)


def test_another_client_is_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = shutil.copytree(CLIENT_FOLDER, tmp_path / "static")
    (folder / "index.js").write_text("export {}")

    with pytest.raises(UnexpectedReactPy, match=r"index\.js has changed.*Install the locked"):
        verify_client(folder)

    (folder / "index.js").unlink()
    with pytest.raises(UnexpectedReactPy, match=r"index\.js is missing"):
        verify_client(folder)


@component
def Page(*children: Any) -> VdomDict:
    return html.main(*children)
