"""Questions about contacts."""

import strawberry
from strawberry import relay

from api.schema.contacts import Contact
from api.schema.contacts import contact as show_contact
from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.paging import check_first, page_info
from models.contacts import searching
from models.contacts.cards import ContactCard
from models.errors import InvalidValue, NoSuchContact
from models.ordering import TimeOrder


@strawberry.type
class ContactEdge:
    """One contact of a page."""

    cursor: str = strawberry.field(description="Where the next page begins: give it as `after`.")
    node: Contact = strawberry.field(description="The contact.")


@strawberry.type
class ContactConnection:
    """A page of contacts."""

    edges: list[ContactEdge] = strawberry.field(description="The contacts with their cursors.")
    page_info: relay.PageInfo = strawberry.field(description="Whether there is more.")


@strawberry.type
class ContactQuery:
    """Questions about contacts."""

    @strawberry.field
    async def contact(self, info: Info, id: strawberry.ID) -> Contact | None:
        """One contact, or the one it was merged into; null when there is none."""
        viewer = await info.context.viewer()
        try:
            return show_contact(await searching.find_contact(viewer, read_id(id)))
        except (NoSuchContact, InvalidValue):
            return None

    @strawberry.field
    async def contacts(
        self,
        info: Info,
        *,
        search: str | None = None,
        phone_number: str | None = None,
        order: TimeOrder = TimeOrder.NEWEST_FIRST,
        first: int = 20,
        after: str | None = None,
    ) -> ContactConnection:
        """Contacts by what is typed (a name, company, number, id), or by a caller's number; else all, by their time.

        A search gives at most 200 and a number at most 20, best first whatever the `order`; a page holds at most 100.
        """
        check_first(first, most=searching.LARGEST_PAGE)
        if search is not None and phone_number is not None:
            raise InvalidValue("search", "and phoneNumber exclude each other.")
        if search is None and phone_number is None:
            behind = read_id(after) if after is not None else None
            viewer = await info.context.viewer()
            found = await searching.list_contacts(viewer, first=first, behind=behind, order=order)
        else:
            found = _after(await _found(info, search, phone_number), after)
        return _page(found, first=first, after=after)


async def _found(info: Info, search: str | None, phone_number: str | None) -> list[ContactCard]:
    site, viewer = info.context.site, await info.context.viewer()
    if search is not None:
        return await searching.search_contacts(site, viewer, search)
    return await searching.contacts_with_number(site, viewer, phone_number or "")


def _after(found: list[ContactCard], cursor: str | None) -> list[ContactCard]:
    if cursor is None:
        return found
    last = read_id(cursor)
    place = next((place for place, card in enumerate(found) if card.id == last), len(found))
    return found[place + 1 :]


def _page(found: list[ContactCard], *, first: int, after: str | None) -> ContactConnection:
    edges = [ContactEdge(cursor=str(card.id), node=show_contact(card)) for card in found[:first]]
    return ContactConnection(
        edges=edges,
        page_info=page_info(edges, found=found, after=after),
    )
