"""Call fields, as GraphQL shows and changes them."""

from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from models.scripts import declaring
from models.scripts.declaring import DeclaredField, FieldEdit, NewField
from models.scripts.field_types import FieldType
from models.unchanged import UNCHANGED

strawberry.enum(
    FieldType,
    name="CallFieldType",
    description="What a call field holds. A value that does not fit is kept as text and flagged.",
)


@strawberry.type
class CallField:
    """An additional detail of calls that an administrator declared."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    name: str = strawberry.field(description="As the telephony system sends it.")
    label: str = strawberry.field(description="As agents read it.")
    type: FieldType = strawberry.field(description="What it holds.")
    is_masked: bool = strawberry.field(description="Whether its values are hidden.")
    is_identifier: bool = strawberry.field(
        description="Whether a contact with its value as external id is the caller."
    )
    is_active: bool = strawberry.field(description="False for one that was retired.")
    position: int = strawberry.field(description="Its place in the order.")
    version: int = strawberry.field(description="Grows with each change.")


@strawberry.type
class CallFields:
    """Every call field in its order."""

    fields: list[CallField] = strawberry.field(description="The retired ones last.")


@strawberry.input
class CallFieldVersion:
    """Name a call field at the version that was on screen."""

    id: strawberry.ID
    version: int


CallFieldResult = Annotated[
    CallField | Refusal,
    strawberry.union("CallFieldResult", description="The field now, or why it is as before."),
]
CallFieldsResult = Annotated[
    CallFields | Refusal,
    strawberry.union("CallFieldsResult", description="The fields now, or why they are as before."),
]


@strawberry.type
class CallFieldQuery:
    """Questions about call fields."""

    @strawberry.field
    async def call_fields(self, info: Info) -> list[CallField]:
        """Every call field in its order, the retired ones last."""
        await info.context.viewer()
        return await _all()


@strawberry.type
class CallFieldMutation:
    """What call management can do with call fields; each change holds for the next call."""

    @strawberry.mutation
    async def create_call_field(
        self,
        info: Info,
        *,
        name: str,
        label: str = "",
        type: FieldType = FieldType.TEXT,
        is_masked: bool = False,
        is_identifier: bool = False,
    ) -> CallFieldResult:
        """Declare a field, behind the others."""
        new = NewField(
            name=name, label=label, type=type, is_masked=is_masked, is_identifier=is_identifier
        )
        return await or_refusal(_create(info, new))

    @strawberry.mutation
    async def update_call_field(
        self,
        info: Info,
        *,
        id: strawberry.ID,
        version: int,
        label: str | None = None,
        type: FieldType | None = None,
        is_masked: bool | None = None,
        is_identifier: bool | None = None,
        is_active: bool | None = None,
    ) -> CallFieldResult:
        """Change a field over the version that was on screen; what is left out stays."""
        edit = FieldEdit(
            label=_given(label),
            type=_given(type),
            is_masked=_given(is_masked),
            is_identifier=_given(is_identifier),
            is_active=_given(is_active),
        )
        return await or_refusal(_update(info, id, version, edit))

    @strawberry.mutation
    async def retire_call_field(
        self, info: Info, id: strawberry.ID, version: int
    ) -> CallFieldResult:
        """Declare a field no more; existing calls keep its values, and masked ones stay masked."""
        return await or_refusal(_update(info, id, version, FieldEdit(is_active=False)))

    @strawberry.mutation
    async def reorder_call_fields(
        self, info: Info, order: list[CallFieldVersion]
    ) -> CallFieldsResult:
        """Put all active fields in this order."""
        return await or_refusal(_reorder(info, order))


def _given(value: Any) -> Any:
    return UNCHANGED if value is None else value


async def _create(info: Info, new: NewField) -> CallField:
    site, viewer = info.context.site, await info.context.viewer()
    return await _one(await declaring.create_call_field(site, viewer, new))


async def _update(info: Info, id: str, version: int, edit: FieldEdit) -> CallField:
    site, viewer, field_id = info.context.site, await info.context.viewer(), read_id(id)
    await declaring.update_call_field(site, viewer, field_id, version=version, edit=edit)
    return await _one(field_id)


async def _reorder(info: Info, order: list[CallFieldVersion]) -> CallFields:
    site, viewer = info.context.site, await info.context.viewer()
    await declaring.reorder_call_fields(
        site, viewer, [(read_id(each.id), each.version) for each in order]
    )
    return CallFields(fields=await _all())


async def _all() -> list[CallField]:
    return [_field(declared) for declared in await declaring.call_fields()]


async def _one(field_id: UUID) -> CallField:
    return next(field for field in await _all() if field.id == str(field_id))


def _field(declared: DeclaredField) -> CallField:
    return CallField(
        id=strawberry.ID(str(declared.id)),
        name=declared.name,
        label=declared.label,
        type=declared.type,
        is_masked=declared.is_masked,
        is_identifier=declared.is_identifier,
        is_active=declared.is_active,
        position=declared.position,
        version=declared.version,
    )
