"""Ask every operation of the schema with the least that it takes."""

from collections.abc import Mapping

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from api.schema import schema
from models.identifiers import new_id

DEEPEST = 4
SCALARS: Mapping[str, object] = {
    "Int": 0,
    "Boolean": True,
    "String": "x",
    "Date": "2026-01-01",
    "DateTime": "2026-01-01T00:00:00Z",
    "JSON": 1,
}


def every_operation() -> dict[str, GraphQLField]:
    """Find every query, mutation and subscription, by names such as ``Query.me``."""
    built = schema._schema
    roots = (built.query_type, built.mutation_type, built.subscription_type)
    return {
        f"{root.name}.{name}": field
        for root in roots
        if root
        for name, field in root.fields.items()
    }


def document(name: str, field: GraphQLField) -> str:
    """Write an operation with a variable for each argument that it can't do without, and each that may be given."""
    root, _, field_name = name.partition(".")
    declared = ", ".join(f"${arg}: {argument.type}" for arg, argument in field.args.items())
    given = ", ".join(f"{arg}: ${arg}" for arg in field.args)
    heading = f"({declared})" if declared else ""
    arguments = f"({given})" if given else ""
    return f"{root.lower()}{heading} {{ {field_name}{arguments}{_selection(field)} }}"


def whole_document(name: str, field: GraphQLField, *, depth: int = DEEPEST) -> str:
    """Write an operation that asks for everything which its answer can tell without further arguments, so deep."""
    heading = document(name, field).split("{", 1)[0]
    root_field = document(name, field).split("{", 2)[1].strip()
    return f"{heading}{{ {root_field}{_everything(field.type, depth)} }}"


def least(field: GraphQLField, given: Mapping[str, object]) -> dict[str, object]:
    """Fill in what an operation needs at least, beside what is given."""
    return {
        name: given[name] if name in given else _made_up(argument.type)
        for name, argument in field.args.items()
        if name in given or is_required_argument(argument)
    } | {
        name: argument.default_value
        for name, argument in field.args.items()
        if name not in given and not is_required_argument(argument) and _has_default(argument)
    }


def _everything(of_type: GraphQLOutputType, depth: int) -> str:
    """Select every field; those of several types of a union under names of their own, since they may differ."""
    named = get_named_type(of_type)
    if isinstance(named, GraphQLUnionType):
        members = (f"... on {each.name} {_fields(each, depth, each.name)}" for each in named.types)
        return f" {{ __typename {' '.join(members)} }}"
    return _fields(named, depth) if isinstance(named, GraphQLObjectType) else ""


def _fields(named: GraphQLObjectType, depth: int, alias: str = "") -> str:
    selected = ["__typename"]
    for name, field in named.fields.items():
        inner = get_named_type(field.type)
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        if is_leaf_type(inner) or depth > 1:
            deeper = "" if is_leaf_type(inner) else _everything(field.type, depth - 1)
            selected.append(f"{alias}_{name}: {name}{deeper}" if alias else f"{name}{deeper}")
    return f" {{ {' '.join(selected)} }}"


def _has_default(argument: object) -> bool:
    return isinstance(getattr(argument, "default_value", None), int | str | bool)


def _made_up(of_type: GraphQLInputType) -> object:
    if isinstance(of_type, GraphQLNonNull):
        return _made_up(of_type.of_type)
    if isinstance(of_type, GraphQLList):
        return [_made_up(of_type.of_type)]
    if isinstance(of_type, GraphQLEnumType):
        return next(iter(of_type.values))
    if isinstance(of_type, GraphQLInputObjectType):
        fields = of_type.fields.items()
        return {n: _made_up(f.type) for n, f in fields if is_required_input_field(f)}
    return str(new_id()) if of_type.name == "ID" else SCALARS[of_type.name]


def _selection(field: GraphQLField) -> str:
    named = get_named_type(field.type)
    if is_leaf_type(named):
        return ""
    refusal = " ... on Refusal { code }" if isinstance(named, GraphQLUnionType) else ""
    assert isinstance(named, GraphQLUnionType | GraphQLObjectType)
    return f" {{ __typename{refusal} }}"
