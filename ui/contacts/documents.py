"""What the page asks the schema about contacts, and tells it to change."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from reactpy import use_state

from ui.callers import Named
from ui.client import (
    Answer,
    Document,
    Failed,
    Loading,
    Query,
    Variant,
    use_mutation,
    use_query,
    use_subscription,
)
from ui.dependable import use_task
from ui.workspace.contacts import Number

T = TypeVar("T")

CONTACT = """
    id fullName firstName lastName company email externalId link version
    numbers { id kind phoneNumber searchableAddress extension version }
"""
RESULT = f"""
    __typename ... on Contact {{ {CONTACT} }} ... on Refusal {{ code message }}
"""
EDIT_RESULT = f"{RESULT} ... on ContactConflict {{ current {{ {CONTACT} }} }}"


class KindOfNumber(Number, frozen=True):
    """One number of a contact, with all about it."""

    id: str
    kind: str
    extension: str | None
    version: int


class FullContact(Named, frozen=True):
    """A contact with all that is known of it."""

    id: str
    first_name: str
    last_name: str
    company: str
    email: str
    external_id: str | None
    link: str | None
    version: int
    numbers: tuple[KindOfNumber, ...]

    @property
    def organisation(self) -> str:
        """Return the company, unless the contact is named by it already."""
        return "" if self.company == self.full_name else self.company

    @property
    def fields(self) -> dict[str, str]:
        """Return the fields that a form has, by the names of the schema."""
        return {
            "firstName": self.first_name,
            "lastName": self.last_name,
            "company": self.company,
            "email": self.email,
            "externalId": self.external_id or "",
            "link": self.link or "",
        }


class Contact(FullContact, Variant, frozen=True):
    """A contact as a mutation returns it."""


class ContactConflict(Variant, frozen=True):
    """What somebody else stored before."""

    current: FullContact


class Refusal(Variant, frozen=True):
    """Why nothing was changed."""

    code: str
    message: str


class Edge(Answer, frozen=True):
    """One contact of a page."""

    node: FullContact


class PageInfo(Answer, frozen=True):
    """Where the next page begins."""

    has_next_page: bool
    end_cursor: str | None


class Page(Answer, frozen=True):
    """One page of contacts."""

    edges: tuple[Edge, ...]
    page_info: PageInfo


class ContactsAnswer(Answer, frozen=True):
    """The answer to CONTACTS."""

    contacts: Page


class ContactAnswer(Answer, frozen=True):
    """The answer to ONE_CONTACT."""

    contact: FullContact | None


class ChangedAnswer(Answer, frozen=True):
    """How many changes there have been since the page began to listen."""

    contacts_changed: int


class ChangeAnswer(Answer, frozen=True):
    """The answer to a mutation, which every document calls ``result``."""

    result: Contact | ContactConflict | Refusal


CONTACTS = Document(
    f"""
    query Contacts($search: String, $first: Int!, $after: String) {{
      contacts(search: $search, first: $first, after: $after) {{
        edges {{ node {{ {CONTACT} }} }} pageInfo {{ hasNextPage endCursor }}
      }}
    }}
    """,
    ContactsAnswer,
)
ONE_CONTACT = Document(
    f"query OneContact($id: ID!) {{ contact(id: $id) {{ {CONTACT} }} }}", ContactAnswer
)
CHANGED = Document(
    "subscription ContactsChanged($contact: ID) { contactsChanged(contact: $contact) }",
    ChangedAnswer,
)
CREATE = Document(
    f"""
    mutation CreateContact($contact: ContactInput!, $numbers: [ContactNumberInput!]) {{
      result: createContact(contact: $contact, numbers: $numbers) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
UPDATE = Document(
    f"""
    mutation UpdateContact($id: ID!, $version: Int!, $contact: ContactInput!) {{
      result: updateContact(id: $id, version: $version, contact: $contact) {{ {EDIT_RESULT} }}
    }}
    """,
    ChangeAnswer,
)
ADD_NUMBER = Document(
    f"""
    mutation AddContactNumber($contact: ID!, $number: ContactNumberInput!) {{
      result: addContactNumber(contact: $contact, number: $number) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
UPDATE_NUMBER = Document(
    f"""
    mutation UpdateContactNumber($id: ID!, $version: Int!, $number: ContactNumberInput!) {{
      result: updateContactNumber(id: $id, version: $version, number: $number) {{ {EDIT_RESULT} }}
    }}
    """,
    ChangeAnswer,
)
REMOVE_NUMBER = Document(
    f"""
    mutation RemoveContactNumber($id: ID!) {{
      result: deleteContactNumber(id: $id) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
MERGE = Document(
    f"""
    mutation MergeContacts($kept: ID!, $merged: ID!) {{
      result: mergeContacts(kept: $kept, merged: $merged) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)


def use_live(
    document: Document[T], variables: Mapping[str, Any], *, contact: str | None = None
) -> Query[T]:
    """Ask, and ask again when a contact has changed, or this one; the answer stays until the next."""
    query = use_query(document, variables, keeps_answer=True)
    changes = use_subscription(CHANGED, {"contact": contact})
    # A question under way is not asked anew: the page would be shown without its answer.
    has_both = not isinstance(query.answer, Loading) and not isinstance(changes.answer, Loading)

    async def ask_again() -> None:
        if has_both:
            query.refetch()

    use_task(ask_again, [has_both, changes.answer, changes.is_live])
    return query


class Change(Struct, frozen=True, kw_only=True):
    """A mutation to run, and what is to be said of the last one that was refused."""

    run: Callable[[Mapping[str, Any]], Awaitable[Contact | ContactConflict | None]]
    problem: str
    say: Callable[[str], None]


def use_change(document: Document[ChangeAnswer]) -> Change:
    """Return a mutation that answers None when it was refused, and keeps the sentence to be shown."""
    mutate = use_mutation(document)
    problem, say = use_state("")

    async def run(variables: Mapping[str, Any]) -> Contact | ContactConflict | None:
        answer = await mutate(variables)
        result = answer if isinstance(answer, Failed) else answer.result
        if isinstance(result, Failed | Refusal):
            say(result.message)
            return None
        say("")
        return result

    return Change(run=run, problem=problem, say=say)
