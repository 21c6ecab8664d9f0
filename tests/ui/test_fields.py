"""Draft fields as the server sees them: versions, and texts that meet."""

import asyncio
from typing import Any

import pytest
from reactpy import component, html, use_state
from reactpy.types import VdomDict

from tests.ui.screen import Screen
from tests.waiting import eventually
from ui.fields import Draft, DraftField, Edit


class Store:
    """Keep one draft like the server: a save over an older version is refused."""

    def __init__(self) -> None:
        self.draft = Draft(text="as it was", version=3)
        self.refused: list[tuple[str, int]] = []
        self.announce: Any = None
        self.is_fast = asyncio.Event()
        self.is_fast.set()

    async def save(self, edit: Edit) -> Draft | None:
        """Take the text, if it was typed over what is kept."""
        await self.is_fast.wait()
        if edit.version != self.draft.version:
            self.refused.append((edit.text, edit.version))
            return None
        self.draft = Draft(text=edit.text, version=edit.version + 1)
        return self.draft


@pytest.fixture
def store() -> Store:
    return Store()


@component
def Notes(store: Store) -> VdomDict:
    draft, store.announce = use_state(store.draft)
    return html.div(
        DraftField(
            "w1",
            "notes",
            draft=draft,
            save=store.save,
            attributes={"aria-label": "Notes"},
            lines=4,
        )
    )


def field(screen: Screen) -> dict[str, Any]:
    attributes: dict[str, Any] = screen.one(data_field="notes")["attributes"]
    return attributes


async def test_what_is_typed_is_saved_and_acknowledged(store: Store) -> None:
    async with Screen(Notes(store)) as screen:
        await screen.type("he", data_field="notes")

        await screen.until(lambda: field(screen)["defaultValue"] == "he")
        assert field(screen)["data-version"] == "4"


async def test_text_typed_before_the_acknowledgement_is_no_conflict(store: Store) -> None:
    async with Screen(Notes(store)) as screen:
        element = screen.one(data_field="notes")

        for text in ("h", "he", "hello"):
            await screen.send(element, "onInput", value=text)

        await eventually(lambda: store.draft.text == "hello")
        assert store.refused == []


async def test_the_announcement_of_an_own_save_leaves_the_field_as_it_is(store: Store) -> None:
    async with Screen(Notes(store)) as screen:
        before = field(screen)["data-edition"]
        await screen.type("he", data_field="notes")
        await screen.until(lambda: field(screen)["defaultValue"] == "he")

        store.announce(store.draft)
        await screen.type("hell", data_field="notes")

        await screen.until(lambda: field(screen)["defaultValue"] == "hell")
        assert field(screen)["data-edition"] == before


async def test_of_two_own_texts_on_their_way_neither_is_another_edition(store: Store) -> None:
    async with Screen(Notes(store)) as screen:
        before = field(screen)["data-edition"]
        element = screen.one(data_field="notes")
        element["attributes"]["data-base"] = "3"
        store.is_fast.clear()
        await screen.send(element, "onInput", value="he")
        await screen.send(element, "onBlur", value="hello")

        store.announce(Draft(text="he", version=4))
        await screen.until(lambda: field(screen)["data-version"] == "4")

        assert field(screen)["data-edition"] == before


async def test_a_text_from_another_tab_is_another_edition_of_the_field(store: Store) -> None:
    async with Screen(Notes(store)) as screen:
        before = field(screen)["data-edition"]
        await screen.type("mine", data_field="notes")
        await screen.until(lambda: field(screen)["defaultValue"] == "mine")

        store.draft = Draft(text="theirs", version=9)
        store.announce(store.draft)

        await screen.until(lambda: field(screen)["defaultValue"] == "theirs")
        assert field(screen)["data-edition"] != before


async def test_text_typed_while_another_tab_saved_is_refused_as_older(store: Store) -> None:
    async with Screen(Notes(store)) as screen:
        await screen.type("mine", data_field="notes")
        await screen.until(lambda: field(screen)["defaultValue"] == "mine")
        element = screen.one(data_field="notes")
        store.draft = Draft(text="theirs", version=9)
        store.announce(store.draft)
        await screen.until(lambda: field(screen)["defaultValue"] == "theirs")

        await screen.send(element, "onInput", value="mine, too")

        await eventually(lambda: store.refused == [("mine, too", 4)])


async def test_text_typed_offline_over_an_older_version_is_refused(store: Store) -> None:
    async with Screen(Notes(store)) as screen:
        element = screen.one(data_field="notes")
        element["attributes"]["data-base"] = "2"

        await screen.send(element, "onInput", value="typed offline")

        await eventually(lambda: store.refused == [("typed offline", 2)])


async def test_a_text_that_nobody_typed_follows_what_it_comes_from_until_somebody_types(
    store: Store,
) -> None:
    store.draft = Draft(text="ann@example.org", version=0)
    async with Screen(Notes(store)) as screen:
        store.announce(Draft(text="ben@example.org", version=0))
        await screen.until(lambda: field(screen)["defaultValue"] == "ben@example.org")

        await screen.type("own", data_field="notes")
        await screen.until(lambda: field(screen)["data-version"] == "1")
        store.announce(Draft(text="eva@example.org", version=0))

        await screen.type("own too", data_field="notes")
        await screen.until(lambda: field(screen)["defaultValue"] == "own too")
