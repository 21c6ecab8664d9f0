"""Descriptions of the schema: the docstrings, wherever Strawberry was given no other words."""

import inspect

from graphql import GraphQLInputObjectType, GraphQLObjectType
from strawberry import Schema
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

# Where Strawberry keeps what a part of graphql-core's schema was made of.
MADE_OF = "strawberry-definition"


def describe(schema: Schema) -> None:
    """Give each type the docstring of its class, and each field that of its resolver."""
    for shown in schema._schema.type_map.values():
        made_of = shown.extensions.get(MADE_OF)
        if not isinstance(made_of, StrawberryObjectDefinition):
            continue
        if isinstance(shown, GraphQLObjectType | GraphQLInputObjectType):
            shown.description = shown.description or inspect.getdoc(made_of.origin)
        if isinstance(shown, GraphQLObjectType):
            _describe_fields(shown)


def _describe_fields(shown: GraphQLObjectType) -> None:
    for shown_field in shown.fields.values():
        made_of = shown_field.extensions.get(MADE_OF)
        if isinstance(made_of, StrawberryField) and made_of.base_resolver:
            doc = inspect.getdoc(made_of.base_resolver.wrapped_func)
            shown_field.description = shown_field.description or doc
