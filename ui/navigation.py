"""The pages that the toolbar leads to, each for those who hold its privilege.

A page enters PLACES when it is there: nothing leads to a dead end.
"""

from collections.abc import Callable, Collection

from msgspec import Struct
from reactpy import Vdom, html
from reactpy.types import VdomDict

from ui import texts

_in_sight = Vdom("in-sight")

CALL_USER = "gCallUser"
CALL_MANAGER = "gCallManagement"
SUPERVISOR = "gCallSupervisor"
ADMIN = "gAdmin"


class Place(Struct, frozen=True, kw_only=True):
    """One page: where it is, its name in the reader's language, and who gets there."""

    path: str
    name: Callable[[], str]
    privilege: str
    also_for: tuple[str, ...] = ()

    def is_for(self, privileges: Collection[str]) -> bool:
        """Tell whether one of these privileges leads here."""
        return any(each in privileges for each in (self.privilege, *self.also_for))


PLACES = (
    Place(path="/", name=lambda: texts.DESKTOP, privilege=CALL_USER),
    Place(path="/calls", name=lambda: texts.CALLS, privilege=CALL_USER, also_for=(SUPERVISOR,)),
    Place(path="/contacts", name=lambda: texts.CONTACTS_PAGE, privilege=CALL_USER),
    Place(path="/wallboard", name=lambda: texts.WALLBOARD, privilege=SUPERVISOR),
    Place(path="/customize/call-management", name=lambda: texts.CUSTOMIZE, privilege=CALL_MANAGER),
    Place(path="/administration", name=lambda: texts.ADMINISTRATION, privilege=ADMIN),
)


def places_for(
    privileges: Collection[str], places: tuple[Place, ...] = PLACES
) -> tuple[Place, ...]:
    """Return the pages that somebody with these privileges gets to, in order."""
    return tuple(place for place in places if place.is_for(privileges))


def navigation(places: tuple[Place, ...], *, here: str) -> VdomDict | str:
    """Show links to the pages, the one at the path ``here`` as the current one."""
    if not places:
        return ""
    return html.nav(
        {"aria-label": texts.PAGES},
        _in_sight(html.ul(*(_link(place, is_current=place.path == here) for place in places))),
    )


def _link(place: Place, *, is_current: bool) -> VdomDict:
    current = "page" if is_current else None
    link = html.a({"href": place.path, "aria-current": current}, place.name())
    return html.li({"key": place.path}, link)
