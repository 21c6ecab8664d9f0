"""The set-up check list: what an administrator still has to do until calls pop."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from models.audit import AuditEntry
from models.backups import BACKUP_MADE
from models.calls.tables import CallTraceStep, InboundCall
from models.calls.tracing import Step
from models.people.privileges import Privilege, Viewer, require
from models.people.tables import GrantedPrivilege, TelephonySource


class SetUpStep(StrEnum):
    """Name the steps in the order in which they are done."""

    AGENT_ADDED = "AGENT_ADDED"
    SOURCE_ADDED = "SOURCE_ADDED"
    SOURCE_CONNECTED = "SOURCE_CONNECTED"
    FIRST_CALL = "FIRST_CALL"
    FIRST_POP = "FIRST_POP"
    BACKUP_MADE = "BACKUP_MADE"


class SetUpItem(Struct, frozen=True, kw_only=True):
    """Say whether a step is done."""

    step: SetUpStep
    is_done: bool


async def set_up(viewer: Viewer) -> list[SetUpItem]:
    """List the steps: agent and source are there, the source was heard of, a call came and popped, a backup was made.

    Traces are kept for a while only, so a click, which the ledger keeps, counts as shown too.
    """
    require(viewer, Privilege.ADMIN)
    heard = TelephonySource.last_message_at.is_not_null()
    is_popped = await InboundCall.exists().where(InboundCall.clicked_at.is_not_null())
    if not is_popped:
        is_popped = await CallTraceStep.exists().where(CallTraceStep.step == Step.SHOWN)
    done = {
        SetUpStep.AGENT_ADDED: await GrantedPrivilege.exists().where(
            GrantedPrivilege.privilege == Privilege.CALL_USER
        ),
        SetUpStep.SOURCE_ADDED: await TelephonySource.exists().where(
            TelephonySource.revoked_at.is_null()
        ),
        SetUpStep.SOURCE_CONNECTED: await TelephonySource.exists().where(heard),
        SetUpStep.FIRST_CALL: await InboundCall.exists().where(InboundCall.is_by_hand.eq(False)),
        SetUpStep.FIRST_POP: is_popped,
        SetUpStep.BACKUP_MADE: await AuditEntry.exists().where(AuditEntry.action == BACKUP_MADE),
    }
    return [SetUpItem(step=step, is_done=is_done) for step, is_done in done.items()]
