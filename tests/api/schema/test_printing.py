"""The printed schema, which people and code generators read."""

import subprocess
import sys

import pytest
from graphql import (
    GraphQLNamedType,
    GraphQLObjectType,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
)

from api.schema.printing import PRINTED, printed_schema

TYPES = [
    named
    for named in build_schema(printed_schema()).type_map.values()
    if not is_introspection_type(named) and not is_specified_scalar_type(named)
]


def test_the_printed_schema_is_the_schema_of_the_code() -> None:
    assert PRINTED.read_text(encoding="utf-8") == printed_schema(), "Run: make schema"


def test_the_command_prints_nothing_but_the_file() -> None:
    before = PRINTED.read_bytes()

    done = subprocess.run(
        [sys.executable, "-m", "api.schema.printing"],
        cwd=PRINTED.parents[2],
        check=True,
        capture_output=True,
    )

    assert (done.stdout, done.stderr, PRINTED.read_bytes()) == (b"", b"", before)


@pytest.mark.parametrize("named", TYPES, ids=[named.name for named in TYPES])
def test_every_type_and_every_field_has_a_description(named: GraphQLNamedType) -> None:
    fields = named.fields if isinstance(named, GraphQLObjectType) else {}

    assert named.description
    assert [name for name, field in fields.items() if not field.description] == []
