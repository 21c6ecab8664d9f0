"""The three hooks: what a page shows while it asks, when it is refused, and when things break."""

import asyncio
from typing import Any

import pytest
from reactpy import component, html, use_state
from reactpy.types import VdomDict

from tests.ui.screen import Screen
from tests.ui.toys import (
    BROKEN,
    FIND_CONTACT,
    RENAME,
    TICKS,
    NameTakenAnswer,
    RenamedAnswer,
    World,
)
from tests.waiting import eventually
from ui import client
from ui.client import Document, Failed, Loading, use_mutation, use_query, use_subscription


@pytest.fixture
def world() -> World:
    return World()


def described(answer: Any) -> str:
    match answer:
        case Loading():
            return "loading"
        case Failed(code=code, message=message):
            return f"{code}: {message}"
        case _:
            return str(answer)


@component
def Reader(document: Document[Any], **variables: Any) -> VdomDict:
    answer, refetch = use_query(document, variables)
    return html.div(
        described(answer), html.button({"id": "again", "onClick": lambda event: refetch()})
    )


@component
def Chooser(keeps_answer: bool = False) -> VdomDict:
    chosen, choose = use_state("1")
    answer, _ = use_query(FIND_CONTACT, {"id": chosen}, keeps_answer=keeps_answer)
    return html.div(
        described(answer), html.button({"id": "two", "onClick": lambda event: choose("2")})
    )


@component
def Renamer() -> VdomDict:
    rename = use_mutation(RENAME)
    said, say = use_state("nothing yet")

    async def click(event: Any) -> None:
        match await rename({"id": "2", "name": "Maria Silva"}):
            case Failed() as failed:
                say(described(failed))
            case answer:
                match answer.rename:
                    case RenamedAnswer(contact=contact):
                        say(f"renamed to {contact.full_name}")
                    case NameTakenAnswer(taken_by=other):
                        say(f"taken by {other}")

    return html.div(said, html.button({"id": "rename", "onClick": click}))


@component
def Ticker(start: int = 0) -> VdomDict:
    answer, is_live = use_subscription(TICKS, {"start": start})
    return html.div(described(answer), html.i("live" if is_live else "not live"))


@component
def Restarter() -> VdomDict:
    start, set_start = use_state(0)
    return html.div(
        Ticker(start),
        html.button({"id": "next", "onClick": lambda event: set_start(lambda n: n + 100)}),
    )


async def test_the_first_showing_of_a_page_already_holds_its_answers(world: World) -> None:
    async with Screen(Reader(FIND_CONTACT, id="1"), runner=world.runner) as screen:
        first = screen.updates[0]

        assert "Maria Silva" in str(first)


async def test_a_page_whose_answers_do_not_come_is_shown_without_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.layout.LONGEST_WAIT_FOR_ANSWERS", 0.05)
    world.gate.clear()

    async with Screen(Reader(FIND_CONTACT, id="1"), runner=world.runner) as screen:
        assert "loading" in screen.text

        world.gate.set()
        await screen.shows("Maria Silva")


async def test_a_query_asks_again_on_request_with_a_new_context(world: World) -> None:
    async with Screen(Reader(FIND_CONTACT, id="1"), runner=world.runner) as screen:
        world.names["1"] = "Maria Costa"

        await screen.click(id="again")

        await screen.shows("Maria Costa")
        assert world.contexts == 2


async def test_the_answer_to_former_variables_is_never_shown(world: World) -> None:
    async with Screen(Chooser(), runner=world.runner) as screen:
        world.gate.clear()

        await screen.click(id="two")

        await screen.shows("loading")
        assert "Maria" not in screen.text
        world.gate.set()
        await screen.shows("João Dias")


async def test_a_search_may_keep_its_answer_until_the_next_one(world: World) -> None:
    async with Screen(Chooser(keeps_answer=True), runner=world.runner) as screen:
        world.gate.clear()

        await screen.click(id="two")

        await eventually(lambda: world.queries == 2)
        assert "Maria Silva" in screen.text
        world.gate.set()
        await screen.shows("João Dias")


async def test_a_refusal_reaches_the_page_with_its_code(world: World) -> None:
    async with Screen(Reader(FIND_CONTACT, id="9"), runner=world.runner) as screen:
        assert "NONE: There is no such contact." in screen.text


async def test_a_fault_of_ours_is_logged_and_its_text_is_not_shown(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with Screen(Reader(BROKEN), runner=world.runner) as screen:
        assert "INTERNAL: Something went wrong" in screen.text
        assert "secret" not in screen.text

    shown_id = screen.text.split("(")[1].split(")")[0]
    assert any(shown_id in record.getMessage() for record in caplog.records)


async def test_an_ended_session_is_noticed_by_the_next_operation(world: World) -> None:
    async with Screen(Reader(FIND_CONTACT, id="1"), runner=world.runner) as screen:
        world.is_signed_in = False

        await screen.click(id="again")

        await eventually(screen.page.signed_out.is_set)


async def test_a_mutation_answers_with_one_member_of_its_union(world: World) -> None:
    async with Screen(Renamer(), runner=world.runner) as screen:
        await screen.click(id="rename")
        await screen.shows("taken by 1")

        del world.names["1"]
        await screen.click(id="rename")
        await screen.shows("renamed to Maria Silva")


async def test_a_mutation_begun_is_finished_though_the_page_is_left(world: World) -> None:
    del world.names["1"]
    world.gate.clear()

    async with Screen(Renamer(), runner=world.runner) as screen:
        await screen.click(id="rename")
        await eventually(lambda: world.contexts == 1)
    world.gate.set()

    await eventually(lambda: world.names["2"] == "Maria Silva")


async def test_a_subscription_shows_its_newest_item(world: World) -> None:
    async with Screen(Ticker(start=5), runner=world.runner) as screen:
        assert "ticks=5" in screen.text

        world.announce(6)
        world.announce(7)

        await screen.shows("ticks=7")


async def test_a_subscription_that_breaks_off_is_taken_up_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.05)
    async with Screen(Ticker(), runner=world.runner) as screen:
        world.announce(8)
        await screen.shows("ticks=8")

        world.announce(RuntimeError("the bus is gone"))

        await screen.shows("not live")
        assert "ticks=8" in screen.text
        await eventually(lambda: len(world.listeners) == 1 and world.times_followed == 2)
        world.announce(9)
        await screen.shows("ticks=9")
        assert "not live" not in screen.text


async def test_new_variables_end_the_old_subscription(world: World) -> None:
    async with Screen(Restarter(), runner=world.runner) as screen:
        for start in (100, 200, 300):
            await screen.click(id="next")
            await screen.shows(f"ticks={start}")

        assert len(world.listeners) == 1


async def test_two_hundred_pages_leave_no_subscription_and_no_task(world: World) -> None:
    before = len(asyncio.all_tasks())

    for _ in range(200):
        async with Screen(Ticker(), runner=world.runner):
            assert len(world.listeners) == 1

    assert world.listeners == set()
    assert world.times_followed == 200
    await eventually(lambda: len(asyncio.all_tasks()) == before)
