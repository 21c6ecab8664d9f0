"""Texts of the frame of every page: the connection, signing in, the beacon."""

# The frame of every page
SKIP_TO_CONTENT = "Skip to the content"
PAGES = "Pages"
DESKTOP = "Desktop"
APPEARANCE = "Appearance"
THEMES = {"system": "System", "light": "Light", "dark": "Dark"}
NOT_FOUND = "Page not found"
NOT_FOUND_HINT = "There is nothing at this address. It may have been mistyped, or taken away."
BACK_TO_DESKTOP = "Back to the desktop"
COMPONENTS = "Components"

# The connection
CONNECTION_LOST = "Connection lost"
CONNECTION_LOST_HINT = "Connection lost. What you type is kept, and sent when it is back."
PAGE_WAITS = "Connected again"
PAGE_WAITS_HINT = "Connected again. What you type is kept; the page will follow in a moment."
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
NUMBER_WITHHELD = "Withheld"
WAITING_CALLS = "Waiting calls"
TURN_ON_ALERTS = "Turn on sound and notifications"
TURN_OFF_ALERTS = "Turn off sound and notifications"
TRY_AGAIN_SOON = "Try again in a moment."

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


def waiting(count: int) -> str:
    """Say how many calls wait for a click."""
    return f"{count} waiting"


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


def opening_failed(message: str) -> str:
    """Say that a click on the beacon opened nothing, and why."""
    return f"The call was not opened. {message}"
