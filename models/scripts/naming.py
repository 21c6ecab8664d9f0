"""The merge fields that a script may use: their names, what they say, an example of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from models.scripts.declaring import call_fields
from models.scripts.field_types import FieldType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from models.scripts.declaring import DeclaredField

CONTACT_FIELDS = ("first_name", "last_name", "company", "email", "external_id")
# Where an answer can be written back to.
WRITABLE = frozenset(f"contact.{name}" for name in CONTACT_FIELDS)
DETAILS, ANSWERS = "call.details.", "answers."

_BRACKETS = re.compile(r"\[['\"]([^'\"\]]*)['\"]\]|\[(\d+)\]")

_EXAMPLES = {
    FieldType.TEXT: "1001",
    FieldType.NUMBER: "12.5",
    FieldType.DATE: "2027-01-31",
    FieldType.BOOLEAN: "yes",
    FieldType.PHONE_NUMBER: "+14165550199",
}


class MergeField(Struct, frozen=True, kw_only=True):
    """Name a merge field; ``is_writable`` says that an answer can be written back to it."""

    name: str
    description: str
    example: str
    is_writable: bool = False


STANDING = (
    MergeField(
        name="contact.first_name",
        description="The caller's first name; empty while the caller is unknown",
        example="Maria",
        is_writable=True,
    ),
    MergeField(
        name="contact.last_name",
        description="The caller's last name",
        example="Silva",
        is_writable=True,
    ),
    MergeField(
        name="contact.full_name",
        description="The caller's first and last name",
        example="Maria Silva",
    ),
    MergeField(
        name="contact.company",
        description="The caller's company",
        example="Acme Ltd",
        is_writable=True,
    ),
    MergeField(
        name="contact.email",
        description="The caller's e-mail address",
        example="maria@example.org",
        is_writable=True,
    ),
    MergeField(
        name="contact.external_id",
        description="The caller's number in another system",
        example="C-1001",
        is_writable=True,
    ),
    MergeField(
        name="call.phone_number",
        description="The caller's telephone number, as received",
        example="+14165550100",
    ),
    MergeField(name="call.reason", description="The call reason", example="Billing"),
    MergeField(name="agent.full_name", description="The agent's name", example="Ann Carter"),
    MergeField(name="agent.login_name", description="The agent's login name", example="user101"),
)


class KnownNames(Struct, frozen=True, kw_only=True):
    """Tell known merge fields from others."""

    names: frozenset[str]

    def has(self, name: str) -> bool:
        """Tell whether a name, one below it or one above it is known: ``contact``, ``contact.email.size``."""
        return any(
            known == name or known.startswith(f"{name}.") or name.startswith(f"{known}.")
            for known in self.names
        )


async def merge_fields() -> list[MergeField]:
    """List the merge fields that every script may use, with those of the call fields declared now."""
    return [*STANDING, *(_of_field(each) for each in await call_fields() if each.is_active)]


def known_names(fields: Iterable[MergeField], questions: Collection[str]) -> KnownNames:
    """Return the names that a script with these questions may use."""
    names = {field.name for field in fields} | {f"{ANSWERS}{question}" for question in questions}
    return KnownNames(names=frozenset(names))


def dotted(name: str) -> str:
    """Write a merge field with points alone: ``call.details['account']`` as ``call.details.account``."""
    return _BRACKETS.sub(lambda found: f".{found[1] or found[2]}", name)


def _of_field(declared: DeclaredField) -> MergeField:
    return MergeField(
        name=f"{DETAILS}{declared.name}",
        description=declared.label,
        example=_EXAMPLES[declared.type],
    )
