"""What a page has open, kept in its address: it survives a reload and a lost connection."""

import json
from collections.abc import Callable
from urllib.parse import parse_qsl

from msgspec import Struct
from reactpy import Vdom, use_connection, use_state
from reactpy.types import VdomDict

page_address = Vdom("page-address")

Values = tuple[str, ...]


class Addressed(Struct, frozen=True, kw_only=True):
    """The values of one parameter of the address, in the order in which they were opened."""

    name: str
    values: Values
    change: Callable[[Callable[[Values], Values]], None]

    @property
    def element(self) -> VdomDict:
        """What writes the values into the address; it stands once on the page."""
        return page_address({"name": self.name, "values": json.dumps(self.values)})

    def open(self, value: str) -> None:
        """Add a value, unless it is there."""
        self.change(lambda before: before if value in before else (*before, value))

    def close(self, value: str) -> None:
        """Take a value out."""
        self.change(lambda before: tuple(each for each in before if each != value))

    def toggle(self, value: str) -> None:
        """Add a value, or take it out if it is there."""
        (self.close if value in self.values else self.open)(value)


def use_address(name: str) -> Addressed:
    """Keep values under a name that no other component uses."""
    query = use_connection().location.query_string.removeprefix("?")
    found = parse_qsl(query, keep_blank_values=True)
    values, set_values = use_state(lambda: tuple(value for key, value in found if key == name))
    return Addressed(name=name, values=values, change=set_values)
