"""The three hooks through which every page asks the GraphQL schema, with the user's own rights.

A page sees nothing that a third-party tool cannot ask for with the same document.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
import strawberry
from msgspec import Struct, field
from reactpy import create_context, use_connection, use_context, use_ref, use_state
from reactpy.types import Connection, Context
from reactpy.utils import Ref
from strawberry.types import ExecutionResult

from api.schema import schema
from api.schema.context import Context as SchemaContext
from ui.dependable import new_failure_id, use_task
from ui.layout import OpenPage

logger = logging.getLogger(__name__)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R")

Variables = Mapping[str, Any]
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a document asks for, a field for each of its names: ``full_name`` holds ``fullName``."""


class Variant(Answer, frozen=True, kw_only=True, tag_field="__typename", tag=True):
    """One member of a union, named like its type; the document asks for ``__typename``."""


class Document(Struct, Generic[T_co], frozen=True):
    """A GraphQL document and the struct that its ``data`` is decoded into."""

    text: str
    answer: type[T_co]


class Loading(Struct, frozen=True):
    """Say that the first answer is not there yet."""


class Failed(Struct, frozen=True, kw_only=True):
    """Say that there is no answer: a stable code for the page and a sentence for the user."""

    code: str
    message: str


class Query(NamedTuple, Generic[T]):
    """The answer to a query, and a function that asks again (the answer stays until the next)."""

    answer: Loading | Failed | T
    refetch: Callable[[], None]


class Subscription(NamedTuple, Generic[T]):
    """The newest answer of a subscription; while it is not live, it may have been overtaken."""

    answer: Loading | Failed | T
    is_live: bool


class GraphQLRunner(Struct, frozen=True, kw_only=True):
    """The schema that documents run on, and how each operation gets a context from the scope."""

    schema: strawberry.Schema
    context_for: Callable[[Any], Awaitable[Any]]


async def _context_for(scope: Any) -> SchemaContext:
    """Make a context for one operation, whose root field asks who it is."""
    return SchemaContext(scope=scope)


GraphQL: Context[GraphQLRunner] = create_context(
    GraphQLRunner(schema=schema, context_for=_context_for)
)
"""Lets a test put another schema under the components; without it they use ours."""


async def ask_once(
    scope: Any, document: Document[T], variables: Variables | None = None
) -> T | Failed:
    """Ask outside a page, for somebody whose request this is."""
    return await _door_outside(scope).ask(document, variables or {})


async def follow_outside(scope: Any, document: Document[T]) -> AsyncGenerator[T | Failed]:
    """Follow a subscription outside a page's components, for the user whose connection this is, until it ends."""
    async with contextlib.aclosing(_door_outside(scope).follow(document, {})) as items:
        async for item in items:
            yield item


def use_query(
    document: Document[T], variables: Variables | None = None, *, keeps_answer: bool = False
) -> Query[T]:
    """Ask when the component appears and when the variables change.

    The answer to former variables is never shown, unless ``keeps_answer`` says that it may stay
    until the new one is there (as in a search).
    """
    door, asked = use_door(), dict(variables or {})
    heard, set_heard = use_state(_Heard())
    round_number, set_round = use_state(0)
    awaited = use_first_answer(door.page)

    async def run() -> None:
        try:
            set_heard(_Heard(asked, await door.ask(document, asked)))
        finally:
            door.page.receive(awaited)

    use_task(run, [door.runner, document, asked, round_number])
    is_shown = heard.asked == asked or (keeps_answer and heard.asked is not None)
    answer = heard.answer if is_shown else Loading()
    return Query(answer, lambda: set_round(lambda number: number + 1))


def use_editor() -> str:
    """Return what tells the edits of this page from those of other tabs, also after a reconnection."""
    connection: Connection[OpenPage] = use_connection()
    return connection.carrier.editor


def use_mutation(document: Document[T]) -> Callable[[Variables], Awaitable[T | Failed]]:
    """Return a function that runs the mutation; one begun is finished though the page is left."""
    door = use_door()

    async def mutate(variables: Variables) -> T | Failed:
        answer = door.ask(document, variables)
        task = asyncio.create_task(answer)
        _begun.add(task)
        task.add_done_callback(_begun.discard)
        return await asyncio.shield(task)

    return mutate


def use_subscription(document: Document[T], variables: Variables | None = None) -> Subscription[T]:
    """Follow a subscription while the component lives, and take it up again when it breaks off."""
    door, asked = use_door(), dict(variables or {})
    heard, set_heard = use_state(_Heard())
    awaited = use_first_answer(door.page)

    def hear(item: T | Failed) -> None:
        set_heard(lambda before: before.then(asked, item))
        door.page.receive(awaited)

    async def run() -> None:
        try:
            await follow_for_ever(lambda: door.follow(document, asked), hear)
        finally:
            door.page.receive(awaited)

    use_task(run, [door.runner, document, asked])
    if heard.asked != asked:
        return Subscription(Loading(), is_live=False)
    return Subscription(heard.answer, is_live=heard.is_live)


async def follow_for_ever(
    follow: Callable[[], AsyncGenerator[T | Failed]], hear: Callable[[T | Failed], None]
) -> None:
    """Follow, and again whenever it breaks off; that it did is heard as a failure."""
    pause = FIRST_PAUSE
    while True:
        async with contextlib.aclosing(follow()) as items:
            async for item in items:
                hear(item)
                pause = pause if isinstance(item, Failed) else FIRST_PAUSE
        hear(Failed(code="ENDED", message="The updates have stopped; they are asked for again."))
        # A restarted server loses all pages at once; the spread keeps them from returning at once.
        await asyncio.sleep(pause * _spread.uniform(0.5, 1.0))
        pause = min(pause * 2, LONGEST_PAUSE)


class _Heard(Struct, frozen=True):
    """The newest answer and the variables that it answers; none yet when those are None."""

    asked: dict[str, Any] | None = None
    answer: Any = field(default_factory=Loading)
    is_live: bool = True

    def then(self, asked: dict[str, Any], item: Any) -> "_Heard":
        """Take the next item in; a failure leaves the answer before it standing, not live."""
        if not isinstance(item, Failed):
            return _Heard(asked, item)
        has_answer = self.asked == asked and not isinstance(self.answer, Loading)
        if has_answer and (item.code == "ENDED" or not isinstance(self.answer, Failed)):
            return _Heard(asked, self.answer, is_live=False)
        return _Heard(asked, item, is_live=False)


_spread = random.SystemRandom()
_begun: set[asyncio.Task[Any]] = set()
"""The mutations under way: the event loop alone would let go of them."""


class _Door(Struct, frozen=True, kw_only=True):
    """What one component needs to ask the schema on behalf of the user in front of it."""

    runner: GraphQLRunner
    scope: Any
    page: OpenPage

    async def ask(self, document: Document[T], variables: Variables) -> T | Failed:
        """Run a query or mutation."""
        return await self._attempt(self._execute(document, variables))

    async def follow(
        self, document: Document[T], variables: Variables
    ) -> AsyncGenerator[T | Failed]:
        """Run a subscription until it ends; let go of it as soon as the caller stops asking."""
        stream = await self._attempt(self._subscribe(document, variables))
        if isinstance(stream, Failed):
            yield stream
            return
        async with contextlib.aclosing(stream):
            while not isinstance(item := await self._attempt(anext(stream, None)), Failed | None):
                yield await self._attempt(_decoded(item, document))
            if isinstance(item, Failed):
                yield item

    async def _execute(self, document: Document[T], variables: Variables) -> T:
        # A context of its own for each operation: session and privileges are read anew.
        context = await self.runner.context_for(self.scope)
        result = await self.runner.schema.execute(
            document.text, variable_values=dict(variables), context_value=context
        )
        return await _decoded(result, document)

    async def _subscribe(
        self, document: Document[Any], variables: Variables
    ) -> AsyncGenerator[ExecutionResult]:
        context = await self.runner.context_for(self.scope)
        return await self.runner.schema.subscribe(
            document.text, variable_values=dict(variables), context_value=context
        )

    async def _attempt(self, operation: Awaitable[R]) -> R | Failed:
        """Turn what goes wrong into its code and sentence; without a code the fault is ours."""
        try:
            return await operation
        except Exception as error:
            code = _code_of(error)
            if code == "NOT_SIGNED_IN":
                self.page.signed_out.set()
            if code is not None:
                return Failed(code=code, message=getattr(error, "message", str(error)))
            failure_id = new_failure_id()
            logger.exception("Failed to run a document (%s)", failure_id)
            return Failed(code="INTERNAL", message=f"Something went wrong ({failure_id}).")


async def _decoded(result: ExecutionResult, document: Document[T]) -> T:
    if result.errors:
        raise result.errors[0]
    return msgspec.convert(result.data, document.answer)


def _code_of(error: Any) -> str | None:
    extensions = getattr(error, "extensions", None) or {}
    original = getattr(error, "original_error", None)
    codes = (extensions.get("code"), getattr(error, "code", None), getattr(original, "code", None))
    return next((code for code in codes if isinstance(code, str)), None)


def _door_outside(scope: Any) -> _Door:
    runner = GraphQLRunner(schema=schema, context_for=_context_for)
    return _Door(runner=runner, scope=scope, page=OpenPage())


def use_door() -> _Door:
    """Return the way to the schema for the user in front of the page."""
    connection: Connection[OpenPage] = use_connection()
    return _Door(
        runner=use_context(GraphQL),
        scope=connection.scope,
        page=connection.carrier,
    )


def use_first_answer(page: OpenPage) -> object:
    """Hold back the page until this answer is there; return what stands for the answer."""
    awaited: Ref[object] = use_ref(None)
    if awaited.current is None:
        awaited.current = object()
        page.expect(awaited.current)
    return awaited.current
