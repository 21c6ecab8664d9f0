"""What the values of enums and the fields of inputs are, in words, where the class of neither says it."""

from collections.abc import Mapping

VALUES: Mapping[str, Mapping[str, str]] = {
    "CallStatus": {"CONNECTED": "A call runs.", "DISCONNECTED": "No call runs."},
    "TimeOrder": {
        "NEWEST_FIRST": "Back in time.",
        "OLDEST_FIRST": "On in time: what comes meanwhile stands on the last page.",
    },
    "EndCause": {
        "DISCONNECTED": "The telephony system said so; either side may have hung up.",
        "SUPERSEDED": "Another call of the user began, and no message had ended this one.",
        "ENDED_BY_AGENT": "The agent ended it by hand, since it was stuck.",
        "ENDED_BY_SUPERVISOR": "A supervisor ended it by hand, since it was stuck.",
    },
    "ContactNumberKind": {
        "MOBILE": "A mobile telephone.",
        "WORK": "At work.",
        "HOME": "At home.",
        "OTHER": "Anywhere else, or not known.",
    },
    "WorkspaceStatus": {
        "OPEN": "The agent works on it.",
        "SAVED": "It was closed with a record.",
        "DISCARDED": "It was closed without a record, and can be reopened.",
    },
    "MatchedBy": {
        "IDENTIFIER": "A detail that is an identifier equals the contact's external id.",
        "AS_TYPED": "The number equals one of the contact as it is typed.",
        "EXACT_NUMBER": "Both numbers are complete, and equal in E.164.",
        "NATIONAL_NUMBER": "One of the numbers is not complete; the national numbers are equal.",
        "LAST_DIGITS": "The last digits are equal, at least seven; never selected by itself.",
        "SHORT_NUMBER": "A short number equals an extension or short number of the contact.",
        "EARLIER_CHOICE": "Somebody chose this contact for the number before.",
    },
    "CallStep": {
        "RECEIVED": "A message of the telephony system came.",
        "ANNOUNCED": "Every process was told that there is something new.",
        "NO_BEACON": "No beacon shows, for a reason that is told.",
        "DELIVERED": "It was sent to a page of the agent.",
        "SHOWN": "A page showed the beacon.",
        "CLICKED": "The agent opened the call.",
    },
    "ContactImportStatus": {
        "UPLOADING": "The file is being received.",
        "READY": "The file is here; `startContactImport` begins.",
        "RUNNING": "Its rows are being imported.",
        "DONE": "Every row was imported or skipped.",
        "CANCELLED": "Somebody stopped it; what was imported stays.",
    },
    "ContactImportFormat": {"CSV": "Comma-separated values.", "VCARD": "vCard."},
    "ContactImportField": {
        "FIRST_NAME": "The first name.",
        "LAST_NAME": "The last name.",
        "FULL_NAME": "Both names in one.",
        "COMPANY": "The company.",
        "EMAIL": "The e-mail address.",
        "EXTERNAL_ID": "The id in another system.",
        "LINK": "An http or https address where another system shows the contact.",
        "PHONE": "A number that may ring anywhere.",
        "MOBILE_PHONE": "A number of kind MOBILE.",
        "WORK_PHONE": "A number of kind WORK.",
        "HOME_PHONE": "A number of kind HOME.",
    },
    "ScriptQuestionType": {
        "TEXT": "One line of text.",
        "LONG_TEXT": "Any number of lines.",
        "NUMBER": "A number, with a point before its fraction.",
        "DATE": "A day, as in 2027-01-31.",
        "YES_NO": '"yes" or "no".',
        "CHOICE": "The value of one option.",
        "SEVERAL_CHOICES": "The values of options, a line for each.",
    },
    "CallFieldType": {
        "TEXT": "Any text.",
        "NUMBER": "A number.",
        "DATE": "A day, as in 2027-01-31.",
        "BOOLEAN": "True or false.",
        "PHONE_NUMBER": "A telephone number, in any form.",
    },
    "ImportNoun": {
        "REASON": "A call reason.",
        "SCRIPT": "A call script.",
        "CALL_FIELD": "A call field.",
        "OUTCOME": "An outcome.",
    },
    "ImportAction": {
        "CREATED": "It is not here yet, and is added.",
        "CHANGED": "It is here, differs, and becomes as in the file.",
        "LEFT": "It is here as it is in the file.",
    },
    "ImportOutcome": {
        "CREATED": "The user is added.",
        "SKIPPED": "The row has a fault, or the user is there already.",
    },
    "ScriptVersionStatus": {
        "DRAFT": "It is being written.",
        "PUBLISHED": "It is in force for calls that open now.",
        "RETIRED": "It was in force; calls that began with it keep it.",
    },
    "ScriptOperator": {
        "EQUALS": "The answer is the value, without regard to case.",
        "NOT_EQUALS": "The answer is not the value, without regard to case.",
        "CONTAINS": "The value stands in the answer, without regard to case.",
        "LESS": "The answer is a smaller number, or an earlier day.",
        "GREATER": "The answer is a larger number, or a later day.",
        "ANSWERED": "There is an answer; the value is not looked at.",
        "NOT_ANSWERED": "There is no answer; the value is not looked at.",
    },
    "ScriptFindingCode": {
        "NO_PAGES": "Error: the script has no page.",
        "DUPLICATE_PAGE": "Error: two pages have the same id.",
        "BROKEN_TEXT": "Error: a text is no valid Liquid.",
        "UNKNOWN_MERGE_FIELD": "Error: a text names a merge field that there is not.",
        "NO_LABEL": "Error: a question asks nothing.",
        "DUPLICATE_QUESTION": "Error: two questions have the same id.",
        "NO_OPTIONS": "Error: a choice has nothing to choose from.",
        "DUPLICATE_OPTION": "Error: two options of a choice have the same value.",
        "WRONG_DEFAULT": "Error: the default is no answer to its question.",
        "UNKNOWN_PREFILL": "Error: a question is prefilled from a merge field that there is not.",
        "UNKNOWN_WRITE_BACK": "Error: a question is written back to a field that a contact has not.",
        "MISSING_PAGE": "Error: a branch leads to a page that there is not.",
        "UNKNOWN_QUESTION": "Error: a condition asks for a question that there is not.",
        "WRONG_VALUE": "Error: a condition compares with what can't be an answer.",
        "ENDLESS_LOOP": "Error: pages lead to each other without an end.",
        "UNREACHABLE_PAGE": "Warning: no way leads to the page.",
        "UNREACHABLE_BRANCH": "Warning: a branch before it always holds.",
        "UNDECLARED_DETAIL": "Warning: a text names a detail that no call field declares.",
        "EMPTY_PAGE": "Warning: the page has neither text nor questions.",
    },
    "PreviewCaller": {
        "MADE_UP": "Somebody made up, with every field filled in.",
        "UNKNOWN": "Nobody who is known.",
    },
    "PopCause": {
        "UNKNOWN_LOGIN": "No user has the name that messages used.",
        "USER_DISABLED": "The user is disabled.",
        "NO_PRIVILEGE": "The user has not gCallUser.",
        "NOT_SIGNED_IN": "The user had no page open.",
        "NO_MESSAGE": "No message came.",
        "WRONG_TOKEN": "A source came with a name or token that is not known.",
        "WRONG_NETWORK": "A source sent from where it may not.",
        "TOO_FAST": "A source sent more a second than the site allows.",
        "REFUSED": "A message was refused for another reason.",
        "OTHER_AGENT": "The message named another agent.",
        "REPEAT": "The message repeated one that had lit the beacon.",
        "UPDATE": "The message added to a call that was there.",
        "LATE": "The message came after the end of its call, or after a newer one.",
        "ENDED_BEFORE_IT_BEGAN": "The end of the call came before its beginning.",
        "NOT_ANNOUNCED": "The bus was down.",
        "NOT_DELIVERED": "No page was open.",
        "NOT_SHOWN": "A page got the call and did not show it.",
        "ANOTHER_CALL_IN_FRONT": "The beacon showed another call of the agent.",
        "NUMBER_NOT_READ": "The number could not be read, so the caller was unknown; that costs no pop.",
        "SHOWN": "A page showed the beacon.",
        "CLICKED": "The agent opened the call.",
    },
    "SetUpStep": {
        "AGENT_ADDED": "A user has gCallUser.",
        "SOURCE_ADDED": "There is a telephony source.",
        "SOURCE_CONNECTED": "A source has sent a message.",
        "FIRST_CALL": "A call has begun.",
        "FIRST_POP": "A page has shown a beacon.",
        "BACKUP_MADE": "A backup was made.",
    },
    "AgentStatus": {
        "WAITING": "No call runs, and none is wrapped up.",
        "ON_CALL": "A call runs.",
        "WRAP_UP": "The call has ended, and its workspace is open.",
    },
}

_NULL_STAYS = "null: as before; empty: none."
INPUTS: Mapping[str, Mapping[str, str]] = {
    "ContactInput": {
        "firstName": f"The first name; {_NULL_STAYS}",
        "lastName": f"The last name; {_NULL_STAYS}",
        "company": f"The company; {_NULL_STAYS}",
        "email": f"The e-mail address; {_NULL_STAYS}",
        "externalId": f"The id in another system; {_NULL_STAYS}",
    },
    "ContactNumberInput": {
        "phoneNumber": "In any form; kept as typed.",
        "kind": "Where it rings.",
    },
    "CallFieldVersion": {
        "id": "`CallField.id`.",
        "version": "The `version` that was on screen.",
    },
    "OutcomeVersion": {
        "id": "`DefinedCallOutcome.id`.",
        "version": "The `version` that was on screen.",
    },
    "NewUserInput": {"fullName": "As people name the user.", "email": "Empty when there is none."},
    "UserInput": {
        "fullName": "As people name the user; null: as before.",
        "email": f"The e-mail address; {_NULL_STAYS}",
    },
    "TelephonySourceInput": {
        "defaultRegion": "Two letters, such as CA: how its numbers are read; null: as the site has it; left out: as "
        "before."
    },
}

# What says how scalars of our own are written.
SPECIFIED: Mapping[str, str] = {
    "DateTime": "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    "Date": "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
}

# What is written with these has the same fields as what is read.
MIRRORED: Mapping[str, str] = {
    "CallScriptPageInput": "CallScriptPage",
    "ScriptQuestionInput": "ScriptQuestion",
    "ScriptOptionInput": "ScriptOption",
    "ScriptBranchInput": "ScriptBranch",
    "ScriptConditionInput": "ScriptCondition",
}
