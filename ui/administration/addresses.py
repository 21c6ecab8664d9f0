"""Where the parts of Administration are: each has an address of its own, with what is searched for and the page."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from msgspec import Struct
from reactpy import html, use_connection
from reactpy.types import VdomDict

from ui import texts

ADMINISTRATION = "/administration"
AFTER = "after"

Values = Mapping[str, str | Sequence[str]]


class Asked(Struct, frozen=True):
    """What the address asks for."""

    pairs: tuple[tuple[str, str], ...]

    def __call__(self, name: str) -> str:
        """Return one value; empty when the address has none."""
        return next((value.strip() for key, value in self.pairs if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of one name."""
        return tuple(value for key, value in self.pairs if key == name)

    def some(self, *names: str) -> dict[str, str]:
        """Return those of these that the address has."""
        return {name: self(name) for name in names if self(name)}


def use_asked() -> Asked:
    """Read the address."""
    query = use_connection().location.query_string.removeprefix("?")
    return Asked(tuple(parse_qsl(query, keep_blank_values=True)))


def address(part: str, values: Values | None = None) -> str:
    """Return where a part is, searched for these values."""
    return f"{ADMINISTRATION}?{urlencode({'tab': part, **(values or {})}, doseq=True)}"


def search_form(
    part: str, *fields: VdomDict, label: str, found: Values, agree: str | None = None
) -> VdomDict:
    """Show what to search for: the browser puts it into the address, so that it can be kept and sent on."""
    is_narrowed = bool(found)
    return html.form(
        {"class": "search", "method": "get", "action": ADMINISTRATION, "aria-label": label},
        html.input({"key": "tab", "type": "hidden", "name": "tab", "value": part}),
        *fields,
        html.div(
            {"key": "actions", "class": "actions"},
            html.button({"type": "submit"}, agree or texts.SEARCH),
            html.a({"href": address(part)}, texts.CLEAR if agree else texts.SHOW_ALL)
            if is_narrowed
            else "",
        ),
    )


def pager(part: str, found: Values, *, after: Sequence[str], following: str | None) -> VdomDict:
    """Show the ways to the pages before and behind; ``after`` are the ends of those before."""
    before = None if not after else address(part, {**found, AFTER: after[:-1]})
    behind = None if following is None else address(part, {**found, AFTER: [*after, following]})
    if before is None and behind is None:
        return html.div({"key": "pager"})
    return html.nav(
        {"key": "pager", "class": "pager", "aria-label": texts.PAGES_OF_THE_LIST},
        html.p(texts.page_of_list(len(after) + 1)),
        _step(texts.PREVIOUS_PAGE, before, "prev"),
        _step(texts.NEXT_PAGE, behind, "next"),
    )


def _step(label: str, goal: str | None, relation: str) -> VdomDict:
    if goal is None:
        return html.span({"key": relation, "class": "button plain", "aria-disabled": "true"}, label)
    return html.a({"key": relation, "class": "button plain", "href": goal, "rel": relation}, label)
