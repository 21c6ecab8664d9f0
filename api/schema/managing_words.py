"""What the arguments of operations for managers and administrators are, in words; see ``argument_words.py``."""

from collections.abc import Mapping

MANAGING: Mapping[str, Mapping[str, str]] = {
    "createCallField": {
        "name": "As the telephony system sends it; it never changes.",
        "label": "As agents read it; empty: the name.",
        "type": "What its values are checked against; a wrong one is kept as text and flagged.",
        "isMasked": "Whether its values are hidden.",
        "isIdentifier": "Whether a contact with its value as external id is the caller.",
    },
    "updateCallField": {
        "label": "As agents read it; null: as before.",
        "type": "What its values are checked against; null: as before.",
        "isMasked": "Whether its values are hidden; null: as before.",
        "isIdentifier": "Whether a contact with its value as external id is the caller; null: as before.",
    },
    "reorderCallFields": {"order": "Every active field, each over the version that was on screen."},
    "createCallReason": {
        "name": "As people name it.",
        "id": "What messages name it by, up to 255 characters; null: 34 hexadecimal digits are made.",
        "description": "For whoever manages reasons.",
        "script": "`ManagedCallScript.id`; null: the default reason's script is shown.",
        "requiresOutcome": "Whether its calls are saved only with an outcome.",
    },
    "updateCallReason": {
        "name": "As people name it; null: as before.",
        "description": "For whoever manages reasons; null: as before.",
        "script": "`ManagedCallScript.id`; null: the default reason's script is shown; left out: as before.",
        "requiresOutcome": "Whether its calls are saved only with an outcome; null: as before.",
    },
    "addCallReasonAlias": {"alias": "What messages name the reason by too, up to 255 characters."},
    "removeCallReasonAlias": {"alias": "One of `DefinedCallReason.aliases`."},
    "createOutcome": {"name": "As agents choose it."},
    "updateOutcome": {"name": "As agents choose it; null: as before."},
    "reorderOutcomes": {"order": "Every active outcome, each over the version that was on screen."},
    "sendTestCall": {
        "loginName": "Whose beacon lights, by login name or telephony login; null: the viewer's.",
        "phoneNumber": "Who calls, in any form; null: an unknown caller.",
        "reasonId": "The id of a reason, or an alias; null: the default reason.",
        "details": "An object: the names of call fields and their values; null: none.",
    },
    "createCallScript": {"name": "As managers find it."},
    "renameCallScript": {"name": "As managers find it."},
    "saveCallScriptPage": {
        "page": "The whole page, over the revision that was on screen.",
        "at": "Where a new page goes, 0 being the first place; null: behind the others.",
    },
    "removeCallScriptPage": {
        "page": "`CallScriptPage.id`.",
        "revision": "The `revision` that was on screen; with another one nothing changes (CHANGED_MEANWHILE).",
    },
    "reorderCallScriptPages": {"order": "The id of every page."},
    "returnToCallScriptVersion": {"versionId": "`CallScriptVersion.id`."},
    "nextScriptPage": {"page": "The page that is on screen (`ScriptPage.id`)."},
    "previousScriptPage": {"page": "The page that is on screen (`ScriptPage.id`)."},
    "scriptPage": {"page": "`ScriptPage.id`; null, or one that is not there: the page in front."},
    "changeSiteSetting": {
        "name": "`SiteSetting.name`.",
        "value": "A number, true or false, a text, or null, as the setting has it.",
    },
    "createUser": {"user": "What is said of the new user."},
    "updateUser": {"user": "What changes; what is left out stays."},
    "changePrivileges": {
        "users": "`UserAccount.id` of each.",
        "grant": "Such as gCallUser; null: none.",
        "revoke": "Such as gCallUser; null: none.",
    },
    "addTelephonyLogin": {
        "login": "The extension or agent id, as the telephony system sends it, without regard to case.",
        "source": "Of which telephony source it is (`TelephonySource.id`); null: of all.",
    },
    "resetPassword": {
        "password": "8 to 1024 characters; null: a temporary one is made, and told once."
    },
    "importUsers": {
        "csv": "The file, with a line of headings; at most 500 rows.",
        "isPreview": "Whether nothing is changed, and only said what would be.",
    },
    "createTeam": {"name": "As people name it; no two teams have the same."},
    "renameTeam": {"name": "As people name it; no two teams have the same."},
    "createTelephonySource": {
        "name": "With which it signs in, beside its token.",
        "networks": "From which it may send, in CIDR notation; null or empty: from anywhere.",
        "defaultRegion": "Two letters, such as CA: how its numbers are read; null: as the site has it.",
    },
    "updateTelephonySource": {"source": "What changes; what is left out stays."},
    "createApiToken": {
        "name": "What it is for.",
        "scopes": "`read` for no mutation, and the privileges it is limited to; null or empty: all that the user may.",
        "expiresAt": "When it ends by itself; null: never. Without an offset it is UTC.",
        "loginName": "For whom it acts; null: for the viewer.",
    },
}
