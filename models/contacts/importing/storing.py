"""Writing a few rows of an import in one transaction, with how far it has come: so no row is ever imported twice."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct

from models.contacts.cards import ContactCard, contact_cards, lock_contact
from models.contacts.contacts import (
    FIELDS,
    ContactRows,
    insert_contacts,
    insert_rows,
    read_contact,
    store_contact,
)
from models.contacts.importing.tables import ContactImport, ImportedRow, SkippedContactRow
from models.contacts.numbers import NumberText, is_same_number, number_row
from models.contacts.tables import Contact, ContactNumber

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from models.contacts.contacts import NewContact
    from models.contacts.importing.candidates import Candidate
    from models.people.privileges import Viewer
    from models.site import Site

# A job of the line of writes; calls wait for it.
LONGEST_JOB = 0.006  # seconds

CLAIM = """
    UPDATE contact_import SET leased_until = $3
    WHERE id = $1 AND rows_done = $2 AND status = 'RUNNING' RETURNING id
"""


class Overtaken(Exception):
    """Say that the import was cancelled, or that another process carries it on; nothing was stored."""


class Prepared(Struct, frozen=True, kw_only=True):
    """Hold a candidate with the rows that a new contact would have."""

    candidate: Candidate
    rows: ContactRows | None = None


@dataclass(slots=True)
class Outcome:
    """Count what became of the rows of a job, which may be fewer than it was given."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    changed: list[UUID] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Count the rows."""
        return self.added + self.updated + self.unchanged + self.skipped


async def store_some(
    site: Site,
    viewer: Viewer,
    import_id: UUID,
    prepared: Sequence[Prepared],
    *,
    behind: int,
    leased_until: datetime,
) -> Outcome:
    """Write rows until the time of a job is over; at least one. Raises ``Overtaken``."""
    if not await site.database.fetch(CLAIM, import_id, behind, leased_until):
        raise Overtaken
    job = _Job(site=site, viewer=viewer, import_id=import_id)
    await job.look_up([each.candidate for each in prepared])
    ends_at = time.monotonic() + LONGEST_JOB
    for each in prepared:
        if not await job.take(each):
            break
        if time.monotonic() > ends_at:
            break
    await job.finish(behind)
    return job.outcome


@dataclass(slots=True, kw_only=True)
class _Job:
    """Hold what one transaction has found and is about to write."""

    site: Site
    viewer: Viewer
    import_id: UUID
    outcome: Outcome = field(default_factory=Outcome)
    known: dict[str, ContactCard] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    new_ids: set[str] = field(default_factory=set)
    new: list[ContactRows] = field(default_factory=list)
    origins: list[ImportedRow] = field(default_factory=list)
    skipped: list[SkippedContactRow] = field(default_factory=list)

    async def look_up(self, candidates: Sequence[Candidate]) -> None:
        """Find the contacts that these rows may mean, in a query for each way of finding one."""
        ids = [c.contact.external_id for c in candidates if c.contact and c.contact.external_id]
        if ids:
            rows = (
                await Contact.select(Contact.id, Contact.external_id)
                .where(Contact.external_id.is_in(ids))
                .order_by(Contact.id, ascending=False)
            )
            cards = await contact_cards([row["id"] for row in rows])
            # Of several with one id the oldest counts.
            self.known = {row["external_id"]: cards[row["id"]] for row in rows}
        prints = [c.fingerprint for c in candidates if c.fingerprint]
        if prints:
            found = await ImportedRow.select(ImportedRow.fingerprint).where(
                ImportedRow.fingerprint.is_in(prints)
            )
            self.seen = {row["fingerprint"] for row in found}

    async def take(self, prepared: Prepared) -> bool:
        """Take one row in; False: it needs what this job has yet to write, so it is the next one's first."""
        candidate, rows = prepared.candidate, prepared.rows
        contact = candidate.contact
        if contact is None or rows is None:
            self._skip(candidate)
        elif contact.external_id in self.new_ids:
            return False
        elif contact.external_id in self.known:
            await self._update(self.known[contact.external_id], contact)
        elif candidate.fingerprint in self.seen:
            self.outcome.unchanged += 1
        else:
            self._add(candidate, rows)
        return True

    async def finish(self, behind: int) -> None:
        """Write what is new, and how far the import has come."""
        await insert_contacts(self.site.database, self.new)
        for rows in (self.origins, self.skipped):
            await insert_rows(self.site.database, rows)
        outcome = self.outcome
        await ContactImport.update(
            {
                ContactImport.rows_done: behind + outcome.rows,
                ContactImport.added: ContactImport.added + outcome.added,
                ContactImport.updated: ContactImport.updated + outcome.updated,
                ContactImport.unchanged: ContactImport.unchanged + outcome.unchanged,
                ContactImport.skipped: ContactImport.skipped + outcome.skipped,
                ContactImport.version: ContactImport.version + 1,
            }
        ).where(ContactImport.id == self.import_id)

    def _skip(self, candidate: Candidate) -> None:
        self.outcome.skipped += 1
        self.skipped.append(
            SkippedContactRow(
                contact_import=self.import_id,
                row=candidate.number,
                cause=candidate.cause,
                content=candidate.content,
            )
        )

    def _add(self, candidate: Candidate, rows: ContactRows) -> None:
        self.outcome.added += 1
        self.new.append(rows)
        if rows.contact.external_id:
            self.new_ids.add(rows.contact.external_id)
        if candidate.fingerprint:
            self.seen.add(candidate.fingerprint)
            self.origins.append(
                ImportedRow(fingerprint=candidate.fingerprint, contact=rows.contact.id)
            )

    async def _update(self, card: ContactCard, contact: NewContact) -> None:
        """Bring a contact up to date: what the row says replaces, what it leaves empty stays, numbers are added."""
        if not _differs(card, contact):
            self.outcome.unchanged += 1
            return
        survivor = await lock_contact(self.site.database, card.id)
        before = await read_contact(survivor)
        said = {name: (getattr(contact, name) or "").strip() for name in FIELDS}
        # One that was merged keeps the id of the contact that it is now.
        said["external_id"] = before["external_id"] or said["external_id"]
        after = {name: said[name] or before[name] for name in FIELDS}
        if any(after[name] != before[name] for name in FIELDS):
            await store_contact(self.site, self.viewer, "IMPORT_CONTACT", before, after)
        await self._add_numbers(survivor, contact)
        self.outcome.updated += 1
        self.outcome.changed.append(survivor)

    async def _add_numbers(self, contact_id: UUID, contact: NewContact) -> None:
        rows = await ContactNumber.select().where(ContactNumber.contact == contact_id)
        position = max((row["position"] for row in rows), default=-1) + 1
        for text in contact.numbers:
            assert isinstance(text, NumberText)  # noqa: S101  # a candidate's are
            new = number_row(contact_id, position, text, region=self.site.default_region)
            if not any(is_same_number(new.to_dict(), row) for row in rows):
                await ContactNumber.insert(new)
                rows.append(new.to_dict())
                position += 1


def _differs(card: ContactCard, contact: NewContact) -> bool:
    said = {
        name: (getattr(contact, name) or "").strip() for name in FIELDS if name != "external_id"
    }
    if any(text and text != (getattr(card, name) or "") for name, text in said.items()):
        return True
    held = {number.address for number in card.numbers}
    return any(isinstance(n, NumberText) and n.address not in held for n in contact.numbers)
