"""Print the schema into ``schema.graphql``, for people and for tools, and who may do what: ``make schema``."""

from pathlib import Path

from api.schema import privileges
from api.schema.building import schema

PRINTED = Path(__file__).parent / "schema.graphql"
HEADING = '# Printed by "make schema"; a test fails when it differs from the code.\n\n'


def printed_schema() -> str:
    """Return the schema in GraphQL's own language."""
    lines = [line.rstrip() for line in schema.as_str().splitlines()]
    return HEADING + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PRINTED.write_text(printed_schema(), encoding="utf-8")
    privileges.PRINTED.write_text(privileges.printed_privileges(), encoding="utf-8")
