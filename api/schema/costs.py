"""How much a document asks for, measured in one walk that looks at each fragment once.

It comes before validation, some of whose rules take long over documents that are made for it, and long before anything
is read. A document that is not valid has a measure too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import (
        DocumentNode,
        GraphQLArgument,
        GraphQLField,
        GraphQLNamedType,
        GraphQLOutputType,
        GraphQLSchema,
        SelectionSetNode,
    )

LONGEST = 64 * 1024  # characters
MOST_TOKENS = 2000
DEEPEST = 20
MOST_REPEATS = 100
MOST_FRAGMENTS = 50
MOST_COST = 25_000
USUAL_LENGTH = 5  # of a list whose length the document does not limit
LONGEST_PAGE = 100
MOST_DIGITS = 3
MOST_NESTED = 3 * DEEPEST  # fields and inline fragments; deeper nobody looks
INTROSPECTION = 100  # what the schema tells about itself, whatever is asked of it

TOO_LARGE = "DOCUMENT_TOO_LARGE"


class Measure(Struct, frozen=True, kw_only=True):
    """Tell how deep fields lie in each other, how many have an alias or come again, and how many would be answered."""

    depth: int = 0
    repeats: int = 0
    cost: int = 0


@dataclass(slots=True)
class _Walk:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    numbers: Mapping[str, int]
    measured: dict[tuple[str, int], Measure] = field(default_factory=dict)
    level: int = 0

    def measure(
        self, selections: SelectionSetNode | None, parent: GraphQLNamedType, length: int
    ) -> Measure:
        """Add up what is selected of one object, whose lists have this length unless they say otherwise."""
        if self.level > MOST_NESTED:
            return Measure(depth=self.level)
        self.level += 1
        depth = cost = 0
        repeats = _repeats(selections)
        for part in self._parts(selections, parent, length):
            depth = max(depth, part.depth)
            repeats += part.repeats
            cost += part.cost
        self.level -= 1
        return Measure(depth=depth, repeats=repeats, cost=cost)

    def _parts(
        self, selections: SelectionSetNode | None, parent: GraphQLNamedType, length: int
    ) -> Iterator[Measure]:
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                yield self._field(node, parent, length)
            elif isinstance(node, FragmentSpreadNode):
                yield self._fragment(node.name.value, length)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                within = self._type(condition.name.value) if condition else None
                yield self.measure(node.selection_set, within or parent, length)

    def _field(self, node: FieldNode, parent: GraphQLNamedType, length: int) -> Measure:
        name = node.name.value
        if name.startswith("__"):
            # How deep introspection may go is a rule of GraphQL's own.
            return Measure(depth=1, cost=INTROSPECTION if node.selection_set else 1)
        known: GraphQLField | None = getattr(parent, "fields", {}).get(name)
        if known is None:
            return Measure(depth=1, cost=1)
        page = self._first(node, known.args["first"]) if "first" in known.args else None
        # A connection is one object; the edges in it are as many as was asked for.
        is_list = _is_list(known.type)
        times = (length if page is None else page) if is_list else 1
        within = USUAL_LENGTH if is_list or page is None else page
        inner = self.measure(node.selection_set, get_named_type(known.type), within)
        return Measure(depth=1 + inner.depth, repeats=inner.repeats, cost=1 + times * inner.cost)

    def _fragment(self, name: str, length: int) -> Measure:
        key = (name, length)
        if key not in self.measured:
            self.measured[key] = Measure()  # in case it spreads itself, which is not valid
            fragment = self.fragments.get(name)
            within = self._type(fragment.type_condition.name.value) if fragment else None
            if fragment and within:
                self.measured[key] = self.measure(fragment.selection_set, within, length)
        return self.measured[key]

    def _type(self, name: str) -> GraphQLNamedType | None:
        found = self.schema.type_map.get(name)
        return found if is_composite_type(found) else None

    def _first(self, node: FieldNode, declared: GraphQLArgument) -> int:
        """Tell how long a page is asked for; one that is longer than any may be is refused later."""
        asked: object = declared.default_value
        for argument in node.arguments or ():
            if argument.name.value == "first" and isinstance(argument.value, IntValueNode):
                digits = argument.value.value
                asked = int(digits) if len(digits) <= MOST_DIGITS else LONGEST_PAGE
            elif argument.name.value == "first" and isinstance(argument.value, VariableNode):
                asked = self.numbers.get(argument.value.name.value, asked)
        return max(1, min(asked, LONGEST_PAGE)) if isinstance(asked, int) else LONGEST_PAGE


def measure_document(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object] | None
) -> Measure:
    """Measure the largest of the document's operations."""
    numbers = tuple(
        sorted(
            (name, value)
            for name, value in (variables or {}).items()
            if isinstance(value, int) and not isinstance(value, bool)
        )
    )
    return _measure(schema, document, numbers)


def check_size(document: DocumentNode, measured: Measure) -> GraphQLError | None:
    """Return why a document is not looked at any further; None when it may be asked."""
    fragments = sum(isinstance(node, FragmentDefinitionNode) for node in document.definitions)
    limits = (
        ("depth", measured.depth, DEEPEST),
        ("aliases and repeated fields", measured.repeats, MOST_REPEATS),
        ("fragments", fragments, MOST_FRAGMENTS),
        ("cost", measured.cost, MOST_COST),
    )
    for name, found, most in limits:
        if found > most:
            return too_large(name, most)
    return None


def too_large(name: str, most: int) -> GraphQLError:
    """Say which limit the document does not keep."""
    return GraphQLError(
        f"This document is too large: {name} of at most {most}.", extensions={"code": TOO_LARGE}
    )


# The same few documents come again and again, and with the same sizes of page.
@lru_cache(maxsize=500)
def _measure(
    schema: GraphQLSchema, document: DocumentNode, numbers: tuple[tuple[str, int], ...]
) -> Measure:
    definitions = document.definitions
    fragments = {
        node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)
    }
    walk = _Walk(schema, fragments, dict(numbers))
    largest = Measure()
    for node in definitions:
        root = (
            schema.get_root_type(node.operation)
            if isinstance(node, OperationDefinitionNode)
            else None
        )
        if root and isinstance(node, OperationDefinitionNode):
            found = walk.measure(node.selection_set, root, USUAL_LENGTH)
            largest = Measure(
                depth=max(largest.depth, found.depth),
                repeats=largest.repeats + found.repeats,
                cost=max(largest.cost, found.cost),
            )
    return largest


def _is_list(of_type: GraphQLOutputType) -> bool:
    if isinstance(of_type, GraphQLNonNull):
        return _is_list(of_type.of_type)
    return isinstance(of_type, GraphQLList)


def _repeats(selections: SelectionSetNode | None) -> int:
    """Count the fields of one object that have an alias or come a second time."""
    names: set[str] = set()
    repeats = 0
    for node in selections.selections if selections else ():
        if isinstance(node, FieldNode):
            repeats += node.alias is not None or node.name.value in names
            names.add(node.name.value)
    return repeats
