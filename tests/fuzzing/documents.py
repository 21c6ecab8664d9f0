"""GraphQL documents: those that the schema's grammar makes, with ids that there are, and valid ones changed."""

from collections.abc import Sequence
from functools import cache

from hypothesis import strategies as st
from hypothesis_graphql import Mode, mutations, nodes, queries

from api.schema import schema
from tests.api.operations import document, every_operation, whole_document
from tests.fuzzing.mutating import either_of, mutated

BUILT = schema._schema
SCALARS = {
    "Date": st.sampled_from(["2026-01-01", "x", ""]).map(nodes.String),
    "DateTime": st.sampled_from(["2026-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]).map(
        nodes.String
    ),
    "JSON": st.just(nodes.String("x")) | st.just(nodes.Int(1)),
}
WRITTEN = [
    write(name, field)
    for name, field in every_operation().items()
    for write in (document, whole_document)
]
NESTED = ["{" * 5000, "{ me " * 3000, "query { a: me { id } " + "b: me { id } " * 20000]


@cache
def _of_field(name: str, mode: Mode) -> st.SearchStrategy[str]:
    root, _, field = name.partition(".")
    make = queries if root == "Query" else mutations
    has_arguments = bool(every_operation()[name].args)
    made: st.SearchStrategy[str] = make(
        BUILT,
        fields=[field],
        custom_scalars=SCALARS,
        # What takes nothing can't be asked for wrongly.
        mode=mode if has_arguments else Mode.POSITIVE,
    )
    return made


def _names() -> Sequence[str]:
    return [name for name in every_operation() if not name.startswith("Subscription")]


# Through a name each: hypothesis would write all of them into the names of what is made of them.
GENERATED = st.tuples(
    st.sampled_from(_names()), st.sampled_from([Mode.POSITIVE, Mode.NEGATIVE])
).flatmap(lambda chosen: _of_field(*chosen))
CHANGED = mutated(either_of([each.encode() for each in WRITTEN])).map(
    lambda content: content.decode("utf-8", "replace")
)
DOCUMENTS = GENERATED | CHANGED | either_of(NESTED) | either_of(WRITTEN)
