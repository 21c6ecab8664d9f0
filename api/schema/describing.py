"""Descriptions of the schema: the docstrings, and the tables of words, wherever Strawberry was given no other words."""

import inspect

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLScalarType,
)
from strawberry import Schema
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from api.schema.argument_words import IDS, OF_OPERATIONS, SHARED
from api.schema.managing_words import MANAGING
from api.schema.value_words import INPUTS, MIRRORED, SPECIFIED, VALUES

# Where Strawberry keeps what a part of graphql-core's schema was made of.
MADE_OF = "strawberry-definition"
OF_FIELDS = {**OF_OPERATIONS, **MANAGING}
NAMED_BY_ID = {operation: noun for noun, names in IDS.items() for operation in names.split()}


def describe(schema: Schema) -> None:
    """Give each type the docstring of its class, each field that of its resolver, and the rest its words."""
    types = schema._schema.type_map
    for shown in types.values():
        made_of = shown.extensions.get(MADE_OF)
        if isinstance(made_of, StrawberryObjectDefinition):
            shown.description = shown.description or inspect.getdoc(made_of.origin)
        if isinstance(shown, GraphQLObjectType) and made_of is not None:
            _describe_fields(shown)
        elif isinstance(shown, GraphQLEnumType):
            _describe_values(shown)
        elif isinstance(shown, GraphQLScalarType):
            shown.specified_by_url = shown.specified_by_url or SPECIFIED.get(shown.name)
        elif isinstance(shown, GraphQLInputObjectType):
            _describe_input(shown, types.get(MIRRORED.get(shown.name, "")))


def _describe_fields(shown: GraphQLObjectType) -> None:
    for name, shown_field in shown.fields.items():
        made_of = shown_field.extensions.get(MADE_OF)
        if isinstance(made_of, StrawberryField) and made_of.base_resolver:
            doc = inspect.getdoc(made_of.base_resolver.wrapped_func)
            shown_field.description = shown_field.description or doc
        _describe_arguments(name, shown_field)


def _describe_arguments(operation: str, shown: GraphQLField) -> None:
    words = {**SHARED, **OF_FIELDS.get(operation, {})}
    if noun := NAMED_BY_ID.get(operation):
        words["id"] = f"`{noun}.id`."
    for name, argument in shown.args.items():
        argument.description = argument.description or words.get(name)


def _describe_values(shown: GraphQLEnumType) -> None:
    words = VALUES.get(shown.name, {})
    for name, value in shown.values.items():
        value.description = value.description or words.get(name)


def _describe_input(shown: GraphQLInputObjectType, read: object) -> None:
    words = dict(INPUTS.get(shown.name, {}))
    if isinstance(read, GraphQLObjectType):
        words |= {name: each.description or "" for name, each in read.fields.items()}
    for name, given in shown.fields.items():
        given.description = given.description or words.get(name)
