"""The tables of workspaces, their drafts, and the call records made of them."""

from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from models.calls.tables import InboundCall
from models.contacts.tables import Contact
from models.identifiers import new_id
from models.people.tables import User
from models.scripts.tables import CallReason, Outcome, ScriptVersion

# The fields of a workspace whose drafts become the record. Clients may keep others; they are not saved.
NOTES = "notes"
OUTCOME = "outcome"
FOLLOW_UP = "followUpOn"
ANSWER = "answer:"
# Not of the record: which pages of a script were turned to, the one in front first.
SCRIPT_PAGE = "scriptPage:"


class Workspace(Table, tablename="workspace"):
    """One opened call of one user: OPEN, SAVED or DISCARDED. Its identifier sorts by opening."""

    id = UUID(primary_key=True, default=new_id)
    user = ForeignKey(User, on_delete=OnDelete.restrict)
    inbound_call = ForeignKey(InboundCall, unique=True, on_delete=OnDelete.restrict)
    contact = ForeignKey(Contact, null=True, on_delete=OnDelete.set_null)
    has_chosen_contact = Boolean(
        default=False, help_text="Chosen by the agent, even if it is none."
    )
    status = Varchar(length=16, default="OPEN")
    is_front = Boolean(default=False, help_text="The default for a tab that names none.")
    opened_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)
    version = BigInt(default=1)


class Draft(Table, tablename="draft"):
    """The newest text of one field of a workspace; each field stands once, with a version of its own."""

    id = UUID(primary_key=True, default=new_id)
    workspace = ForeignKey(Workspace, on_delete=OnDelete.cascade)
    field = Varchar(length=255)
    value = Text(default="")
    editor = Varchar(length=64, default="", help_text="The browser tab that typed it.")
    edit = BigInt(default=0, help_text="Its number among the edits of that tab.")
    version = BigInt(default=1)
    saved_at = Timestamptz()


class CallRecord(Table, tablename="call_record"):
    """What was saved about a call."""

    id = UUID(primary_key=True, default=new_id)
    inbound_call = ForeignKey(InboundCall, unique=True, on_delete=OnDelete.restrict)
    user = ForeignKey(User, on_delete=OnDelete.restrict)
    contact = ForeignKey(Contact, null=True, on_delete=OnDelete.set_null, index=True)
    reason = ForeignKey(CallReason, on_delete=OnDelete.restrict)
    outcome = ForeignKey(Outcome, null=True, on_delete=OnDelete.restrict)
    script_version = ForeignKey(ScriptVersion, null=True, on_delete=OnDelete.set_null)
    notes = Text(default="")
    answers = JSON(default="{}")
    follow_up_on = Date(null=True, default=None)
    saved_at = Timestamptz()
    version = BigInt(default=1)
