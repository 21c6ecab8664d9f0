"""What an agent decides about the caller: which contact it is, a new one, or one more number for a known one."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msgspec import Struct

from ui import texts
from ui.client import Answer, Document, Failed, Variant, use_mutation

PARTS = ("firstName", "lastName", "company", "email")
NUMBER = "phoneNumber"


class Refusal(Variant, frozen=True):
    """Nothing was done, and why."""

    code: str
    message: str


class Contact(Variant, frozen=True):
    """The contact that there is now."""

    id: str


class Workspace(Variant, frozen=True):
    """The workspace whose contact was chosen."""

    id: str


class CreateAnswer(Answer, frozen=True):
    """The answer to CREATE."""

    create_contact: Contact | Refusal


class AddAnswer(Answer, frozen=True):
    """The answer to ADD_NUMBER."""

    add_contact_number: Contact | Refusal


class ChooseAnswer(Answer, frozen=True):
    """The answer to CHOOSE."""

    choose_contact: Workspace | Refusal


CREATE = Document(
    """
    mutation CreateContact($contact: ContactInput!, $numbers: [ContactNumberInput!]!) {
      createContact(contact: $contact, numbers: $numbers) {
        __typename ... on Contact { id } ... on Refusal { code message }
      }
    }
    """,
    CreateAnswer,
)
ADD_NUMBER = Document(
    """
    mutation AddNumber($contact: ID!, $number: ContactNumberInput!) {
      addContactNumber(contact: $contact, number: $number) {
        __typename ... on Contact { id } ... on Refusal { code message }
      }
    }
    """,
    AddAnswer,
)
CHOOSE = Document(
    """
    mutation ChooseContact($workspace: ID!, $contact: ID) {
      chooseContact(workspace: $workspace, contact: $contact) {
        __typename ... on Workspace { id } ... on Refusal { code message }
      }
    }
    """,
    ChooseAnswer,
)


class Choosing(Struct, frozen=True, kw_only=True):
    """What can be decided; each returns what to tell the agent when it was refused, else an empty text."""

    choose: Callable[[str | None], Awaitable[str]]
    create: Callable[[Mapping[str, str]], Awaitable[str]]
    add_number: Callable[[str], Awaitable[str]]


def use_choosing(workspace_id: str, number: str) -> Choosing:
    """Let the caller of a workspace be decided; ``number`` is the one to add."""
    run_create, run_add = use_mutation(CREATE), use_mutation(ADD_NUMBER)
    run_choose = use_mutation(CHOOSE)

    async def choose(contact_id: str | None) -> str:
        answer = await run_choose({"workspace": workspace_id, "contact": contact_id})
        return _problem(answer if isinstance(answer, Failed) else answer.choose_contact)

    async def create(fields: Mapping[str, str]) -> str:
        answer = await run_create(_new_contact(fields))
        made = answer if isinstance(answer, Failed) else answer.create_contact
        return await choose(made.id) if isinstance(made, Contact) else _problem(made)

    async def add_number(contact_id: str) -> str:
        variables = {"contact": contact_id, "number": {"phoneNumber": number}}
        answer = await run_add(variables)
        given = answer if isinstance(answer, Failed) else answer.add_contact_number
        return await choose(given.id) if isinstance(given, Contact) else _problem(given)

    return Choosing(choose=choose, create=create, add_number=add_number)


def _new_contact(fields: Mapping[str, str]) -> dict[str, Any]:
    number = fields.get(NUMBER, "").strip()
    return {
        "contact": {part: fields.get(part, "").strip() for part in PARTS},
        "numbers": [{"phoneNumber": number}] if number else [],
    }


def _problem(result: Variant | Failed) -> str:
    if isinstance(result, Refusal | Failed):
        return texts.REFUSALS.get(result.code) or texts.refused(result.message)
    return ""
