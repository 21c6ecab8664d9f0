"""A page without a browser: it renders in this process, and a test reads it and clicks in it."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import msgspec
from reactpy.core.hooks import ConnectionContext
from reactpy.types import Component, Connection, Location

from tests.waiting import eventually
from ui.client import GraphQL, GraphQLRunner
from ui.dependable import mend_reactpy
from ui.layout import OpenPage, PageLayout, merge

Element = dict[str, Any]


class Screen:
    """Show a component as one user's browser would, and take clicks and text."""

    def __init__(
        self,
        component: Component,
        *,
        runner: GraphQLRunner | None = None,
        scope: dict[str, Any] | None = None,
        path: str = "/",
    ) -> None:
        mend_reactpy()
        self.page = OpenPage()
        connection = Connection(scope=scope or {}, location=Location(path, ""), carrier=self.page)
        content = GraphQL(component, value=runner) if runner else component
        root = ConnectionContext(content, value=connection)
        self.layout = PageLayout(root, page=self.page)
        self.updates: list[Any] = []
        self.model: Any = {}

    async def __aenter__(self) -> "Screen":
        await self.layout.__aenter__()
        self._take(await self.layout.render())
        self._rendering = asyncio.create_task(self._render())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._rendering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._rendering
        await self.layout.__aexit__(kind, error, traceback)

    async def _render(self) -> None:
        while True:
            self._take(await self.layout.render())

    def _take(self, update: Any) -> None:
        # Through JSON and back: what cannot be sent to a browser fails here too.
        update = msgspec.json.decode(msgspec.json.encode(update))
        self.updates.append(update)
        whole: Any = {"type": "layout-update", "path": "", "model": self.model}
        self.model = merge(whole, update)["model"]
        assert not controlled(self.model), (
            "A text field with a value of its own loses what is typed."
        )
        targets = targets_of(self.model)
        assert len(targets) == len(set(targets)), (
            f"A target stands for two elements: {sorted(targets)}"
        )

    @property
    def text(self) -> str:
        """Everything that can be read, each piece on a line of its own."""
        return text_of(self.model)

    def all(self, **attributes: str) -> list[Element]:
        """Return the elements with these attributes (``data_field`` means ``data-field``)."""
        return elements(self.model, **attributes)

    def one(self, **attributes: str) -> Element:
        """Return the only element with these attributes."""
        found = self.all(**attributes)
        assert len(found) == 1, f"{len(found)} elements with {attributes} in:\n{self.text}"
        return found[0]

    async def send(self, element: Element, event: str, **target: Any) -> None:
        """Let an event happen to an element, with what the browser says about its target."""
        await self.layout.deliver(happening(element, event, **target))

    async def click(self, **attributes: str) -> None:
        """Click on the only element with these attributes."""
        await self.send(self.one(**attributes), "onClick")

    async def type(self, text: str, **attributes: str) -> None:
        """Put a text into the only field with these attributes."""
        await self.send(self.one(**attributes), "onInput", value=text)

    async def shows(self, text: str) -> None:
        """Wait until the text can be read."""
        await eventually(lambda: text in self.text)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds."""
        await eventually(condition)


def walk(node: Any) -> Iterator[Any]:
    """Go through a rendered page: its elements and texts, in order."""
    yield node
    for child in node.get("children", []) if isinstance(node, dict) else []:
        yield from walk(child)


def text_of(model: Any) -> str:
    """Return everything that can be read, each piece on a line of its own."""
    return "\n".join(child for child in walk(model) if isinstance(child, str))


def elements(model: Any, **attributes: str) -> list[Element]:
    """Return the elements with these attributes (``data_field`` means ``data-field``)."""
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return [
        node
        for node in walk(model)
        if isinstance(node, dict)
        and wanted.items() <= {"tag": node["tagName"], **node.get("attributes", {})}.items()
    ]


def controlled(model: Any) -> list[Element]:
    """Return the text fields whose text the server would put back while somebody types."""
    fields = [*elements(model, tag="input"), *elements(model, tag="textarea")]
    choices = {"checkbox", "radio", "hidden", "submit", "button"}
    return [
        field
        for field in fields
        if "value" in field.get("attributes", {}) and field["attributes"].get("type") not in choices
    ]


def targets_of(model: Any) -> list[str]:
    """Return the target of every handler that an element has."""
    return [
        handler["target"]
        for node in walk(model)
        if isinstance(node, dict)
        for handler in node.get("eventHandlers", {}).values()
    ]


def happening(element: Element, event: str, **target: Any) -> dict[str, Any]:
    """Make the message of an event that happens to an element, with what the browser says about its target."""
    attributes = element.get("attributes", {})
    dataset = {
        name.removeprefix("data-"): value
        for name, value in attributes.items()
        if name.startswith("data-")
    }
    return {
        "type": "layout-event",
        "target": element["eventHandlers"][event]["target"],
        "data": [{"type": event, "target": {"dataset": dataset, **target}}],
    }
