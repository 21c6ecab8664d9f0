"""What the server sends to a page, seen on the wire: the whole once, and then no more than what changed."""

import logging
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar

from models.people.privileges import Viewer
from models.site import Site
from models.workspaces.workspaces import open_inbound_call, open_workspace, open_workspaces
from tests.builders import PASSWORD, a_running_call, a_user
from tests.serving import serving
from tests.ui.screen import elements
from tests.ui.socket import SocketPage, signed_in, socket_page
from tests.waiting import eventually


@pytest.fixture
async def origin(app: Litestar) -> AsyncIterator[str]:
    async with serving(app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def site(app: Litestar) -> Site:
    opened: Site = app.state.site
    return opened


@pytest.fixture
async def maria(site: Site) -> Viewer:
    return await a_user(site, "maria")


async def an_open_call(site: Site, agent: Viewer, phone_number: str) -> UUID:
    call_id = await a_running_call(site, agent, phone_number)
    return await open_inbound_call(site, agent, call_id)


def notes_of(page: SocketPage, workspace_id: UUID) -> Any:
    return page.one(data_field="notes", data_workspace=str(workspace_id))


async def text_kept(agent: Viewer, workspace_id: UUID) -> str:
    drafts = (await open_workspace(agent, workspace_id)).drafts
    return drafts[0].value if drafts else ""


async def test_the_first_update_is_the_whole_page_with_its_answers(
    origin: str, site: Site, maria: Viewer
) -> None:
    workspace_id = await an_open_call(site, maria, "4165550100")

    async with socket_page(origin, cookie=await signed_in(origin, "maria", PASSWORD)) as page:
        assert page.sizes[1:] == []
        assert notes_of(page, workspace_id)
        assert "General Inquiry" in page.text


async def test_a_call_that_waits_renders_no_workspace_and_no_page_anew(
    origin: str, site: Site, maria: Viewer
) -> None:
    await an_open_call(site, maria, "4165550100")
    async with socket_page(origin, cookie=await signed_in(origin, "maria", PASSWORD)) as page:
        updates: list[dict[str, Any]] = []

        await a_running_call(site, maria, "6475550199")
        while "6475550199" not in page.text and "647-555-0199" not in page.text:
            updates.append(await page.take())

        assert elements(page.model, data_flashing="")
        assert "" not in {update["path"] for update in updates}
        assert all(not elements(update["model"], data_field="notes") for update in updates)
        assert sum(page.sizes[1:]) < page.sizes[0]


async def test_what_is_typed_in_one_workspace_renders_no_other(
    origin: str, site: Site, maria: Viewer
) -> None:
    first = await an_open_call(site, maria, "4165550100")
    second = await an_open_call(site, maria, "6475550199")
    async with socket_page(origin, cookie=await signed_in(origin, "maria", PASSWORD)) as page:
        updates: list[dict[str, Any]] = []

        await page.send(notes_of(page, first), "onInput", value="typed")
        while notes_of(page, first)["attributes"]["defaultValue"] != "typed":
            updates.append(await page.take())

        others = [elements(each["model"], data_workspace=str(second)) for each in updates]
        assert others == [[] for _ in updates]


async def test_text_typed_offline_finds_its_workspace_though_another_has_come_in_front(
    origin: str, site: Site, maria: Viewer
) -> None:
    cookie = await signed_in(origin, "maria", PASSWORD)
    second = await an_open_call(site, maria, "6475550199")
    async with socket_page(origin, cookie=cookie) as page:
        held_back = notes_of(page, second)
    third = await an_open_call(site, maria, "4165550100")

    # ReactPy's client sends what it held back as soon as the socket opens, before it sees the page.
    async with socket_page(origin, cookie=cookie) as page:
        await page.send(held_back, "onInput", value="typed offline")

        await eventually(lambda: _is_kept(maria, second, "typed offline"))
        assert await text_kept(maria, third) == ""


async def test_a_click_that_was_held_back_opens_the_call_it_was_for_and_no_other(
    origin: str, site: Site, maria: Viewer, caplog: pytest.LogCaptureFixture
) -> None:
    cookie = await signed_in(origin, "maria", PASSWORD)
    await a_running_call(site, maria, "4165550100")
    async with socket_page(origin, cookie=cookie) as page:
        held_back = page.one(aria_label="Inbound call waiting")
    await a_running_call(site, maria, "6475550199")

    async with socket_page(origin, cookie=cookie) as page:

        async def is_dropped() -> bool:
            await page.send(held_back, "onClick")
            return "Dropped an event" in caplog.text

        with caplog.at_level(logging.INFO, "ui.layout"):
            await eventually(is_dropped)

        assert await open_workspaces(maria) == ()
        assert page.one(aria_label="Inbound call waiting")


async def _is_kept(agent: Viewer, workspace_id: UUID, text: str) -> bool:
    return await text_kept(agent, workspace_id) == text
