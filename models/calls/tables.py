"""The tables of calls: the ledger, the state of each user, the trace of messages, the keys of repeats."""

from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from models.contacts.tables import Contact
from models.identifiers import new_id
from models.people.tables import TelephonySource, User
from models.scripts.tables import CallReason, ScriptVersion


class InboundCall(Table, tablename="inbound_call"):
    """One call in the ledger; no message clears it.

    ``reason_resolved`` is what the id received meant when the call came, ``reason`` the one in force now: an agent may
    change it. ``last_message_at`` is the arrival of the last CONNECTED that started or repeated it.
    """

    id = UUID(primary_key=True, default=new_id)
    user = ForeignKey(User, on_delete=OnDelete.restrict)
    source = ForeignKey(TelephonySource, null=True, on_delete=OnDelete.set_null)
    call_id = Varchar(length=255, null=True, default=None, help_text="The telephony system's.")
    sequence = BigInt(null=True, default=None)
    phone_number = Varchar(length=255, null=True, default=None)
    searchable_address = Varchar(length=64, default="")
    reason_id_received = Varchar(length=255, null=True, default=None)
    reason_resolved = ForeignKey(CallReason, on_delete=OnDelete.restrict)
    reason = ForeignKey(CallReason, on_delete=OnDelete.restrict)
    script_version = ForeignKey(ScriptVersion, null=True, on_delete=OnDelete.set_null)
    contact = ForeignKey(Contact, null=True, on_delete=OnDelete.set_null)
    details = JSON(default="{}")
    is_test = Boolean(default=False)
    is_by_hand = Boolean(default=False, help_text="No message told of it: an agent entered it.")
    transferred_from = UUID(null=True, default=None)
    continued_in = UUID(
        null=True, default=None, help_text="The caller rang back; the later call has the workspace."
    )
    connected_at = Timestamptz()
    occurred_at = Timestamptz(null=True, default=None, help_text="By the source's clock.")
    last_message_at = Timestamptz()
    clicked_at = Timestamptz(null=True, default=None)
    opened_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    end_occurred_at = Timestamptz(null=True, default=None, help_text="By the source's clock.")
    saved_at = Timestamptz(null=True, default=None)
    end_cause = Varchar(length=32, null=True, default=None)


class CallArrival(Table, tablename="call_arrival"):
    """The place of a call in the order in which calls became visible, which identifiers of several nodes don't keep."""

    position = BigInt(primary_key=True, default=0)
    inbound_call = UUID(unique=True)


class UserCallState(Table, tablename="user_call_state"):
    """The state of one user, there as long as the user is; ``version`` grows by one with each change."""

    user = ForeignKey(User, primary_key=True, on_delete=OnDelete.cascade)
    status = Varchar(length=16, default="DISCONNECTED")
    has_clicked_beacon = Boolean(default=False)
    phone_number = Varchar(length=255, null=True, default=None)
    reason = ForeignKey(CallReason, null=True, on_delete=OnDelete.set_null)
    details = JSON(default="{}")
    inbound_call = ForeignKey(InboundCall, null=True, on_delete=OnDelete.set_null)
    version = BigInt(default=0)
    changed_at = Timestamptz()


class RememberedEnd(Table, tablename="remembered_end"):
    """The end of a call whose beginning has not come yet; each user's call stands once, for ten minutes."""

    id = UUID(primary_key=True, default=new_id)
    user = ForeignKey(User, on_delete=OnDelete.cascade)
    source = ForeignKey(TelephonySource, on_delete=OnDelete.cascade)
    call_id = Varchar(length=255)
    sequence = BigInt(null=True, default=None)
    ended_at = Timestamptz()
    heard_at = Timestamptz(index=True)


class UndefinedReason(Table, tablename="undefined_reason"):
    """A reason id that was received and that means no active reason, and how often it came."""

    reason_id = Varchar(length=255, primary_key=True)
    times = BigInt(default=0)
    first_received_at = Timestamptz()
    last_received_at = Timestamptz()


class MessageTrace(Table, tablename="message_trace"):
    """What became of one message: ``effect`` when it was accepted, ``code`` when it was refused."""

    id = UUID(primary_key=True, default=new_id)
    received_at = Timestamptz(index=True)
    source = ForeignKey(TelephonySource, null=True, on_delete=OnDelete.set_null)
    login_name = Varchar(length=255, null=True, default=None)
    status = Varchar(length=32, null=True, default=None)
    effect = Varchar(length=32, null=True, default=None)
    code = Varchar(length=64, null=True, default=None)
    inbound_call = UUID(null=True, default=None, index=True)
    phone_number = Varchar(length=255, null=True, default=None, help_text="Where there is no call.")
    searchable_address = Varchar(length=64, null=True, default=None)


class CallTraceStep(Table, tablename="call_trace_step"):
    """What became of a call on its way to its agent, after the message was answered (see ``tracing.py``)."""

    id = UUID(primary_key=True, default=new_id)
    inbound_call = UUID(index=True)
    at = Timestamptz(index=True)
    step = Varchar(length=16)
    times = Integer(default=1, help_text="To how many pages it was delivered.")
    detail = Varchar(length=255, null=True, default=None)


class IdempotencyKey(Table, tablename="idempotency_key"):
    """A key that a source has used, with the content it stood for; each stands once for a source and position."""

    id = UUID(primary_key=True, default=new_id)
    source = ForeignKey(TelephonySource, on_delete=OnDelete.cascade)
    key = Varchar(length=255)
    position = Integer(default=0)
    content_hash = Varchar(length=64)
    received_at = Timestamptz(index=True)
