"""What the address asks of the list of calls, as variables for GraphQL and as the query of links and files."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from msgspec import Struct

from ui import formats

PATH = "/calls"
FILE = "/calls.csv"
FILTERS = ("from", "to", "agent", "reason", "outcome", "number")
AFTER = "after"


class Asked(Struct, frozen=True, kw_only=True):
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
    meant = {name: text for name, text in filters.items() if MEANING.get(name, bool)(text)}
    after = found.get(AFTER, "")
    return Asked(filters=meant, after=after if _is_id(after) else "")


def _day(text: str | None) -> date | None:
    try:
        read = date.fromisoformat(text or "")
    except ValueError:
        return None
    # The first day and the last one that there are have no beginning or end in every time zone.
    margin = timedelta(days=2)
    return read if date.min + margin < read < date.max - margin else None


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


MEANING = {"from": _day, "to": _day, "agent": _is_id, "outcome": _is_id}
"""What tells whether a filter means anything."""
