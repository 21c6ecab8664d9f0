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
NUMBER_WITHHELD = "Withheld"
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
SEVERAL_CONTACTS = "Several contacts have this number."
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

# The caller
CHOSEN_HERE = "chosen for this call"
PERHAPS_THIS_CONTACT = "This contact may be the caller."
NOBODY_CHOSEN = "Nobody is chosen for this call."
CALLER_WITHHELD = "The caller withheld the number."
CALLER_UNSENT = "No number came with this call."
LINK = "Record"
OTHER_SYSTEM = "Open in the other system"
CHOOSE = "Choose"
CHANGE_CALLER = "Change caller"
NOBODY_KNOWN = "Nobody known"
ADD_NUMBER = "Add number"
CREATE_CONTACT = "Create contact"
ADD_TO_EXISTING = "Add to existing"
FIND_CONTACT = "Find contact"
FIND_CONTACT_HINT = "Name, company or number"
FIND_AND_ADD = "The number is added to the contact that you pick."
FIND_AND_CHOOSE = "The contact that you pick is taken for the caller."
CONTACTS = "Contacts"
CREATE = "Create"
CANCEL = "Cancel"
SOME_NAME = "A first name, a last name or a company is needed."
CONTACT_PARTS = {
    "firstName": "First name",
    "lastName": "Last name",
    "company": "Company",
    "email": "E-mail",
    "phoneNumber": "Number",
}
REFUSALS = {
    "NO_SUCH_CONTACT": "This contact is not there any more. Search again, or create a contact.",
    "NO_SUCH_REASON": "This reason is not in use any more. The list is new now; choose another.",
    "NO_SUCH_WORKSPACE": "This call is not open any more: it was saved, discarded or taken over.",
    "NO_SUCH_CALL": "This call is not there any more.",
    "UNAVAILABLE": "The database does not answer. Try again in a moment.",
    "DATABASE_DOWN": "The database does not answer. Try again in a moment.",
    "QUEUE_FULL": "The server is busy. Try again in a moment.",
}

# The call
BY_HAND = "entered by hand"
NUMBER_NOT_SENT = "None was sent"
END_CALL = "End call"
END_QUESTION = "Is this call over?"
END_EXPLANATION = (
    "It is marked as ended here and stays open for your notes. The telephone line is not touched."
)
MARK_AS_ENDED = "Mark as ended"
KEEP_RUNNING = "Keep running"
RUNS_LONG = "It has been running for very long. If it is over, end it here."
END_CAUSES = {
    "DISCONNECTED": "hung up",
    "SUPERSEDED": "a newer call took its place",
    "ENDED_BY_AGENT": "marked as ended by the agent",
    "ENDED_BY_SUPERVISOR": "marked as ended by a supervisor",
}
OTHER_DETAILS = "Other"
UNEXPECTED_VALUE = "unexpected value"
SHOW = "Show"
HIDE = "Hide"

# A transferred call
TRANSFERRED_CALL = "Transferred call"
CONTACT_CHOSEN = "Contact chosen:"

# The timeline
TIMELINE = "Timeline"
NO_TIMELINE = "Earlier calls show here once a contact is chosen."
NO_EARLIER_CALLS = "No earlier calls."
NO_NOTES = "No notes"
SHOW_MORE = "Show more"
LOADING = "Loading…"

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


def more_matches(count: int) -> str:
    """Say how many more contacts the number finds."""
    return "1 more match" if count == 1 else f"{count} more matches"


def more_details(count: int) -> str:
    """Say how many more details there are."""
    return "1 more detail" if count == 1 else f"{count} more details"


def more_numbers(count: int) -> str:
    """Say how many more numbers a contact has."""
    return "1 more number" if count == 1 else f"{count} more numbers"


def choose_contact(name: str) -> str:
    """Name the button that takes a contact for the caller."""
    return f"Choose {name}"


def number_missing(number: str) -> str:
    """Say that a contact does not have the number of the call."""
    return f"{number} is none of these numbers."


def contacts_found(count: int, text: str, *, has_more: bool) -> str:
    """Say how many contacts a search shows."""
    if has_more:
        return f"The first {count}. Type more to narrow them down."
    if not count:
        return f"No contact is found for “{text}”."
    return "1 contact" if count == 1 else f"{count} contacts"


def refused(message: str) -> str:
    """Say that something was not done, and why."""
    return f"This was not done. {message}"


def as_received(number: str) -> str:
    """Say how a number came."""
    return f"as received: {number}"


def turn_value(label: str, is_shown: bool) -> str:
    """Name the button that shows or hides a masked value."""
    return f"Hide {label}" if is_shown else f"Show {label}"


def newest_shown(count: int) -> str:
    """Say that there is more than a list can show."""
    return f"These are the newest {count}."


# Customize > Call Management
CUSTOMIZE = "Customize"
CALL_MANAGEMENT = "Call Management"
NOT_A_CALL_MANAGER_TITLE = "Call management is not for you yet"
NOT_A_CALL_MANAGER = (
    "To change reasons, scripts, call fields and outcomes you need the privilege gCallManagement. "
    "Ask a system administrator for it."
)
REASONS = "Reasons"
SCRIPTS = "Scripts"
CALL_FIELDS = "Call fields"
OUTCOMES = "Outcomes"

SAVE = "Save"
CANCEL = "Cancel"
EDIT = "Edit"
ADD = "Add"
KEEP = "Keep"
DELETE = "Delete"
DELETE_ASKING = "Delete…"
RETIRE = "Retire"
BRING_BACK = "Bring back"
USE = "Use"
NAME = "Name"
ID = "Id"
LABEL = "Label"
TYPE = "Type"
DESCRIPTION = "Description"
SCRIPT = "Script"
IS_ACTIVE = "Active"
RETIRED = "retired"
YES = "Yes"
NO = "No"
NOTHING = "nothing"
CHANGED_MEANWHILE_HINT = (
    "Somebody else has changed this meanwhile. What you typed is still here: Save puts it in place "
    "of theirs. Now stored:"
)
CHANGED_MEANWHILE_RETRY = (
    "Somebody else has changed this meanwhile. It is up to date again: look, and try once more."
)
GONE_MEANWHILE = (
    "Somebody else has deleted this meanwhile. What you typed stays until you close it."
)
TAKE_THEIRS = "Take theirs"

NEW_REASON = "New reason"
FIND_REASON = "Find a reason"
REASON_ID = "Id"
REASON_ID_HINT = (
    "What the telephony system sends. Left empty, an id is made. It can't be changed later."
)
DESCRIPTION_HINT = "For administrators; agents don't see it."
DEFAULT_SCRIPT = "As the default reason"
REQUIRES_OUTCOME = "An outcome is required to save the call"
OUTCOME_REQUIRED = "outcome required"
DEFAULT_REASON = "Default"
MAKE_DEFAULT = "Make default"
MAKE_DEFAULT_HINT = (
    "The default applies to calls that come without a reason or with an unknown one."
)
REMOVE_REASON = "Remove this reason"
REMOVE_OUTCOME = "Remove this outcome"
ALIASES = "Aliases"
NEW_ALIAS = "Another id that means this reason"
ADD_ALIAS = "Add alias"
REASON_CREATED = "The reason is there. The next call can have it."
NO_REASONS_TITLE = "No reasons"
NO_REASONS = "A reason says why somebody calls, and which script the agent sees."
DELETE_REASON_HINT = "No call has had it, so nothing is left of it."
RETIRE_REASON_HINT = (
    "Calls have had it, so it is kept for them and retired: new calls with its id get the default."
)
RECEIVED_REASONS = "Received but not defined"
RECEIVED_REASONS_HINT = (
    "Calls came with these ids, which mean no reason. The default applied to them."
)
DEFINE = "Define"
MAKE_ALIAS = "Make alias of…"
ALIAS_OF = "Alias of"

PUBLISHED = "published"
NOT_PUBLISHED = "not published"
NO_SCRIPTS_TITLE = "No scripts"
NO_SCRIPTS = "A script says what the agent says, page by page."

NEW_FIELD = "New field"
CALL_FIELDS_HINT = "Details that come with a call, in the order in which agents see them."
FIELD_NAME_HINT = "As the telephony system sends it. It can't be changed later."
LABEL_HINT = "As agents read it. Left empty, it is the name."
TYPE_HINT = "A value that does not fit is kept as text and flagged."
FIELD_TYPES = {
    "TEXT": "Text",
    "NUMBER": "Number",
    "DATE": "Date",
    "BOOLEAN": "Yes or no",
    "PHONE_NUMBER": "Phone number",
}
IS_MASKED = "Masked: values are hidden"
IS_IDENTIFIER = "Identifies the caller by the external id of a contact"
MASKED = "masked"
IDENTIFIER = "identifier"
RETIRE_FIELD_HINT = "Calls keep its values. New calls show it no more."
FIELD_CREATED = "The field is declared. The next call shows it."
NO_FIELDS_TITLE = "No call fields"
NO_FIELDS = "Declare a field, and agents see it with its label as soon as a call brings it."

NEW_OUTCOME = "New outcome"
OUTCOMES_HINT = "How a call ended, in the order in which agents choose."
OUTCOME_CREATED = "The outcome is there. Agents can choose it now."
NO_OUTCOMES_TITLE = "No outcomes"
NO_OUTCOMES = "With outcomes, agents say how a call ended."
DELETE_OUTCOME_HINT = "No call was saved with it, so nothing is left of it."
RETIRE_OUTCOME_HINT = (
    "Calls were saved with it, so it is kept for them and retired: agents can't choose it any more."
)

EXPORT = "Export"
IMPORT = "Import…"
IMPORT_TITLE = "Import call management"
IMPORT_HINT = (
    "A file that this page exported here or elsewhere. You see what it changes before it does."
)
IMPORT_FILE = "File"
IMPORT_TEXT = "Or paste its text"
SHOW_CHANGES = "Show changes"
IMPORT_CHANGES = "What the import changes"
IMPORT_NOW = "Import"
IMPORT_EMPTY = "The file holds nothing."
IMPORT_NOUNS = {
    "REASON": "Reason",
    "SCRIPT": "Script",
    "CALL_FIELD": "Call field",
    "OUTCOME": "Outcome",
}
IMPORT_ACTIONS = {"CREATED": "created", "CHANGED": "changed", "LEFT": "left as it is"}
IMPORT_FIELDS = {
    "name": "name",
    "label": "label",
    "type": "type",
    "description": "description",
    "script": "script",
    "aliases": "aliases",
    "pages": "pages",
    "requires_outcome": "required outcome",
    "is_masked": "masked",
    "is_identifier": "identifier",
    "is_default": "default",
    "is_active": "active",
}

SEND_TEST_CALL = "Send a test call"
TEST_CALL_HINT = "It takes the way of a real call and is marked as a test in every list."
AGENT = "Agent"
AGENT_HINT = "The login name of whoever gets the call."
NO_REASON = "None: the default applies"
MORE_DETAILS = "More details"
MORE_DETAILS_HINT = "One on each line: name=value"
SEND = "Send"


def saved(name: str) -> str:
    """Say that a change is stored."""
    return f"{name} is saved."


def deleted(name: str) -> str:
    """Say that something is gone."""
    return f"{name} is deleted."


def retired(name: str) -> str:
    """Say that something is out of use."""
    return f"{name} is retired."


def brought_back(name: str) -> str:
    """Say that something is in use again."""
    return f"{name} is in use again."


def delete_question(name: str) -> str:
    """Ask before something is deleted."""
    return f"Delete {name}?"


def retire_question(name: str) -> str:
    """Ask before something is retired."""
    return f"Retire {name}?"


def yes_or_no(fact: bool) -> str:
    """Answer a question."""
    return YES if fact else NO


def not_published(name: str) -> str:
    """Name a script that agents don't see."""
    return f"{name} (not published)"


def remove_alias(alias: str) -> str:
    """Name the button that removes an alias."""
    return f"Remove alias {alias}"


def found(shown: int, count: int) -> str:
    """Say how many reasons a search finds, and how many of them are shown."""
    return f"{count} found" if shown == count else f"{shown} of {count}; search to see others"


def nothing_found(text: str) -> str:
    """Say that a search finds nothing."""
    return f"No reason has “{text}” in its name, id, aliases or description."


def received(times: int, count: str, first: str, last: str) -> str:
    """Say how often and when an id was received."""
    return f"{count} call, {last}" if times == 1 else f"{count} calls, first {first}, last {last}"


def is_alias_now(alias: str, name: str) -> str:
    """Say what an id means from now on."""
    return f"{alias} means {name} from now on."


def move_up(name: str) -> str:
    """Name the button that moves an entry up."""
    return f"Move {name} up"


def move_down(name: str) -> str:
    """Name the button that moves an entry down."""
    return f"Move {name} down"


def imported(counts: str) -> str:
    """Say what an import did."""
    return f"Imported: {counts}"


def test_call_sent(login_name: str) -> str:
    """Say where a test call went."""
    return f"The test call is on its way to {login_name}."
