"""A schema small enough to read beside the tests of the hooks."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

import strawberry
from strawberry.exceptions import StrawberryGraphQLError

from ui.client import Answer, Document, GraphQLRunner, Variant


class SessionOver(Exception):
    """Look to the hooks like NotSignedIn, which they may not import."""

    code = "NOT_SIGNED_IN"


class World:
    """What the toy schema reads and changes, and how a test makes it fail."""

    def __init__(self) -> None:
        self.names = {"1": "Maria Silva", "2": "João Dias"}
        self.contexts = 0
        self.is_signed_in = True
        self.queries = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.listeners: set[asyncio.Queue[Any]] = set()
        self.times_followed = 0

    async def context_for(self, scope: Any) -> "World":
        """Make a context, or refuse as for an ended session."""
        self.contexts += 1
        if not self.is_signed_in:
            raise SessionOver
        return self

    def announce(self, item: Any) -> None:
        """Give every subscriber an item; an exception breaks the stream off, None ends it."""
        for listener in self.listeners:
            listener.put_nowait(item)

    @property
    def runner(self) -> GraphQLRunner:
        """Return what the hooks run documents with."""
        return GraphQLRunner(schema=schema, context_for=self.context_for)


@strawberry.type
class Contact:
    """A contact."""

    id: strawberry.ID
    full_name: str


@strawberry.type
class Renamed:
    """The mutation was carried out."""

    contact: Contact


@strawberry.type
class NameTaken:
    """Another contact has the name."""

    taken_by: strawberry.ID


RenameResult = Annotated[Renamed | NameTaken, strawberry.union("RenameResult")]


@strawberry.type
class Query:
    """Read."""

    @strawberry.field
    async def contact(self, info: strawberry.Info[World, None], id: strawberry.ID) -> Contact:
        """Find a contact."""
        info.context.queries += 1
        await info.context.gate.wait()
        if id not in info.context.names:
            raise StrawberryGraphQLError("There is no such contact.", extensions={"code": "NONE"})
        return Contact(id=id, full_name=info.context.names[id])

    @strawberry.field
    async def broken(self) -> int:
        """Fail for a reason that is nobody's business."""
        raise ZeroDivisionError("secret")


@strawberry.type
class Mutation:
    """Change."""

    @strawberry.mutation
    async def rename(
        self, info: strawberry.Info[World, None], id: strawberry.ID, name: str
    ) -> RenameResult:
        """Rename a contact."""
        await info.context.gate.wait()
        for other, taken in info.context.names.items():
            if taken == name:
                return NameTaken(taken_by=strawberry.ID(other))
        info.context.names[id] = name
        return Renamed(contact=Contact(id=id, full_name=name))


@strawberry.type
class Subscription:
    """Follow."""

    @strawberry.subscription
    async def ticks(self, info: strawberry.Info[World, None], start: int = 0) -> AsyncIterator[int]:
        """Yield the start and then what is announced."""
        queue: asyncio.Queue[Any] = asyncio.Queue()
        info.context.listeners.add(queue)
        info.context.times_followed += 1
        try:
            yield start
            while (item := await queue.get()) is not None:
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            info.context.listeners.discard(queue)


schema = strawberry.Schema(query=Query, mutation=Mutation, subscription=Subscription)


class ContactAnswer(Answer, frozen=True, kw_only=True):
    id: str
    full_name: str


class FindContact(Answer, frozen=True, kw_only=True):
    contact: ContactAnswer


class RenamedAnswer(Variant, frozen=True, kw_only=True, tag="Renamed"):
    contact: ContactAnswer


class NameTakenAnswer(Variant, frozen=True, kw_only=True, tag="NameTaken"):
    taken_by: str


class Rename(Answer, frozen=True, kw_only=True):
    rename: RenamedAnswer | NameTakenAnswer


class Ticks(Answer, frozen=True, kw_only=True):
    ticks: int


class Broken(Answer, frozen=True, kw_only=True):
    broken: int


FIND_CONTACT = Document("query($id: ID!) { contact(id: $id) { id fullName } }", FindContact)
BROKEN = Document("query { broken }", Broken)
RENAME = Document(
    "mutation($id: ID!, $name: String!) { rename(id: $id, name: $name) { __typename"
    " ... on Renamed { contact { id fullName } } ... on NameTaken { takenBy } } }",
    Rename,
)
TICKS = Document("subscription($start: Int! = 0) { ticks(start: $start) }", Ticks)
