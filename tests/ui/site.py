"""A small site on a real server: two pages of toys for a browser, and a door that a test can shut."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import uvicorn
from litestar import Litestar, Request, Response, get, post
from litestar.enums import MediaType
from litestar.types import Scope
from msgspec import Struct
from reactpy import component, html, use_async_effect, use_connection, use_state
from reactpy.types import Component, VdomDict
from reactpy_router import browser_router, link, route

from tests.waiting import eventually
from ui.admission import Admission
from ui.assets import static_files
from ui.client import use_editor, use_first_answer
from ui.events import fields_of, submit
from ui.fields import Draft, DraftField, Edit, keyed
from ui.mount import reactpy_mount
from ui.page import page


class WaitYourTurn(Struct, frozen=True, tag_field="type", tag="wait-your-turn"):
    """What a page is told that waits."""


async def _wait_your_turn(scope: Scope) -> AsyncGenerator[WaitYourTurn]:
    yield WaitYourTurn()


class ToySite:
    """Serve the toys, and remember what reached the server."""

    def __init__(self) -> None:
        self.is_signed_in = True
        self.signed_out = asyncio.Event()
        self.drafts: dict[str, Draft] = {}
        self.left: list[dict[str, Any]] = []
        self.submitted: list[dict[str, str]] = []
        self.editors: set[str] = set()
        self.pages_open = 0
        self.takes_drafts = True
        self.admission = Admission()
        self.port = free_port()
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def origin(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Serve on the port, again on the same after a stop."""
        config = uvicorn.Config(
            self._app(),
            port=self.port,
            log_level=logging.WARNING,
            lifespan="off",
            ws="websockets-sansio",
        )
        self._server = uvicorn.Server(config)
        self._server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]  # the test's own
        self._serving = asyncio.create_task(self._server.serve())
        await eventually(lambda: self._server is not None and self._server.started)

    async def stop(self) -> None:
        """Go away and drop every connection."""
        assert self._server is not None
        assert self._serving is not None
        self._server.should_exit = self._server.force_exit = True
        await self._serving

    async def save(self, name: str, edit: Edit) -> Draft | None:
        """Keep a draft, unless the database is down."""
        kept = self.draft(name)
        if not self.takes_drafts or edit.version != kept.version:
            return None
        self.drafts[name] = Draft(text=edit.text, version=edit.version + 1)
        return self.drafts[name]

    def draft(self, name: str) -> Draft:
        """Return a draft as the server holds it."""
        return self.drafts.get(name, Draft(text="", version=1))

    def text(self, name: str) -> str:
        """Return what the server holds of a draft."""
        return self.draft(name).text

    def _app(self) -> Litestar:
        return Litestar(
            route_handlers=[
                reactpy_mount(
                    {
                        "desk": lambda: Desk(self),
                        "router": Router,
                        "unsendable": Unsendable,
                        "slow": Slow,
                    },
                    is_signed_in=self._is_signed_in,
                    is_same_site=self._is_own_page,
                    session_ended=self._session_ended,
                    admission=self.admission,
                    meanwhile=_wait_your_turn,
                ),
                static_files(),
                *self._routes(),
            ],
            openapi_config=None,
            logging_config=None,
        )

    def _routes(self) -> list[Any]:
        @get("/")
        async def desk() -> Response[str]:
            return page("desk", "Desk")

        @get(["/router", "/router/{rest:path}"])
        async def router() -> Response[str]:
            return page("router", "Router")

        @get("/login", media_type=MediaType.HTML)
        async def login() -> str:
            return "<!doctype html><title>Sign in</title>"

        @get("/health/live")
        async def live() -> str:
            return "alive"

        @post("/graphql")
        async def graphql(request: Request[Any, Any, Any]) -> dict[str, Any]:
            asked = await request.json()
            self.left.append(asked["variables"])
            return {"data": None}

        return [desk, router, login, live, graphql]

    def _is_own_page(self, scope: Scope) -> bool:
        return (b"origin", self.origin.encode()) in scope["headers"]

    async def _is_signed_in(self, scope: Scope) -> bool:
        return self.is_signed_in

    async def _session_ended(self, scope: Scope) -> None:
        await self.signed_out.wait()


@component
def Slow() -> VdomDict:
    """Expect an answer that never comes."""
    use_first_answer(use_connection().carrier)
    return html.p("Slow")


@component
def Desk(site: ToySite) -> VdomDict:
    calls, set_calls = use_state(["a", "b"])
    clicks, set_clicks = use_state(0)

    site.editors.add(use_editor())

    async def count() -> None:
        site.pages_open += 1
        try:
            await asyncio.Event().wait()
        finally:
            site.pages_open -= 1

    use_async_effect(count, [])
    return html.main(
        html.button(
            {"id": "ring", "onClick": lambda e: set_calls(lambda old: ["new", *old])}, "Ring"
        ),
        html.button({"id": "click", "onClick": lambda e: set_clicks(lambda n: n + 1)}, "Click"),
        html.output({"id": "clicks"}, str(clicks)),
        html.form(
            {"onSubmit": submit(lambda event: site.submitted.append(fields_of(event)))},
            html.input({"name": "first", "aria-label": "First"}),
            html.select({"name": "choice"}, html.option({"value": "x"}, "X")),
            html.button({"type": "submit"}, "Save"),
        ),
        html.section([keyed(call, Workspace(site, call, key=call)) for call in calls]),
    )


@component
def Workspace(site: ToySite, name: str) -> Component:
    async def save(edit: Edit) -> Draft | None:
        return await site.save(name, edit)

    return DraftField(
        name,
        "notes",
        draft=site.draft(name),
        save=save,
        attributes={"aria-label": f"Notes of {name}"},
        lines=3,
    )


@component
def Unsendable() -> VdomDict:
    return html.p({"data-thing": object()})


@component
def Router() -> Component:
    return browser_router(
        route(
            "/router",
            html.div({"class": "all"}, html.h1("All"), link({"to": "/router/call/7"}, "Call 7")),
        ),
        route("/router/call/{number:int}", html.h1({"class": "one"}, "One call")),
    )


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def toy_site() -> AsyncIterator[ToySite]:
    """Run a site for one test."""
    site = ToySite()
    await site.start()
    try:
        yield site
    finally:
        await site.stop()
