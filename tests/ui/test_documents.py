"""Every GraphQL document of the pages, checked against the schema and the struct that takes its answer."""

import datetime
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    validate,
)

import ui
from api.schema import schema
from ui.client import Document

SCHEMA: GraphQLSchema = schema._schema
SAMPLES: dict[str, Any] = {
    "ID": "1",
    "String": "text",
    "Int": 1,
    "Boolean": True,
    "JSON": {"invoice": "77"},
    "Date": "2027-01-31",
    "DateTime": datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC).isoformat(),
}


def documents() -> Iterator[tuple[str, Document[Any]]]:
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Document):
                yield f"{module.name}.{name}", value


DOCUMENTS = dict(documents())


def test_there_are_documents() -> None:
    assert {"ui.frame.ME", "ui.beacon.BEACON", "ui.workspace.drafts.SAVE_DRAFT"} <= set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_valid(name: str) -> None:
    assert validate(SCHEMA, parse(DOCUMENTS[name].text)) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_answer_fits_its_struct_whichever_member_of_a_union_it_is(name: str) -> None:
    document = DOCUMENTS[name]

    answers = list(samples_of(document.text))

    assert answers
    for answer in answers:
        msgspec.convert(answer, document.answer)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_struct_takes_the_answer_where_all_that_may_be_null_is(name: str) -> None:
    document = DOCUMENTS[name]

    for answer in samples_of(document.text, with_nulls=True):
        msgspec.convert(answer, document.answer)


def samples_of(text: str, *, with_nulls: bool = False) -> Iterator[dict[str, Any]]:
    """Make an answer for each number of a member in a union: the first members, the second ones, ..."""
    operation = parse(text).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    root = SCHEMA.get_root_type(operation.operation)
    assert root is not None
    for member in range(4):
        yield _object(root, operation.selection_set, member, with_nulls=with_nulls)


def _object(
    kind: GraphQLObjectType, chosen: SelectionSetNode, member: int, *, with_nulls: bool
) -> dict[str, Any]:
    sample: dict[str, Any] = {}
    for node in chosen.selections:
        assert not isinstance(node, FragmentSpreadNode)
        if isinstance(node, InlineFragmentNode):
            if node.type_condition and node.type_condition.name.value == kind.name:
                sample |= _object(kind, node.selection_set, member, with_nulls=with_nulls)
            continue
        assert isinstance(node, FieldNode)
        name = node.name.value
        sample[node.alias.value if node.alias else name] = (
            kind.name
            if name == "__typename"
            else _value(kind.fields[name].type, node.selection_set, member, with_nulls=with_nulls)
        )
    return sample


def _value(
    kind: GraphQLOutputType, chosen: SelectionSetNode | None, member: int, *, with_nulls: bool
) -> Any:
    if not isinstance(kind, GraphQLNonNull) and with_nulls:
        return None
    if isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    if isinstance(kind, GraphQLList):
        return [_value(kind.of_type, chosen, member, with_nulls=with_nulls)]
    if isinstance(kind, GraphQLUnionType):
        kind = kind.types[member % len(kind.types)]
    if isinstance(kind, GraphQLObjectType):
        assert chosen is not None
        return _object(kind, chosen, member, with_nulls=with_nulls)
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    assert isinstance(kind, GraphQLScalarType)
    return SAMPLES[kind.name]
