"""Texts of the message log and of the audit trail, both under Administration."""

# The message log
MESSAGE_LOG = "Message log"
ALL_MESSAGES = "All messages"
MESSAGES = "Messages"
SEARCH_MESSAGES = "Search messages"
AS_CSV = "Download as CSV"
NO_MESSAGES_TITLE = "No messages"
NO_MESSAGES = "Nothing has come from a telephony source yet."
NO_MESSAGES_FOUND = "Nothing that came is like that. Search for less."
SINCE = "Since"
UNTIL = "Until"
RESULT = "Result"
ANY_RESULT = "Any"
ALL_ACCEPTED = "All accepted"
ALL_REFUSED = "All refused"
RECEIVED_AT = "Received"
STATUS = "Message"
STATUSES = {"CONNECTED": "connected", "DISCONNECTED": "disconnected"}
UNKNOWN_SENDER = "unknown sender"
RESULTS = {
    "STARTED": "call started",
    "REPEATED": "repeat",
    "UPDATED": "call updated",
    "ENDED": "call ended",
    "NOTHING_RUNNING": "nothing was running",
    "LATE": "came late",
    "REMEMBERED": "end remembered",
    "ENDED_BEFORE_IT_BEGAN": "had ended already",
    "NO_SUCH_USER": "unknown or disabled user",
    "NOT_AUTHORISED_SOURCE": "wrong name or token",
    "NETWORK_NOT_ALLOWED": "network not allowed",
    "TOO_MANY_MESSAGES": "too many messages",
    "IDEMPOTENCY_CONFLICT": "key used twice",
    "INVALID_VALUE": "wrong value",
    "INVALID_PARAMS": "wrong parameters",
    "INVALID_REQUEST": "no valid request",
    "METHOD_NOT_FOUND": "unknown method",
    "PARSE_ERROR": "no JSON",
    "BODY_TOO_LARGE": "too large",
    "QUEUE_FULL": "too busy",
    "DATABASE_DOWN": "database down",
    "INTERNAL_ERROR": "internal error",
}

# Why was there no pop?
WHY_NO_POP = "Why did I not get a pop?"
WHY_HINT = "By the agent, the caller's number or both; looked for ten minutes before and after."
FIND_OUT = "Find out"
ABOUT_WHEN = "About when"
POP_FINDINGS = "What was found"
POP_CAUSES = {
    "UNKNOWN_LOGIN": (
        "No user is known as “{detail}”.",
        "Add the user, or put “{detail}” under the telephony logins of the one who is meant.",
    ),
    "USER_DISABLED": (
        "{detail} is disabled, so calls for this user are refused.",
        "Enable the user under Users.",
    ),
    "NO_PRIVILEGE": (
        "The agent does not have the privilege gCallUser, so no beacon is shown.",
        "Grant gCallUser under Users: a running call then shows at once.",
    ),
    "NOT_SIGNED_IN": (
        "{detail} was not signed in at that time.",
        "Sign in and keep a page of Callbeacon open.",
    ),
    "NO_MESSAGE": (
        "No message came for this call.",
        "See whether the telephone system is set to report this agent's calls, and look below for refused senders.",
    ),
    "WRONG_TOKEN": (
        "A sender was refused: its name or its token is wrong, or the source is revoked.",
        "Enter the token in the telephone system again; if it is lost, give the source a new one.",
    ),
    "WRONG_NETWORK": (
        "A sender was refused: it sent from a network that the source may not use.",
        "Add its address to the networks of the source, or leave them empty.",
    ),
    "TOO_FAST": (
        "The source sent more messages a second than the site allows.",
        "Have it send less, or raise “Messages a second” in the site settings.",
    ),
    "REFUSED": (
        "A message was refused ({detail}).",
        "The telephone system got the cause as the answer; the telephony interface explains the code.",
    ),
    "OTHER_AGENT": (
        "The message was for another agent: {detail}.",
        "Move the extension to the right user, under that user's telephony logins.",
    ),
    "REPEAT": (
        "The same message came again, which lights no second beacon.",
        "If it was a new call, have the telephone system send a callId, or shorten the repeat window.",
    ),
    "UPDATE": (
        "The message brought more about a call that was already there, which lights nothing.",
        "",
    ),
    "LATE": (
        "The message came after its call had ended, or after a newer one of the same call.",
        "See why the telephone system sends late, or in the wrong order.",
    ),
    "ENDED_BEFORE_IT_BEGAN": (
        "The end of this call had come before its beginning, so it waits under Unopened calls.",
        "See why the telephone system sends in the wrong order.",
    ),
    "NOT_ANNOUNCED": (
        "The call was stored, but could not be announced to the pages: the message bus was down.",
        "See that the broadcast service runs (/health/ready says so). Until then beacons come seconds late.",
    ),
    "NOT_DELIVERED": (
        "The call was announced, but no page of the agent was open and connected.",
        "Keep a page of Callbeacon open; the call waits there under Unopened calls.",
    ),
    "NOT_SHOWN": (
        "A page of the agent got the call, but has not said that it showed the beacon.",
        "The computer may have been asleep, or the tab frozen: let the browser keep it awake.",
    ),
    "ANOTHER_CALL_IN_FRONT": (
        "The next call took its place before the beacon was clicked.",
        "It waits under Unopened calls. With a callId, several calls wait side by side.",
    ),
    "NUMBER_NOT_READ": (
        "The caller's number “{detail}” could not be read: the beacon says “Unknown caller”.",
        "The call pops all the same. Have the telephone system send the full number.",
    ),
    "SHOWN": (
        "The beacon was shown, but nobody clicked it.",
        "The call waits under Unopened calls. Sound and notifications make it harder to miss.",
    ),
    "CLICKED": ("The beacon was shown and clicked: this call was opened.", ""),
}

# The audit trail
AUDIT_TRAIL = "Audit trail"
AUDIT_HINT = (
    "Every change of users, rights, sources, call management and settings. It is never altered."
)
SEARCH_AUDIT = "Search the audit trail"
WHO = "Who"
ACTION = "Action"
ANY_ACTION = "Any"
SUBJECT = "Subject"
SUBJECT_ID = "Subject (id)"
CHANGES = "Changes"
COMMAND_LINE = "command line"
NO_ENTRIES_TITLE = "Nothing in the audit trail"
NO_ENTRIES = "Nobody has changed anything like that."
AUDIT_KINDS = {
    "user": "Users",
    "privilege": "Privileges",
    "team": "Teams",
    "telephony_login": "Telephony logins",
    "source": "Telephony sources",
    "token": "API tokens",
    "setting": "Site settings",
    "reason": "Reasons",
    "script": "Scripts",
    "call_field": "Call fields",
    "outcome": "Outcomes",
    "call_management": "Call management",
    "call": "Calls",
    "record": "Call records",
    "workspace": "Workspaces",
}
AUDIT_ACTIONS = {
    "user.created": "User added",
    "user.updated": "User changed",
    "user.enabled": "User enabled",
    "user.disabled": "User disabled",
    "user.team_set": "Team of a user set",
    "user.password_changed": "Own password changed",
    "user.password_reset": "Password reset",
    "privilege.granted": "Privilege granted",
    "privilege.revoked": "Privilege revoked",
    "telephony_login.mapped": "Telephony login added",
    "telephony_login.unmapped": "Telephony login removed",
    "telephony_login.taken_over": "Telephony login taken over",
    "team.created": "Team added",
    "team.renamed": "Team renamed",
    "team.deleted": "Team deleted",
    "source.created": "Telephony source added",
    "source.updated": "Telephony source changed",
    "source.revoked": "Telephony source revoked",
    "source.token_renewed": "Token of a source renewed",
    "token.created": "API token made",
    "token.revoked": "API token revoked",
    "setting.changed": "Site setting changed",
    "reason.created": "Reason added",
    "reason.updated": "Reason changed",
    "reason.deleted": "Reason deleted",
    "reason.made_default": "Reason made the default",
    "reason.alias_added": "Alias of a reason added",
    "reason.alias_removed": "Alias of a reason removed",
    "script.created": "Script added",
    "script.renamed": "Script renamed",
    "script.published": "Script published",
    "script.retired": "Script retired",
    "script.deleted": "Script deleted",
    "script.draft_begun": "Draft of a script begun",
    "script.draft_replaced": "Draft of a script replaced",
    "script.draft_discarded": "Draft of a script discarded",
    "call_field.created": "Call field added",
    "call_field.updated": "Call field changed",
    "call_field.moved": "Call fields put in order",
    "outcome.created": "Outcome added",
    "outcome.updated": "Outcome changed",
    "outcome.deleted": "Outcome deleted",
    "outcome.moved": "Outcomes put in order",
    "call_management.imported": "Call management imported",
    "call.ended": "Call ended by hand",
    "call.reason_changed": "Reason of a call changed",
    "call.test_sent": "Test call sent",
    "record.saved": "Call record saved",
    "record.amended": "Call record amended",
    "workspace.discarded": "Call discarded",
    "workspace.reopened": "Call reopened",
    "workspace.continued": "Call continued elsewhere",
    "workspace.taken_over": "Call taken over",
}


def and_more(count: str) -> str:
    """Say that there are more of the same."""
    return f"and {count} more"


def times(count: str) -> str:
    """Say how often it happened."""
    return f"{count} times"
