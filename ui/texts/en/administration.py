"""Texts of Administration: set-up, telephony sources, API tokens, settings; and of one's own account."""

ADMINISTRATION = "Administration"
NOT_AN_ADMINISTRATOR_TITLE = "Administration is not for you yet"
NOT_AN_ADMINISTRATOR = (
    "To change users, telephony sources, tokens and settings you need the privilege gAdmin. "
    "Ask a system administrator for it."
)
SEARCH = "Search"
CLEAR = "Clear"
SHOW_ALL = "Show all"
PAGES_OF_THE_LIST = "Pages of the list"
CREATED = "Created"
NEVER = "never"
UNKNOWN = "unknown"
DONE = "done"
TO_DO = "to do"
NEW = "new"
COPY = "Copy"
COPIED = "Copied"
SELECTED = "Selected: press Ctrl+C to copy it"
I_HAVE_IT = "I have it"
REVOKE = "Revoke"
REVOKE_ASKING = "Revoke…"
REVOKED = "revoked"
REVOKED_AT = "Revoked"

# Set-up
SET_UP = "Set-up"
SET_UP_DONE = "Everything works: a call came in and popped, and a backup was made."
SET_UP_STEPS = {
    "AGENT_ADDED": (
        "Add an agent",
        "A user with the privilege gCallUser, under the login name or extension that the telephone system uses.",
        "Add a user",
    ),
    "SOURCE_ADDED": (
        "Add a telephony source",
        "The telephone system gets a name and a token of its own, with which it reports calls.",
        "Add a source",
    ),
    "SOURCE_CONNECTED": (
        "Connect the telephone system",
        "Done with the first message that comes from it. It is sent to this server over JSON-RPC.",
        "See the sources",
    ),
    "FIRST_CALL": (
        "Receive the first call",
        "Done with the first CONNECTED for an agent. The message log shows what came and what was wrong.",
        "See the message log",
    ),
    "FIRST_POP": (
        "See the first pop",
        "Done when an agent's page has shown the beacon of a call.",
        "Find out why there is none",
    ),
    "BACKUP_MADE": (
        "Make a backup",
        "Done with the first “callbeacon backup”; one made by other tools is noted by its option --made-elsewhere.",
        "See the audit trail",
    ),
}
SET_UP_NOTIFICATIONS = (
    "Turn on sound and notifications",
    "Each agent does so with the button of this name in the toolbar, once in each browser.",
)
ON_IN_THIS_BROWSER = "on in this browser"
OFF_IN_THIS_BROWSER = "off in this browser"

# Telephony sources
SOURCES = "Telephony sources"
SOURCES_HINT = (
    "The servers that may report calls, each with a token of its own. The figures are brought up "
    "to date every ten seconds."
)
NEW_SOURCE = "New source"
SOURCE_NAME_HINT = "The server signs in with it, so it can't be changed later."
NETWORKS = "Networks"
NETWORKS_HINT = (
    "From where it may send, one on each line, such as 10.1.0.0/16. Empty: from anywhere."
)
ANY_NETWORK = "any"
REGION = "Default region"
REGION_HINT = "Two letters, such as CA: how its numbers are read. Empty: as the site has it."
AS_THE_SITE = "as the site"
LAST_MESSAGE = "Last message"
MESSAGES_A_MINUTE = "In the last minute"
TOKEN = "Token"  # noqa: S105  # a heading
NEW_TOKEN = "New token"  # noqa: S105  # the name of a button
NEW_TOKEN_ASKING = "New token…"  # noqa: S105  # the name of a button
RENEW_HINT = (
    "The token in use now stops working at once. The new one is shown once, to be entered in the "
    "telephone system; a revoked source may send with it again."
)
REVOKE_SOURCE_HINT = "Its next message is refused. A new token lets it in again."
NO_SOURCES_TITLE = "No telephony sources"
NO_SOURCES = "Add the server that reports calls, and enter its token there."

# API tokens
API_TOKENS = "API tokens"
TOKENS_HINT = "Keys of other programs to GraphQL. Each acts for a user, and may do no more."
NEW_API_TOKEN = "New API token"  # noqa: S105  # the name of a button
TOKEN_NAME_HINT = "What it is for."  # noqa: S105  # a hint
FOR_USER = "For the user"
FOR_USER_HINT = "The login name of whom it acts for."
TOKEN_MAY = "May (nothing ticked: all that the user may)"  # noqa: S105  # the legend of check boxes
SCOPES = {"read": "Asks only, and changes nothing."}
ENDS = "Ends"
ENDS_HINT = "Empty: it does not end by itself."
USER = "User"
ALL_THE_USER_MAY = "all that the user may"
API_TOKEN_ONCE = (
    "A program sends it as Authorization: Bearer. It is shown this once and can't be read again."  # noqa: S105  # a hint
)
REVOKE_TOKEN_HINT = "Whatever uses it is refused from now on. It can't be brought back."  # noqa: S105  # a hint
NO_TOKENS_TITLE = "No API tokens"
NO_TOKENS = "A token lets another program ask what the pages ask."
TRY_GRAPHQL = "Try GraphQL in GraphiQL"
GRAPHIQL_HINT = "Ctrl-Enter runs the operation at the cursor."

# Site settings
SITE_SETTINGS = "Site settings"
SETTINGS_HINT = "They hold for everybody, within seconds and without a restart."
AS_INSTALLED = "as installed"
SETTINGS = {
    "repeat_window_seconds": (
        "Repeat window",
        "The same CONNECTED again within this time is the same call; later it is a new one. In seconds.",
    ),
    "long_call_hours": (
        "Long calls",
        "A call that runs longer is pointed out; it is never ended by itself. In hours.",
    ),
    "trace_days": ("Message log", "How long messages and their traces are kept. In days."),
    "default_region": (
        "Region",
        "Two letters, such as CA: how numbers without a country are read. Empty: as installed.",
    ),
    "opens_automatically": (
        "Open calls by themselves",
        "Without a click on the beacon, for users who have not chosen otherwise.",
    ),
    "messages_a_second": (
        "Messages a second",
        "How many each telephony source may send to each process.",
    ),
    "requests_a_minute": (
        "Requests a minute",
        "How many operations each API token may ask of each process.",
    ),
    "cost_a_minute": (
        "Cost a minute",
        "How many fields, those of lists as often as they come, each API token may ask of each process.",
    ),
    "session_idle_minutes": (
        "Sign out when idle",
        "A session ends after this time without an open page. 15 minutes to a day, in minutes.",
    ),
    "session_hours": (
        "Sign out in any case",
        "Every session ends after this time, those that run already too. 1 to 168, in hours.",
    ),
    "failed_sign_ins_a_minute": (
        "Failed sign-ins a minute",
        "So many wrong passwords for one user from one address; then it has to wait. 3 to 30.",
    ),
}
UNITS = {
    "repeat_window_seconds": "s",
    "long_call_hours": "h",
    "trace_days": "days",
    "session_idle_minutes": "min",
    "session_hours": "h",
}

# One's own account
ACCOUNT = "Your API tokens"
MY_ACCOUNT = "Your account"
MY_DESK = "I am at extension …"
MY_DESK_HINT = "Calls to it are yours from the next one on."
SIT_HERE = "I am here"
LEAVE_DESK = "Leave"


def page_of_list(number: int) -> str:
    """Say which page of a list is shown."""
    return f"Page {number}"


def steps_left(left: int) -> str:
    """Say how much there is still to do."""
    return "One step is left until calls pop." if left == 1 else f"{left} steps until calls pop."


def token_of(name: str) -> str:
    """Name a token that is shown once."""
    return f"Token of {name}"


def source_token_once(name: str) -> str:
    """Say what to do with the token of a source."""
    return (
        f"Enter it in the telephone system, as the password of {name} or as a Bearer token. "
        "It is shown this once and can't be read again."
    )


def renew_question(name: str) -> str:
    """Ask before a token is replaced."""
    return f"Give {name} a new token?"


def revoke_question(name: str) -> str:
    """Ask before a token stops working."""
    return f"Revoke {name}?"


def source_revoked(name: str) -> str:
    """Say that a source may send no more."""
    return f"{name} is revoked: its messages are refused."


def token_revoked(name: str) -> str:
    """Say that a token opens nothing any more."""
    return f"{name} is revoked."


def with_unit(name: str, value: str) -> str:
    """Write the number of a setting with its unit."""
    return f"{value} {UNITS.get(name, '')}".strip()


def desk_taken(login: str) -> str:
    """Say at which extension the user sits."""
    return f"You are at {login}."


def desk_taken_from(login: str, name: str) -> str:
    """Say at which extension the user sits, and who had it."""
    return f"You are at {login}, which was {name}'s until now."
