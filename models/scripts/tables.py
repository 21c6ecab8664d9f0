"""The tables of call reasons, call scripts, call fields and outcomes."""

from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from models.identifiers import new_id
from models.people.tables import User


class CallScript(Table, tablename="call_script"):
    """A flow of pages that an agent follows; its text stands in its versions."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=255)
    version = BigInt(
        default=1, help_text="Grows with every change, for the check against lost updates."
    )


class ScriptVersion(Table, tablename="script_version"):
    """One state of a script: DRAFT, PUBLISHED (the one in force) or RETIRED. A running call keeps its own."""

    id = UUID(primary_key=True, default=new_id)
    script = ForeignKey(CallScript, on_delete=OnDelete.cascade)
    number = Integer()
    status = Varchar(length=16)
    pages = JSON(help_text="The pages in order: id, title, text, questions, branches.")
    author = ForeignKey(User, null=True, on_delete=OnDelete.set_null)
    created_at = Timestamptz()
    published_at = Timestamptz(null=True, default=None)


class CallReason(Table, tablename="call_reason"):
    """Why somebody calls; chooses the script. Exactly one is the default."""

    id = UUID(primary_key=True, default=new_id)
    reason_id = Varchar(length=255, unique=True, help_text="As the telephony system sends it.")
    name = Varchar(length=255)
    description = Text(default="")
    script = ForeignKey(CallScript, null=True, on_delete=OnDelete.set_null)
    requires_outcome = Boolean(default=False)
    is_default = Boolean(default=False)
    is_active = Boolean(default=True)
    version = BigInt(default=1)


class CallReasonAlias(Table, tablename="call_reason_alias"):
    """Another id that means the same reason."""

    id = UUID(primary_key=True, default=new_id)
    alias = Varchar(length=255, unique=True)
    reason = ForeignKey(CallReason, on_delete=OnDelete.cascade)


class CallField(Table, tablename="call_field"):
    """An additional detail that an administrator declared."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=255, unique=True)
    label = Varchar(length=255)
    type = Varchar(length=16, help_text="TEXT, NUMBER, DATE, BOOLEAN or PHONE_NUMBER.")
    is_masked = Boolean(default=False)
    is_identifier = Boolean(default=False)
    position = Integer(default=0)
    is_active = Boolean(default=True)
    version = BigInt(default=1)


class Outcome(Table, tablename="outcome"):
    """A wrap-up code: how a call ended for the business."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=255, unique=True)
    position = Integer(default=0)
    is_active = Boolean(default=True)
    version = BigInt(default=1)
