"""Rule 14: what an agent sees of those who had the caller before, as far as they got."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.tables import InboundCall
from models.workspaces.answers import answers_in
from models.workspaces.tables import NOTES, Draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from models.calls.messages import JSON
    from models.database import Row

# A call that broke off may have gone on in another, which has its workspace and record now.
FORMER = """
    SELECT c.id, c."user", u.login_name, u.full_name, c.connected_at, c.ended_at, c.transferred_from,
        w.id AS workspace, w.contact, r.id AS record, r.notes, r.answers, r.contact AS recorded_contact,
        r.script_version AS recorded_version, held.script_version
    FROM inbound_call c
    JOIN inbound_call held ON held.id = COALESCE(c.continued_in, c.id)
    JOIN app_user u ON u.id = c."user"
    LEFT JOIN workspace w ON w.inbound_call = COALESCE(c.continued_in, c.id)
    LEFT JOIN call_record r ON r.inbound_call = COALESCE(c.continued_in, c.id)
    WHERE c.id = {}
"""
MOST = 10


class Transfer(Struct, frozen=True, kw_only=True):
    """Show how far an agent got with a caller before passing the call on.

    ``notes`` and ``answers`` are the record's when it is saved, else the drafts'; ``contact_id`` is the one chosen.
    """

    call_id: UUID
    user_id: UUID
    login_name: str
    full_name: str
    workspace_id: UUID | None
    contact_id: UUID | None
    notes: str
    answers: Mapping[str, JSON]
    script_version: UUID | None
    connected_at: datetime
    ended_at: datetime | None


async def transfers_before(call_id: UUID | None) -> tuple[Transfer, ...]:
    """Return who had the caller, from the call that a later one was transferred from; the last one first, at most 10.

    The caller of this checks who may see the later call: whoever may is told what came before.
    """
    found: list[Transfer] = []
    while call_id is not None and len(found) < MOST:
        rows = await InboundCall.raw(FORMER, call_id)
        if not rows:
            break
        found.append(await _transfer(rows[0]))
        call_id = rows[0]["transferred_from"]
    return tuple(found)


async def _transfer(row: Row) -> Transfer:
    notes, answers = await _said(row)
    return Transfer(
        call_id=row["id"],
        user_id=row["user"],
        login_name=row["login_name"],
        full_name=row["full_name"],
        workspace_id=row["workspace"],
        contact_id=row["recorded_contact"] if row["record"] else row["contact"],
        notes=notes,
        answers=answers,
        script_version=row["recorded_version"] or row["script_version"],
        connected_at=row["connected_at"],
        ended_at=row["ended_at"],
    )


async def _said(row: Row) -> tuple[str, dict[str, JSON]]:
    if row["record"]:
        return row["notes"], json.loads(row["answers"])
    if row["workspace"] is None:
        return "", {}
    drafts = await Draft.select(Draft.field, Draft.value).where(Draft.workspace == row["workspace"])
    texts = {draft["field"]: draft["value"] for draft in drafts}
    return texts.get(NOTES, ""), answers_in(texts)
