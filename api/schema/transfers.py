"""Transfers: what the next agent is shown of those who had the caller before."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

import strawberry
from strawberry.scalars import JSON

from api.schema.contacts import Contact
from api.schema.contacts import contact as show_contact
from api.schema.context import Info
from api.schema.people import User
from models.contacts.cards import contact_cards
from models.workspaces.answers import LabelledAnswer, labelled_answers
from models.workspaces.transfers import Transfer as Former


@strawberry.type
class AnsweredQuestion:
    """An answer to a script's question, as somebody reads it."""

    question: str = strawberry.field(description="The id of the question.")
    label: str = strawberry.field(description="The question as the agent read it, else its id.")
    language: str = strawberry.field(
        description="Of the question: a tag of RFC 5646, or empty when the script does not say."
    )
    value: str = strawberry.field(description="The answer; of a choice its label.")


@strawberry.type
class Transfer:
    """How far an agent got with a caller before passing the call on."""

    user: User = strawberry.field(description="The agent.")
    notes: str = strawberry.field(description="As saved, else as typed so far.")
    answers: JSON = strawberry.field(
        description="The script's answers by the id of the question, as saved or as typed so far."
    )
    connected_at: datetime = strawberry.field(description="When the agent's call began.")
    ended_at: datetime | None = strawberry.field(description="Null while the agent is still on it.")
    former: strawberry.Private[Former]

    @strawberry.field
    def seconds_with_caller(self, info: Info) -> int:
        """Seconds from the beginning of the agent's call to its end, or until now."""
        until = self.ended_at or info.context.site.now()
        return max(0, round((until - self.connected_at).total_seconds()))

    @strawberry.field
    async def answered_questions(self) -> list[AnsweredQuestion]:
        """The answers with their questions, in the order of the script; none that is empty."""
        former = self.former
        return show_answers(await labelled_answers(former.answers, former.script_version))

    @strawberry.field
    async def contact(self) -> Contact | None:
        """The contact that the agent chose; null when none was chosen."""
        id = self.former.contact_id
        cards = await contact_cards([id] if id else [])
        return show_contact(cards[id]) if id in cards else None


def show_answers(answers: Iterable[LabelledAnswer]) -> list[AnsweredQuestion]:
    """Show answers with their questions."""
    return [
        AnsweredQuestion(
            question=each.question, label=each.label, language=each.language, value=each.value
        )
        for each in answers
    ]


def transfer(former: Former) -> Transfer:
    """Show a transfer."""
    return Transfer(
        user=User(
            id=strawberry.ID(str(former.user_id)),
            login_name=former.login_name,
            full_name=former.full_name,
        ),
        notes=former.notes,
        answers=cast("JSON", dict(former.answers)),
        connected_at=former.connected_at,
        ended_at=former.ended_at,
        former=former,
    )
