"""Answers that go back to fields of the contact when a call is saved: which, and what they replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.contacts.cards import contact_cards, lock_contact
from models.contacts.contacts import LONGEST_TEXT, read_contact, store_contact
from models.errors import ChangedMeanwhile
from models.scripts.flow import questions_of
from models.scripts.naming import CONTACT_FIELDS, WRITABLE
from models.scripts.showing import running_script
from models.scripts.walking import answer_texts, fits, path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.calls.messages import JSON
    from models.people.privileges import Viewer
    from models.scripts.flow import Question
    from models.scripts.running import RunningScript
    from models.site import Site

ACTION = "WRITE_BACK_TO_CONTACT"


class WriteBack(Struct, frozen=True, kw_only=True):
    """Say what a field of the contact (``first_name``) holds, and what saving writes into it."""

    field: str
    before: str
    after: str

    @property
    def is_too_long(self) -> bool:
        """Tell whether the contact can't hold it: then it is in the record alone."""
        return len(self.after) > LONGEST_TEXT


async def write_backs(site: Site, viewer: Viewer, call_id: UUID) -> tuple[WriteBack, ...]:
    """Return what saving an opened call would write as of now; nothing while no contact is chosen."""
    script = await running_script(site, viewer, call_id)
    if script is None or script.contact_id is None:
        return ()
    cards = await contact_cards([script.contact_id])
    held = {name: getattr(cards[script.contact_id], name) or "" for name in CONTACT_FIELDS}
    unasked = script.unasked()
    answers = {**unasked, **{name: typed.value for name, typed in script.typed.items()}}
    return planned(script, answers, unasked=unasked, held=held)


def planned(
    script: RunningScript,
    answers: Mapping[str, JSON],
    *,
    unasked: Mapping[str, str],
    held: Mapping[str, str | None],
) -> tuple[WriteBack, ...]:
    """Choose what is written over what the contact holds: answers on the way through the script, none that is empty.

    Of two questions for one field the later counts. ``unasked`` are the answers that nobody typed: one that came out of
    the very field does not go back.
    """
    found: dict[str, str] = {}
    for page in path(script.flow, {**script.begun, **answers}):
        for question in page.questions:
            came_from_there = question.id in unasked and question.prefill == question.write_back
            if question.write_back in WRITABLE and not came_from_there:
                found[question.write_back] = _written(question, answers.get(question.id))
    plans = {name.removeprefix("contact."): text for name, text in found.items() if text}
    return tuple(
        WriteBack(field=name, before=held[name] or "", after=text)
        for name, text in plans.items()
        if text != (held[name] or "")
    )


def writes_back(script: RunningScript | None) -> bool:
    """Tell whether a script has a question whose answer goes to the contact."""
    return script is not None and any(
        each.write_back in WRITABLE for each in questions_of(script.flow).values()
    )


async def write_to_contact(
    site: Site,
    viewer: Viewer,
    contact_id: UUID,
    script: RunningScript,
    answers: Mapping[str, JSON],
    *,
    unasked: Mapping[str, str],
    shown: Mapping[str, str] | None,
) -> None:
    """Write the answers to the contact, audited, within the job that saves the record.

    ``shown`` is what the fields held when the agent was told of it: raises ``ChangedMeanwhile`` where something else is
    there now, or where a field would be written that was not shown. None: nobody was told, and all is written.
    """
    before = await read_contact(await lock_contact(site.database, contact_id))
    plans = planned(script, answers, unasked=unasked, held=before)
    plans = tuple(each for each in plans if not each.is_too_long)
    if shown is not None and any(shown.get(each.field) != each.before for each in plans):
        raise ChangedMeanwhile
    if plans:
        after = {**before, **{each.field: each.after for each in plans}}
        await store_contact(site, viewer, ACTION, before, after)


def _written(question: Question, value: JSON) -> str:
    """Write an answer into one line; empty when it is of another type than its question."""
    texts = answer_texts(question, value) if fits(question, value) else ()
    return " ".join(", ".join(texts).split())
