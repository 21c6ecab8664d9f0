"""Which privilege each operation needs, for people: printed into ``docs/privileges.md`` by ``make schema``.

Nothing is checked here; the verbs of ``models`` do that. Tests ask every operation with and without each privilege and
fail when this table says otherwise, and when an operation is missing.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from models.people.privileges import Privilege

PRINTED = Path(__file__).parents[2] / "docs" / "privileges.md"
HEADING = """\
# Who may do what

Printed by `make schema`. Each query, mutation and subscription of the GraphQL schema, and the privilege that it needs;
any one of several is enough. The pages ask the same schema. What a user may see of others' calls follows from the team:
a supervisor sees those of the own team, or everyone's without a team. Whoever has the workspace of a call sees it too.

| operation | needs | whose |
|---|---|---|
"""


class Needs(Struct, frozen=True, kw_only=True):
    """Say which privileges allow an operation, one being enough; none: everybody who is signed in.

    ``whose`` says whose data it is about. ``is_subject_own``: what is nobody's business of the viewer is said not to be
    there, whatever the privilege.
    """

    any_of: tuple[Privilege, ...] = ()
    whose: str = ""
    is_subject_own: bool = False


EVERYBODY = Needs()
CALL_USER = Needs(any_of=(Privilege.CALL_USER,))
CALL_MANAGEMENT = Needs(any_of=(Privilege.CALL_MANAGEMENT,))
SUPERVISOR = Needs(any_of=(Privilege.CALL_SUPERVISOR,), whose="the team's")
WATCHED = Needs(
    any_of=(Privilege.CALL_SUPERVISOR, Privilege.ADMIN), whose="the team's; gAdmin: everyone's"
)
ADMIN = Needs(any_of=(Privilege.ADMIN,))
SET_UP = Needs(any_of=(Privilege.CALL_MANAGEMENT, Privilege.ADMIN))
OWN = Needs(whose="the viewer's own; gCallSupervisor: the team's")
SEEN = Needs(any_of=(Privilege.CALL_USER, Privilege.CALL_SUPERVISOR))
WORKED_ON = Needs(
    any_of=(Privilege.CALL_USER,),
    whose="the viewer's own; gCallSupervisor: the team's",
    is_subject_own=True,
)
OWN_ONLY = Needs(any_of=(Privilege.CALL_USER,), whose="the viewer's own", is_subject_own=True)

OPERATIONS: Mapping[str, Needs] = {
    "Query.me": EVERYBODY,
    "Query.userCallState": OWN,
    "Query.inboundCall": OWN,
    "Query.inboundCalls": OWN,
    "Query.workspaces": Needs(whose="the viewer's own"),
    "Query.discardedWorkspaces": Needs(whose="the viewer's own"),
    "Query.outcomes": EVERYBODY,
    "Query.callReasons": EVERYBODY,
    "Query.callFields": EVERYBODY,
    "Query.todaysFigures": OWN,
    "Query.siteSettings": EVERYBODY,
    "Query.apiTokens": Needs(whose="the viewer's own; gAdmin: everyone's"),
    "Query.signedInDevices": Needs(whose="the viewer's own, in a session"),
    "Query.telephonySourceNames": CALL_USER,
    "Query.unopenedCalls": CALL_USER,
    "Query.contact": CALL_USER,
    "Query.contacts": CALL_USER,
    "Query.contactImport": CALL_USER,
    "Query.contactImports": CALL_USER,
    "Query.skippedContactRows": CALL_USER,
    "Query.workspace": WORKED_ON,
    "Query.callRecord": SEEN,
    "Query.timeline": SEEN,
    "Query.followUps": SEEN,
    "Query.agents": SUPERVISOR,
    "Query.lastHour": WATCHED,
    "Query.openWorkspaces": SUPERVISOR,
    "Query.callScript": CALL_MANAGEMENT,
    "Query.callScripts": CALL_MANAGEMENT,
    "Query.checkScriptText": CALL_MANAGEMENT,
    "Query.exportCallManagement": CALL_MANAGEMENT,
    "Query.isCallReasonUsed": CALL_MANAGEMENT,
    "Query.isOutcomeUsed": CALL_MANAGEMENT,
    "Query.mergeFields": EVERYBODY,
    "Query.previewCallScriptPage": CALL_MANAGEMENT,
    "Query.previewImport": CALL_MANAGEMENT,
    "Query.receivedCallReasons": SET_UP,
    "Query.finishedCalls": CALL_USER,
    "Query.messageLog": ADMIN,
    "Query.whyNoPop": ADMIN,
    "Query.auditEntries": ADMIN,
    "Query.setUp": ADMIN,
    "Query.users": ADMIN,
    "Query.user": ADMIN,
    "Query.teams": ADMIN,
    "Query.telephonySources": ADMIN,
    "Mutation.changeMyPassword": Needs(whose="the viewer's own, in a session"),
    "Mutation.signOutDevice": Needs(whose="the viewer's own, in a session"),
    "Mutation.createApiToken": Needs(whose="the viewer's own, in a session; gAdmin: everyone's"),
    "Mutation.revokeApiToken": Needs(whose="the viewer's own; gAdmin: everyone's"),
    "Mutation.acknowledgeBeacon": Needs(whose="the viewer's own"),
    "Mutation.setOpensAutomatically": CALL_USER,
    "Mutation.useTelephonyLogin": CALL_USER,
    "Mutation.leaveDesk": CALL_USER,
    "Mutation.createContact": CALL_USER,
    "Mutation.updateContact": CALL_USER,
    "Mutation.mergeContacts": CALL_USER,
    "Mutation.addContactNumber": CALL_USER,
    "Mutation.updateContactNumber": CALL_USER,
    "Mutation.deleteContactNumber": CALL_USER,
    "Mutation.startContactImport": CALL_USER,
    "Mutation.cancelContactImport": CALL_USER,
    "Mutation.openInboundCall": CALL_USER,
    "Mutation.saveDraft": CALL_USER,
    "Mutation.continueWorkspace": CALL_USER,
    "Mutation.openCallByHand": CALL_USER,
    "Mutation.takeOverWorkspace": CALL_USER,
    "Mutation.endCall": WORKED_ON,
    "Mutation.discardWorkspace": WORKED_ON,
    "Mutation.reopenWorkspace": OWN_ONLY,
    "Mutation.changeCallReason": OWN_ONLY,
    "Mutation.chooseContact": OWN_ONLY,
    "Mutation.saveCallRecord": WORKED_ON,
    "Mutation.amendCallRecord": WORKED_ON,
    "Mutation.nextScriptPage": WORKED_ON,
    "Mutation.previousScriptPage": WORKED_ON,
    "Mutation.revealDetail": Needs(any_of=(Privilege.REVEAL_MASKED,)),
    "Mutation.createCallField": CALL_MANAGEMENT,
    "Mutation.updateCallField": CALL_MANAGEMENT,
    "Mutation.retireCallField": CALL_MANAGEMENT,
    "Mutation.reorderCallFields": CALL_MANAGEMENT,
    "Mutation.addCallReasonAlias": CALL_MANAGEMENT,
    "Mutation.createCallReason": CALL_MANAGEMENT,
    "Mutation.createCallScript": CALL_MANAGEMENT,
    "Mutation.createOutcome": CALL_MANAGEMENT,
    "Mutation.deleteCallReason": CALL_MANAGEMENT,
    "Mutation.deleteCallScript": CALL_MANAGEMENT,
    "Mutation.deleteOutcome": CALL_MANAGEMENT,
    "Mutation.discardCallScriptDraft": CALL_MANAGEMENT,
    "Mutation.duplicateCallScript": CALL_MANAGEMENT,
    "Mutation.importCallManagement": CALL_MANAGEMENT,
    "Mutation.makeDefaultCallReason": CALL_MANAGEMENT,
    "Mutation.publishCallScript": CALL_MANAGEMENT,
    "Mutation.removeCallReasonAlias": CALL_MANAGEMENT,
    "Mutation.removeCallScriptPage": CALL_MANAGEMENT,
    "Mutation.renameCallScript": CALL_MANAGEMENT,
    "Mutation.reorderCallScriptPages": CALL_MANAGEMENT,
    "Mutation.reorderOutcomes": CALL_MANAGEMENT,
    "Mutation.retireCallScript": CALL_MANAGEMENT,
    "Mutation.returnToCallScriptVersion": CALL_MANAGEMENT,
    "Mutation.saveCallScriptPage": CALL_MANAGEMENT,
    "Mutation.sendTestCall": SET_UP,
    "Mutation.updateCallReason": CALL_MANAGEMENT,
    "Mutation.updateOutcome": CALL_MANAGEMENT,
    "Mutation.changeSiteSetting": ADMIN,
    "Mutation.createUser": ADMIN,
    "Mutation.updateUser": ADMIN,
    "Mutation.enableUser": ADMIN,
    "Mutation.disableUser": ADMIN,
    "Mutation.changePrivileges": ADMIN,
    "Mutation.addTelephonyLogin": ADMIN,
    "Mutation.removeTelephonyLogin": ADMIN,
    "Mutation.resetPassword": ADMIN,
    "Mutation.importUsers": ADMIN,
    "Mutation.createTeam": ADMIN,
    "Mutation.renameTeam": ADMIN,
    "Mutation.deleteTeam": ADMIN,
    "Mutation.createTelephonySource": ADMIN,
    "Mutation.updateTelephonySource": ADMIN,
    "Mutation.revokeTelephonySource": ADMIN,
    "Mutation.renewTelephonySourceToken": ADMIN,
    "Subscription.me": EVERYBODY,
    "Subscription.beacon": OWN,
    "Subscription.inboundCalls": OWN,
    "Subscription.inboundCallsChanged": OWN,
    "Subscription.workspaces": Needs(whose="the viewer's own"),
    "Subscription.contactsChanged": CALL_USER,
    "Subscription.contactImport": CALL_USER,
    "Subscription.unopenedCalls": CALL_USER,
    "Subscription.workspace": WORKED_ON,
    "Subscription.agents": SUPERVISOR,
    "Subscription.userCallStates": WATCHED,
    "Subscription.lastHour": WATCHED,
    "Subscription.timeline": SEEN,
    "Subscription.finishedCalls": CALL_USER,
    "Subscription.scriptPage": WORKED_ON,
    "Subscription.writesBack": WORKED_ON,
    "Subscription.callManagementChanged": EVERYBODY,
    "Subscription.administrationChanged": ADMIN,
}


def printed_privileges() -> str:
    """Write the table as Markdown."""
    rows = [
        f"| `{name}` | {' or '.join(needs.any_of) or 'being signed in'} | {needs.whose} |\n"
        for name, needs in sorted(OPERATIONS.items())
    ]
    return HEADING + "".join(rows)
