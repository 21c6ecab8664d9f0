"""What the arguments of operations are, in words: once for those that mean the same everywhere, else by operation.

A resolver may say it itself with ``strawberry.argument(description=...)``, which goes first. A test fails for an
argument that is described in neither place, and for words that belong to no argument.
"""

from collections.abc import Mapping

# By the name of the argument, for every operation that says nothing of its own.
SHARED: Mapping[str, str] = {
    "first": "How many at most: 0 to 100.",
    "after": "The cursor behind which the page begins, such as `pageInfo.endCursor` of the last; null: the first.",
    "order": "Cursors go on in the same order: give it again with `after`.",
    "version": "The `version` that was on screen; with another one nothing changes (CHANGED_MEANWHILE).",
    "loginName": "A login name, without regard to case.",
    "since": "Only from this time on; null: from the beginning. Without an offset it is UTC.",
    "until": "Only before this time; null: up to now. Without an offset it is UTC.",
    "phoneNumber": "A number in any form; null: any.",
    "workspace": "`Workspace.id`.",
    "contact": "`Contact.id`.",
    "user": "`UserAccount.id`.",
    "isActive": "False retires it, true brings it back; null: as before.",
    "withRetired": "Whether the retired ones are listed too, which needs gCallManagement.",
}

# What `id` names, by operation.
IDS: Mapping[str, str] = {
    "InboundCall": "inboundCall endCall openInboundCall",
    "Contact": "contact updateContact",
    "ContactNumber": "updateContactNumber deleteContactNumber",
    "ContactImport": "contactImport startContactImport cancelContactImport",
    "Workspace": "workspace discardWorkspace reopenWorkspace takeOverWorkspace",
    "CallRecord": "callRecord amendCallRecord",
    "DefinedCallReason": """isCallReasonUsed updateCallReason deleteCallReason makeDefaultCallReason addCallReasonAlias
        removeCallReasonAlias""",
    "DefinedCallOutcome": "isOutcomeUsed updateOutcome deleteOutcome",
    "CallField": "updateCallField retireCallField",
    "ManagedCallScript": """callScript duplicateCallScript renameCallScript saveCallScriptPage removeCallScriptPage
        reorderCallScriptPages publishCallScript retireCallScript returnToCallScriptVersion discardCallScriptDraft
        deleteCallScript""",
    "UserAccount": "user updateUser enableUser disableUser",
    "TelephonyLogin": "removeTelephonyLogin",
    "Team": "renameTeam deleteTeam",
    "TelephonySource": "updateTelephonySource revokeTelephonySource renewTelephonySourceToken",
    "ApiToken": "revokeApiToken",
    "SignedInDevice": "signOutDevice",
}

OF_OPERATIONS: Mapping[str, Mapping[str, str]] = {
    "inboundCalls": {
        "agent": "Only calls of this user (`User.id`); null: of everyone who may be seen.",
        "reason": "Only calls with this reason in force (`CallReason.id`); null: any.",
        "outcome": "Only calls whose record has this outcome (`Outcome.id`); null: any.",
        "phoneNumber": "Only calls from this number, in any form, or from numbers that end with these digits, four or "
        "more; null: any.",
        "isOpened": "Whether a workspace of the call was ever opened; null: both.",
    },
    "contacts": {
        "search": "The beginning of a name, company, e-mail address or external id, or a number; null: no search.",
        "phoneNumber": "A caller's number, matched as callers are; null: none. Not together with `search`.",
    },
    "contactsChanged": {"contact": "Only this contact (`Contact.id`); null: every one."},
    "skippedContactRows": {"contactImport": "`ContactImport.id`."},
    "followUps": {
        "until": "The last day; null: today in UTC.",
        "mine": "Whether a supervisor sees only the own ones.",
    },
    "previewImport": {
        "content": "The file, as `exportCallManagement` makes it: JSON of at most 512 KiB."
    },
    "importCallManagement": {
        "content": "The file, as `exportCallManagement` makes it: JSON of at most 512 KiB."
    },
    "checkScriptText": {
        "text": "Markdown with merge fields in Liquid.",
        "script": "`ManagedCallScript.id`.",
    },
    "previewCallScriptPage": {
        "script": "`ManagedCallScript.id`.",
        "page": "`CallScriptPage.id`.",
        "caller": "Whose contact the page speaks of.",
        "phoneNumber": "The caller's number, in any form.",
        "details": "An object: the names of call fields and their values; null: none.",
        "answers": "An object: the ids of questions and the answers to them; null: none.",
        "text": "What the page says instead of its own text; null: its own.",
    },
    "messageLog": {
        "loginName": "Any name under which messages name the agent; null: every agent.",
        "outcome": "What a message did, such as STARTED, or the code of a refusal; null: any.",
        "isRefused": "Only refused (true) or accepted (false) messages; null: both.",
        "source": "Only messages of this source (`TelephonySource.id`); null: of all.",
    },
    "whyNoPop": {
        "around": "When the pop was missed; ten minutes before and after are looked at. Without an offset it is UTC.",
        "loginName": "Whose pop it was, by any name under which messages name the agent; null: anybody's.",
    },
    "auditEntries": {
        "loginName": "Who did it; null: anybody.",
        "action": "What was done, such as `user.disabled`, or the first part of several, `user`; null: anything.",
        "subject": "`AuditEntry.subject`: what it was done to; null: anything.",
    },
    "users": {
        "search": "The beginning of a name, login name, e-mail address or telephony login; null: everyone.",
        "isEnabled": "Only users who may sign in (true) or may not (false); null: both.",
        "privilege": "Only users who have it, such as gCallUser; null: everyone.",
        "team": "Only its members (`Team.id`); null: everyone.",
    },
    "openWorkspaces": {"agent": "Only this agent's (`User.id`); null: those of every agent."},
    "apiTokens": {"ofEveryone": "Whether everyone's are listed, which needs gAdmin."},
    "page": {"id": "`ScriptPage.id`; null, or one that is not there: the page in front."},
    "setOpensAutomatically": {"value": "Null: as the site has it."},
    "useTelephonyLogin": {
        "login": "The extension or agent id, as the telephony system sends it.",
        "source": "In which telephony source it is (`TelephonySourceName.id`); null: in all.",
    },
    "changeMyPassword": {
        "current": "The password until now.",
        "new": "8 to 1024 characters.",
    },
    "revealDetail": {"call": "`InboundCall.id`.", "name": "`CallDetail.name`."},
    "acknowledgeBeacon": {"callId": "`InboundCall.id`."},
    "createContact": {
        "contact": "What is said of it; at least a name or the company.",
        "numbers": "Its numbers, in their order; null: none.",
    },
    "updateContact": {"contact": "What changes; what is left out stays."},
    "mergeContacts": {
        "kept": "The contact that stays (`Contact.id`).",
        "merged": "The contact that goes into it (`Contact.id`).",
    },
    "addContactNumber": {"number": "The number, and where it rings."},
    "updateContactNumber": {
        "number": "The number, and where it rings; all of it replaces what was."
    },
    "startContactImport": {
        "fields": "For each column in its order the field that it goes to; null passes it over."
    },
    "saveDraft": {
        "field": "`notes`, `outcome`, `followUpOn`, or `answer:` and the id of a question.",
        "value": "The whole text of the field; empty clears it.",
        "version": "The version of the field that was on screen; 0 for one that had none.",
        "editor": "A name of the browser tab's own: what it sends itself is never a conflict.",
        "edit": "Grows with each edit of that tab: an older one that comes late changes nothing. 0: not counted.",
    },
    "changeCallReason": {"reason": "`CallReason.id`, or an alias."},
    "chooseContact": {"contact": "`Contact.id`; null: the caller is none of them."},
    "continueWorkspace": {
        "workspace": "`InboundCall.workspaceToContinue`.",
        "call": "The call in which the caller rings back (`InboundCall.id`).",
    },
    "openCallByHand": {
        "phoneNumber": "The caller's number, in any form; null: not known.",
        "reason": "`CallReason.id`, or an alias; null: the default reason.",
    },
    "saveCallRecord": {
        "contact": "`Contact.id`; null: the caller is none; left out: as the workspace has it.",
        "outcome": "`Outcome.id`; null: none; left out: as drafted.",
        "followUpOn": "The day on which to come back to it; null: none; left out: as drafted.",
        "notes": "Text; left out: as drafted.",
        "answers": "An object: the ids of questions and the answers to them; left out: as drafted.",
        "shown": "What the agent was told that saving writes over, as `writesBack` gives it; null: nothing compared.",
    },
    "amendCallRecord": {
        "contact": "`Contact.id`; null: the caller is none; left out: as before.",
        "outcome": "`Outcome.id`; null: none; left out: as before.",
        "followUpOn": "The day on which to come back to it; null: none; left out: as before.",
        "notes": "Text; left out: as before.",
        "answers": "An object: the ids of questions and the answers to them; left out: as before.",
    },
}
