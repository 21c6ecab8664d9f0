"""Values of every kind, and valid input with something changed in it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

# In every text that a door gets: a number and a word that no log may show.
SECRET_NUMBER = "+14165550177"
SECRET_WORD = "nightingale"

Value = TypeVar("Value")


def either_of(values: Sequence[Value]) -> st.SearchStrategy[Value]:
    """Give one of long values, which ``sampled_from`` would write into its name."""
    return st.integers(0, len(values) - 1).map(values.__getitem__)


NUMBERS = (
    st.integers() | st.floats() | st.sampled_from([0, -1, 2**31, 2**63, 2**64, 10**400, 1e308])
)
TEXTS = st.text(max_size=40) | either_of(
    [
        "",
        "\0",
        "\ud800",
        "﷽" * 20,
        "a" * 70_000,
        "%00%ff",
        "'; DROP TABLE inbound_call; --",
        "<script>alert(1)</script>",
        "{{ contact.__class__ }}",
        SECRET_NUMBER,
        SECRET_WORD,
    ]
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
PIECES = st.binary(max_size=8) | either_of(
    [b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"{" * 2000, b"[" * 2000, b'"', b"\\u0000", b"1e999"]
)


def mostly(*usual: object) -> st.SearchStrategy[Any]:
    """Give what is usual more often than anything else."""
    return st.one_of(st.sampled_from(usual), st.sampled_from(usual), JSON)


@st.composite
def mutated(draw: st.DrawFn, valid: st.SearchStrategy[bytes]) -> bytes:
    """Cut, repeat, replace or insert at a few places of what was valid."""
    content = draw(valid)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 20)))
        kept = content[start:end] * draw(st.integers(0, 3))
        content = content[:start] + draw(PIECES) + kept + content[end:]
    return content
