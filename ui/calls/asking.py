"""What the address asks of the list of calls, as variables for GraphQL and as the query of links and files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ui import formats

PATH = "/calls"
FILE = "/calls.csv"
FILTERS = ("from", "to", "agent", "reason", "outcome", "number")
AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters that are set, by their names in the address, and the call behind which the page begins."""

    filters: Mapping[str, str]
    after: str = ""

    @property
    def variables(self) -> dict[str, Any]:
        """The filters as the schema names them; days begin and end in the site's time zone."""
        begin, end = _day(self.filters.get("from")), _day(self.filters.get("to"))
        given = {
            "agent": self.filters.get("agent"),
            "reason": self.filters.get("reason"),
            "outcome": self.filters.get("outcome"),
            "phoneNumber": self.filters.get("number"),
            "since": formats.midnight(begin).isoformat() if begin else None,
            "until": formats.midnight(end + timedelta(days=1)).isoformat() if end else None,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def file(self) -> str:
        """The address of the file with all that is filtered, whatever page of it is shown."""
        return f"{FILE}?{urlencode(self.variables)}" if self.variables else FILE

    def page(self, after: str = "") -> str:
        """The address of these filters, from behind a call on."""
        query = {**self.filters, **({AFTER: after} if after else {})}
        return f"{PATH}?{urlencode(query)}" if query else PATH


def asked_by(query: str) -> Asked:
    """Read the query of the address; what means nothing is left out."""
    found = {name: text.strip() for name, text in parse_qsl(query.removeprefix("?"))}
    filters = {name: found[name] for name in FILTERS if found.get(name)}
    for name in ("from", "to"):
        if name in filters and _day(filters[name]) is None:
            del filters[name]
    return Asked(filters=filters, after=found.get(AFTER, ""))


def _day(text: str | None) -> date | None:
    try:
        read = date.fromisoformat(text or "")
    except ValueError:
        return None
    # The day behind the last one that there is has no beginning.
    return read if date.min < read < date.max - timedelta(days=1) else None
