"""Every text on screen in English. A second language is a second file with these names."""

LANGUAGE = "en"
PRODUCT = "Callbeacon"

# The frame of every page
SKIP_TO_CONTENT = "Skip to the content"
PAGES = "Pages"
DESKTOP = "Desktop"
APPEARANCE = "Appearance"
THEMES = {"system": "System", "light": "Light", "dark": "Dark"}
NOT_FOUND = "Page not found"
NOT_FOUND_HINT = "There is nothing at this address. It may have been mistyped, or taken away."
BACK_TO_DESKTOP = "Back to the desktop"
CLOSE = "Close"
PREVIOUS_PAGE = "Previous"
NEXT_PAGE = "Next"
COMPONENTS = "Components"

# The connection
CONNECTION_LOST = "Connection lost"
CONNECTION_LOST_HINT = "Connection lost. What you type is kept, and sent when it is back."
SESSION_ENDED = "Session ended"
SESSION_ENDED_HINT = "Your session has ended. What you typed is kept here until you sign in:"
SIGN_IN_IN_NEW_TAB = "Sign in in a new tab"
NEEDS_JAVASCRIPT = "Callbeacon needs JavaScript."

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
WAITING_CALLS = "Waiting calls"
TURN_ON_ALERTS = "Turn on sound and notifications"
TURN_OFF_ALERTS = "Turn off sound and notifications"

# Is my beacon alive?
BEACON_HEALTH = "Is my beacon alive?"
CONNECTION = "Connection"
IS_CONNECTED = "Connected"
IS_NOT_CONNECTED = "Not connected"
LAST_BEACON = "Last beacon"
LAST_BEACON_TEXT = "{ms} ms from message to screen\n{time}"
NO_BEACON_YET = "None yet in this browser"
ALERTS = "Sound and notifications"
ALERTS_ON = "On"
ALERTS_OFF = "Off"
SOUND_BLOCKED = "The browser plays sound once you have clicked somewhere on this page."
NOTIFICATIONS_BLOCKED = "The browser does not allow notifications for this site."

# The desktop
INBOUND_CALLS = "Inbound calls"
NO_CALLS_TITLE = "No open calls"
NO_CALLS = (
    "When you answer the phone, the telephone icon flashes at the top. One click opens the call."
)
CONNECTED = "Connected: calls reach this page at once."
NOT_CONNECTED = "Not connected: calls will show here when the connection is back."
ALERTS_ARE_ON = "Sound and notifications are on."
ALERTS_ARE_OFF = "Sound and notifications are off. The bell turns them on."
NOT_A_CALL_USER_TITLE = "No inbound calls for you yet"
NOT_A_CALL_USER = (
    "To see calls you need the privilege gCallUser. Ask a system administrator for it."
)

# A workspace
CALLER = "Caller"
CALL = "Call"
CALLER_AND_CALL = "Caller and call"
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
MATCHED_BY = {
    "IDENTIFIER": "account number",
    "AS_TYPED": "number as typed",
    "EXACT_NUMBER": "exact number",
    "NATIONAL_NUMBER": "same national number",
    "LAST_DIGITS": "same last digits",
    "SHORT_NUMBER": "extension",
    "EARLIER_CHOICE": "chosen before",
}

# Drafts
SAVING = "Saving…"
SAVED = "Saved"
NOT_SAVED_YET = "Not saved yet"
TWO_VERSIONS = "This was changed in two tabs at once. Which text stays?"
TYPED_HERE = "Typed in this tab"
TYPED_ELSEWHERE = "Typed in another tab"
USE_THIS_VERSION = "Use this version"

# The record of a call
RECORD = "Call record"
CARD_NUMBER = (
    "This looks like a payment card number. Please take it out: notes are no place for it."
)
OUTCOME = "Outcome"
NO_OUTCOME = "None"
FOLLOW_UP = "Follow-up"
FOLLOW_UP_DAY = "on"
FOLLOW_UP_ON = "Follow-up on"
SAVE_CALL = "Save call"
NOT_ALL_SAVED = "The call was not saved: a field could not be. If another tab changed it, choose which text stays."
DISCARD = "Discard"
DISCARD_QUESTION = "Discard this call?"
DISCARD_EXPLANATION = "No call record is made. You can reopen the call from “Recent calls”."
DISCARD_CALL = "Discard call"
KEEP = "Keep"
AMEND = "Amend"
AMEND_TITLE = "Amend the call record"
SAVE_AMENDMENT = "Save"
REOPEN = "Reopen"
DISCARDED = "Discarded"
CANCEL = "Cancel"

# Beside the tabs
UNOPENED_CALLS = "Unopened calls"
NO_UNOPENED_CALLS = "Every call has been opened."
OPEN = "Open"
RECENT_CALLS = "Recent calls"
FINISHED_CALLS = "Recently saved and discarded"
NO_FINISHED_CALLS = "You have not saved or discarded a call yet."
NEW_CALL = "New call"
NUMBER_OPTIONAL = "Leave it empty when there is none."
DEFAULT_REASON = "Default reason"
OPEN_CALL = "Open call"
SEND_TEST_CALL = "Send me a test call"


def call_saved(name: str) -> str:
    """Say whose call was saved."""
    return f"Saved: {name}"


def call_discarded(name: str) -> str:
    """Say whose call was discarded."""
    return f"Discarded: {name}"


def waiting(count: int) -> str:
    """Say how many calls wait for a click."""
    return f"{count} waiting"


def rows_shown(first: str, last: str, total: str) -> str:
    """Say which rows of how many a table shows."""
    return f"{first} to {last} of {total}"


def on_line(line: str) -> str:
    """Say which of our numbers was called."""
    return f"on {line}"


def is_calling(name: str) -> str:
    """Say who is calling, in the title of the browser's tab and in a notification."""
    return f"{name} is calling"


def with_shortcut(name: str, keys: str) -> str:
    """Name a button with the keys that press it."""
    return f"{name} ({keys})"


def user_menu(name: str) -> str:
    """Name the menu under the user's name."""
    return f"{name}: settings and sign-out"


def loading_failed(message: str) -> str:
    """Say that a part of the page has no data, and why."""
    return f"This could not be loaded. {message}"


def opening_failed(message: str) -> str:
    """Say that a click on the beacon opened nothing, and why."""
    return f"The call was not opened. {message}"


def joined(*parts: str) -> str:
    """Put short facts into one line; empty ones are left out."""
    return " · ".join(part for part in parts if part)
