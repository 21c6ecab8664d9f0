"""What can be done with contacts and their numbers."""

from typing import Annotated

import strawberry

from api.schema.contacts import Contact
from api.schema.contacts import contact as show_contact
from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from models.contacts import contacts, merging, numbers
from models.contacts.cards import ContactCard
from models.contacts.numbers import ContactNumberKind


@strawberry.input(description="A number, or another address that somebody calls from, as typed.")
class ContactNumberInput:
    """Take a number as it is typed."""

    phone_number: str
    kind: ContactNumberKind = ContactNumberKind.OTHER
    extension: str | None = strawberry.field(
        default=None, description="Digits; null takes the one that stands in the number, if any."
    )


@strawberry.input(
    description='What is known of a contact. In a change, null leaves a field as it is and "" clears it.'
)
class ContactInput:
    """Take what is known of a contact."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    email: str | None = None
    external_id: str | None = None
    link: str | None = strawberry.field(default=None, description="An http or https address.")


@strawberry.type
class ContactConflict:
    """Somebody else changed the contact since: nothing was stored."""

    current: Contact = strawberry.field(description="What is stored now.")


ContactResult = Annotated[
    Contact | Refusal,
    strawberry.union(
        "ContactResult", description="The contact as it is now, or why nothing was done."
    ),
]
ContactEditResult = Annotated[
    Contact | ContactConflict | Refusal,
    strawberry.union(
        "ContactEditResult",
        description="The contact as it is now, what somebody else stored before, or why nothing was done.",
    ),
]


@strawberry.type
class ContactMutation:
    """What can be done with contacts; needs gCallUser."""

    @strawberry.mutation
    async def create_contact(
        self, info: Info, contact: ContactInput, numbers: list[ContactNumberInput] | None = None
    ) -> ContactResult:
        """Add a contact with its numbers; some name or a company is needed."""
        return await or_refusal(_create(info, contact, numbers or []))

    @strawberry.mutation
    async def update_contact(
        self, info: Info, id: strawberry.ID, version: int, contact: ContactInput
    ) -> ContactEditResult:
        """Change a contact over the version that was on screen."""
        return await or_refusal(_update(info, id, version, contact))

    @strawberry.mutation
    async def merge_contacts(
        self, info: Info, kept: strawberry.ID, merged: strawberry.ID
    ) -> ContactResult:
        """Make one contact of two: what the merged one has moves to the one that is kept.

        Its id and external id lead there from then on. A second time changes nothing.
        """
        return await or_refusal(_merge(info, kept, merged))

    @strawberry.mutation
    async def add_contact_number(
        self, info: Info, contact: strawberry.ID, number: ContactNumberInput
    ) -> ContactResult:
        """Give a contact one more number; one that it has already changes nothing."""
        return await or_refusal(_add_number(info, contact, number))

    @strawberry.mutation
    async def update_contact_number(
        self, info: Info, id: strawberry.ID, version: int, number: ContactNumberInput
    ) -> ContactEditResult:
        """Change a number over the version that was on screen."""
        return await or_refusal(_update_number(info, id, version, number))

    @strawberry.mutation
    async def delete_contact_number(self, info: Info, id: strawberry.ID) -> ContactResult:
        """Take a number from its contact."""
        return await or_refusal(_delete_number(info, id))


async def _create(info: Info, contact: ContactInput, given: list[ContactNumberInput]) -> Contact:
    new = contacts.NewContact(
        first_name=contact.first_name or "",
        last_name=contact.last_name or "",
        company=contact.company or "",
        email=contact.email or "",
        external_id=contact.external_id,
        link=contact.link,
        numbers=[_text(number) for number in given],
    )
    viewer = await info.context.viewer()
    return show_contact(await contacts.create_contact(info.context.site, viewer, new))


async def _update(
    info: Info, id: str, version: int, contact: ContactInput
) -> Contact | ContactConflict:
    edit = contacts.ContactEdit(
        first_name=contact.first_name,
        last_name=contact.last_name,
        company=contact.company,
        email=contact.email,
        external_id=contact.external_id,
        link=contact.link,
    )
    viewer = await info.context.viewer()
    return _edited(
        await contacts.edit_contact(info.context.site, viewer, read_id(id), edit, version=version)
    )


async def _merge(info: Info, kept: str, merged: str) -> Contact:
    card = await merging.merge_contacts(
        info.context.site,
        await info.context.viewer(),
        kept_id=read_id(kept),
        merged_id=read_id(merged),
    )
    return show_contact(card)


async def _add_number(info: Info, contact: str, number: ContactNumberInput) -> Contact:
    viewer = await info.context.viewer()
    return show_contact(
        await numbers.add_number(info.context.site, viewer, read_id(contact), _text(number))
    )


async def _update_number(
    info: Info, id: str, version: int, number: ContactNumberInput
) -> Contact | ContactConflict:
    viewer, text = await info.context.viewer(), _text(number)
    return _edited(
        await numbers.edit_number(info.context.site, viewer, read_id(id), text, version=version)
    )


async def _delete_number(info: Info, id: str) -> Contact:
    viewer = await info.context.viewer()
    return show_contact(await numbers.remove_number(info.context.site, viewer, read_id(id)))


def _text(number: ContactNumberInput) -> numbers.NumberText:
    return numbers.NumberText(
        address=number.phone_number, kind=number.kind, extension=number.extension
    )


def _edited(
    result: ContactCard | contacts.ContactConflict | numbers.NumberConflict,
) -> Contact | ContactConflict:
    if isinstance(result, ContactCard):
        return show_contact(result)
    return ContactConflict(current=show_contact(result.current))
