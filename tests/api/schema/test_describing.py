"""Whoever reads the schema is told what everything in it means."""

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLScalarType,
    is_introspection_type,
    is_specified_scalar_type,
)

from api.schema import schema
from api.schema.argument_words import SHARED
from api.schema.describing import NAMED_BY_ID, OF_FIELDS
from api.schema.value_words import INPUTS, MIRRORED, SPECIFIED, VALUES

BUILT = schema._schema
OURS = {name: each for name, each in BUILT.type_map.items() if not is_introspection_type(each)}
OBJECTS = [each for each in OURS.values() if isinstance(each, GraphQLObjectType)]


def descriptions() -> Iterator[tuple[str, str | None]]:
    """Walk everything that a description belongs to."""
    for name, shown in OURS.items():
        yield name, shown.description
        if isinstance(shown, GraphQLObjectType):
            yield from fields(shown)
        elif isinstance(shown, GraphQLInputObjectType):
            for field_name, given in shown.fields.items():
                yield f"{name}.{field_name}", given.description
        elif isinstance(shown, GraphQLEnumType):
            for value_name, value in shown.values.items():
                yield f"{name}.{value_name}", value.description


def fields(shown: GraphQLObjectType) -> Iterator[tuple[str, str | None]]:
    """Walk the fields of a type and their arguments."""
    for name, field in shown.fields.items():
        yield f"{shown.name}.{name}", field.description
        for argument_name, argument in field.args.items():
            yield f"{shown.name}.{name}({argument_name})", argument.description


def arguments() -> set[tuple[str, str]]:
    """Name every argument with its operation."""
    return {
        (operation, name)
        for each in OBJECTS
        for operation, field in each.fields.items()
        for name in field.args
    }


def members(name: str) -> set[str]:
    """Name the values of an enum or the fields of an input."""
    shown = OURS[name]
    if isinstance(shown, GraphQLEnumType):
        return set(shown.values)
    assert isinstance(shown, GraphQLInputObjectType)
    return set(shown.fields)


def test_everything_in_the_schema_is_described() -> None:
    assert [name for name, text in descriptions() if not (text or "").strip()] == []


def test_a_description_of_an_argument_is_short() -> None:
    assert [
        name for name, text in descriptions() if name.endswith(")") and len(text or "") > 160
    ] == []


def test_scalars_of_our_own_say_what_specifies_them() -> None:
    scalars = [each for each in OURS.values() if isinstance(each, GraphQLScalarType)]

    unspecified = [
        each.name
        for each in scalars
        if not is_specified_scalar_type(each) and not each.specified_by_url
    ]

    assert unspecified == []
    assert set(SPECIFIED) <= set(OURS)


def test_no_words_are_left_of_an_argument_that_is_gone() -> None:
    described = {(operation, name) for operation, words in OF_FIELDS.items() for name in words}
    described |= {(operation, "id") for operation in NAMED_BY_ID}

    assert sorted(described - arguments()) == []
    assert sorted(set(SHARED) - {name for _, name in arguments()}) == []
    assert sorted(set(NAMED_BY_ID.values()) - set(OURS)) == []


@pytest.mark.parametrize("words", [VALUES, INPUTS], ids=["enums", "inputs"])
def test_no_words_are_left_of_a_value_that_is_gone(words: dict[str, dict[str, str]]) -> None:
    gone = [
        f"{name}.{each}"
        for name, described in words.items()
        for each in described
        if each not in members(name)
    ]

    assert gone == []
    assert set(MIRRORED) | set(MIRRORED.values()) <= set(OURS)
