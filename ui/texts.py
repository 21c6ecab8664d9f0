"""Every text on screen, once: a second language is a second file with these names."""

LANGUAGE = "en"
PRODUCT = "Callbeacon"

# Signing in and out
SIGN_IN = "Sign in"
SIGN_OUT = "Sign out"
LOGIN_NAME = "Login name"
PASSWORD = "Password"  # noqa: S105  # the label of the field
WRONG_CREDENTIALS = "The login name or the password is wrong."
FOREIGN_FORM = "This form was sent from another site. Open the page again and repeat it."

# The beacon
INBOUND_CALL_WAITING = "Inbound call waiting"
NO_INBOUND_CALL = "No inbound call"
INBOUND_CALL_FROM = "Inbound call from"
UNKNOWN_CALLER = "Unknown caller"
NUMBER_WITHHELD = "No number"

# The desktop
INBOUND_CALLS = "Inbound calls"
NO_CALLS_TITLE = "No open calls"
NO_CALLS = (
    "When you answer the phone, the telephone icon flashes at the top. One click opens the call."
)
CONNECTED = "Connected: calls reach this page at once."
NOT_CONNECTED = "Not connected: calls will show here when the connection is back."
NOT_A_CALL_USER_TITLE = "No inbound calls for you yet"
NOT_A_CALL_USER = (
    "To see calls you need the privilege gCallUser. Ask a system administrator for it."
)

# A workspace
CALLER = "Caller"
CALL = "Call"
CALL_SCRIPT = "Call script"
NOTES = "Notes"
NO_CONTACT = "No contact has this number."
EMAIL = "E-mail"
NUMBERS = "Numbers"
SEVERAL_CONTACTS = "Several contacts have this number"
NUMBER = "Number"
REASON = "Reason"
DURATION = "Duration"
ENDED = "ended"
NO_SCRIPT = "No script is published for this call."
NOTES_HINT = "What the call is about"
MATCHED_BY = {"EXACT_NUMBER": "exact number", "AS_TYPED": "number as typed"}

# Drafts
SAVING = "Saving…"
SAVED = "Saved"
NOT_SAVED_YET = "Not saved yet"
TWO_VERSIONS = "These notes were typed in two tabs at once. Which text stays?"
TYPED_HERE = "Typed in this tab"
TYPED_ELSEWHERE = "Typed in another tab"
USE_THIS_VERSION = "Use this version"


def more_waiting(count: int) -> str:
    """Say how many other calls wait for a click."""
    return f"+{count} waiting"


def loading_failed(message: str) -> str:
    """Say that a part of the page has no data, and why."""
    return f"This could not be loaded. {message}"


def opening_failed(message: str) -> str:
    """Say that a click on the beacon opened nothing, and why."""
    return f"The call was not opened. {message}"


def joined(*parts: str) -> str:
    """Put short facts into one line; empty ones are left out."""
    return " · ".join(part for part in parts if part)
