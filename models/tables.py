"""Every table, added up from the rooms; the tables themselves stand beside their verbs."""

from piccolo.apps.migrations.tables import Migration
from piccolo.table import Table

from models.audit import AuditEntry
from models.calls.tables import (
    CallArrival,
    CallTraceStep,
    IdempotencyKey,
    InboundCall,
    MessageTrace,
    RememberedEnd,
    UndefinedReason,
    UserCallState,
)
from models.contacts.importing.tables import (
    ContactImport,
    ContactImportPiece,
    ImportedRow,
    SkippedContactRow,
)
from models.contacts.tables import Contact, ContactNumber, ContactWord, RememberedChoice
from models.people.tables import (
    ApiToken,
    FailedSignIns,
    GrantedPrivilege,
    Session,
    Team,
    TelephonyLogin,
    TelephonySource,
    User,
)
from models.scripts.tables import (
    CallField,
    CallReason,
    CallReasonAlias,
    CallScript,
    Outcome,
    ScriptVersion,
)
from models.settings import SiteSetting
from models.workspaces.tables import CallRecord, Draft, Workspace

ALL_TABLES: list[type[Table]] = [
    Migration,
    Team,
    User,
    GrantedPrivilege,
    TelephonySource,
    TelephonyLogin,
    Session,
    FailedSignIns,
    ApiToken,
    CallScript,
    ScriptVersion,
    CallReason,
    CallReasonAlias,
    CallField,
    Outcome,
    Contact,
    ContactNumber,
    ContactWord,
    RememberedChoice,
    ContactImport,
    ContactImportPiece,
    SkippedContactRow,
    ImportedRow,
    InboundCall,
    CallArrival,
    UserCallState,
    RememberedEnd,
    UndefinedReason,
    MessageTrace,
    CallArrival,
    CallTraceStep,
    IdempotencyKey,
    Workspace,
    Draft,
    CallRecord,
    AuditEntry,
    SiteSetting,
]
