"""Every text on screen in English. A second language is a second file with these names."""

from collections.abc import Iterator
from itertools import count

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
    "externalId": "External id",
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

# The script of a call
BACK = "Back"
NEXT = "Next"
YES = "Yes"
NO = "No"
NO_ANSWER = "No answer"
REQUIRED_MARK = "required"
MISSING_ANSWER = "This needs an answer."
WRONG_ANSWER = "This answer is not one of the choices."
WRONG_ANSWERS = {
    "NUMBER": "This is no number. Write it as 12.5.",
    "DATE": "This is no day. Choose one.",
    "YES_NO": "Answer yes or no.",
}
ANSWER_NOT_SAVED = "The page stays: an answer could not be saved. If another tab changed it, choose which text stays."

# What saving writes to the contact
SAVING_WRITES = "Saving writes to the contact:"
CONTACT_CHANGED = (
    "Not saved yet: what saving writes to the contact has changed. Look at it, and save again."
)

# Continuing a call that broke off
CONTINUE_THERE = "Continue in the open call"
CALLED_BEFORE = "This caller was cut off a moment ago; that call is still open."

# Opening by itself
OPENS_AUTOMATICALLY = "Open calls by themselves"
OPENING = {"": "As the site does", "yes": "Yes", "no": "No"}

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


def writes(field: str) -> str:
    """Say which field of the contact gets the text that follows."""
    return f"{field} → "


def instead_of(text: str) -> str:
    """Say what a field held before."""
    return f" instead of {text}"


def too_long_for(field: str) -> str:
    """Say that an answer stays in the record alone."""
    return f"{field}: the answer is too long for the contact and stays in the call record."


def progress(position: int, total: int) -> str:
    """Say shortly which page of how many it is."""
    return f"{position} / {total}"


def page_of(position: int, total: int) -> str:
    """Say which page of how many it is, to be read aloud."""
    return f"Page {position} of {total}"


def page_number(position: int) -> str:
    """Name a page that has no title."""
    return f"Page {position}"


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


# Customize > Call Management > Scripts
CALL_MANAGEMENT = "Call Management"
SCRIPTS = "Scripts"
SCRIPTS_HINT = (
    "A script leads an agent through a call, page by page; the answers choose the next page. "
    "A call reason decides which script is shown."
)
NO_SCRIPTS_YET = "No scripts yet"
NEW_SCRIPT = "New script"
NAME = "Name"
STATE = "State"
USED_BY = "Used by reasons"
NO_REASON_SHOWS_IT = "none"
WHAT_TO_DO = "Actions"
DUPLICATE = "Duplicate"
RENAME = "Rename"
RETIRE = "Retire"
DELETE = "Delete"
CANCEL = "Cancel"
SAVE = "Save"
SCRIPT_PUBLISHED = "Published"
SCRIPT_NOT_PUBLISHED = "Not published"
DRAFT = "Draft"
RETIRE_EXPLAINED = (
    "Calls that open from now on show the default reason's script. Running calls keep theirs."
)
DELETE_EXPLAINED = "Its pages and versions are gone for good. A script in use can only be retired."
ALL_SCRIPTS = "All scripts"
SCRIPT_NAME = "Script name"
DISCARD_DRAFT = "Discard draft"
DISCARD_DRAFT_ASKED = "Discard the draft?"
DRAFT_IS_LOST = "Everything changed since the last version is lost."
PUBLISH = "Publish"
NOTHING_TO_PUBLISH = "Nothing has changed since the last version."
IS_PUBLISHED = "Published. The next call shows it."
IS_PUBLISHED_UNUSED = "Published. Choose it at a call reason, so that calls show it."
FLOW = "Pages and branches"
UNREACHABLE = "Unreachable"
NEVER_ENDS = "Never ends"
END_OF_SCRIPT = "End of the script"
OTHERWISE = "otherwise"
ADD_PAGE = "Add page"
NEW_PAGE = "A new page"
PAGE_BEING_EDITED = "Page being edited"
PAGE_TITLE = "Page title"
PAGE_TITLE_HINT = "Such as Greeting"
PAGE_THAT_IS_MISSING = "a page that is missing"
PAGE_IS_GONE = "Somebody else has deleted this page. Whatever you type puts it back."
PUT_IT_BACK = "Put it back"
MOVE_PAGE_UP = "Move page up"
MOVE_PAGE_DOWN = "Move page down"
DELETE_PAGE = "Delete page"
PAGE_IS_LOST = "Its text, questions and branches are lost."
TEXT = "Text"
TEXT_HINT = "Good morning {{ contact.first_name }}, thank you for calling."
TEXT_HELP = "What the agent says. **bold**, # heading, - list, > word for word, {{ merges data."
INSERT_MERGE_FIELD = "Insert merge field"
MERGE_FIELDS = "Merge fields"
FIELDS_OFFERED = "{count} merge fields. Arrow keys choose, Enter inserts."
QUESTIONS = "Questions"
ADD_QUESTION = "Add question"
QUESTION = "Question"
QUESTION_HINT = "Such as Is the amount disputed?"
ANSWERED_BY = "Answered by"
QUESTION_TYPES = {
    "TEXT": "A line of text",
    "LONG_TEXT": "Several lines",
    "NUMBER": "A number",
    "DATE": "A date",
    "YES_NO": "Yes or no",
    "CHOICE": "One choice",
    "SEVERAL_CHOICES": "Several choices",
}
REQUIRED = "Required"
CHOICES = "Choices"
CHOICES_HELP = "One a line. With “value = text” the text is shown and the value is kept."
MORE = "More"
HELP = "Help for the agent"
DEFAULT_ANSWER = "Answer at first"
DEFAULT_HELP = {
    "TEXT": "",
    "LONG_TEXT": "",
    "NUMBER": "Such as 12.5",
    "DATE": "Such as 2027-01-31",
    "YES_NO": "yes or no",
    "CHOICE": "The value of a choice",
    "SEVERAL_CHOICES": "The value of a choice",
}
PREFILL = "Filled in from"
WRITE_BACK = "Written back to"
NONE = "–"
MERGES_AS = "In texts the answer is "
NEXT_PAGES = "What comes next"
ADD_BRANCH = "Add branch"
BRANCHES_NEED_QUESTIONS = "A branch depends on an answer: add a question first."
ADD_CONDITION = "Add condition"
ALWAYS_LEADS = "Always, whatever the answers."
IF = "If"
AND_IF = "And if"
COMPARISON = "Comparison"
VALUE = "Value"
GO_TO = "Go to"
OTHERWISE_GO_TO = "Otherwise go to"
AFTER_THIS_PAGE = "After this page"
YES = "Yes"
NO = "No"
OPERATORS = {
    "EQUALS": "is",
    "NOT_EQUALS": "is not",
    "CONTAINS": "contains",
    "LESS": "is less than",
    "GREATER": "is greater than",
    "ANSWERED": "is answered",
    "NOT_ANSWERED": "is not answered",
}
OPERATOR_SIGNS = {
    "EQUALS": "=",
    "NOT_EQUALS": "≠",
    "CONTAINS": "contains",
    "LESS": "<",
    "GREATER": ">",
    "ANSWERED": "is answered",
    "NOT_ANSWERED": "is not answered",
}
FINDINGS_TITLE = "Findings"
FINDINGS = {
    "NO_PAGES": "The script has no pages.",
    "DUPLICATE_PAGE": "Two pages have the id {subject}.",
    "BROKEN_TEXT": "The text can’t be merged: {subject}",
    "UNKNOWN_MERGE_FIELD": "There is no merge field {subject}.",
    "NO_LABEL": "A question has no text.",
    "DUPLICATE_QUESTION": "Two questions have the id {subject}.",
    "NO_OPTIONS": "A question has no choices.",
    "DUPLICATE_OPTION": "The choice “{subject}” stands there twice.",
    "WRONG_DEFAULT": "“{subject}” does not answer its question.",
    "UNKNOWN_PREFILL": "A question is filled in from {subject}, which does not exist.",
    "UNKNOWN_WRITE_BACK": "A question is written back to {subject}, which can’t be written to.",
    "MISSING_PAGE": "A branch leads to a page that is not there.",
    "UNKNOWN_QUESTION": "A branch asks for a question that is not there.",
    "WRONG_VALUE": "A branch compares with “{subject}”, which does not answer its question.",
    "ENDLESS_LOOP": "No way leads from here to the end: agents would go round for ever.",
    "UNREACHABLE_PAGE": "No way leads to this page.",
    "UNREACHABLE_BRANCH": "A branch is never tried, since one before it always leads.",
    "UNDECLARED_DETAIL": "No call field {subject} is declared; it may be empty.",
    "EMPTY_PAGE": "The page is empty.",
}
VERSIONS = "Versions"
VERSION_STATES = {"DRAFT": "Draft", "PUBLISHED": "Published", "RETIRED": "Past"}
CAME_WITH_IT = "Callbeacon"
RETURN_TO_THIS = "Return to this"
RETURN = "Return"
RETURN_EXPLAINED = "The draft becomes what that version was. What the draft holds now is lost."
PREVIEW = "Preview"
PREVIEW_CALLER = "Caller in the preview"
PREVIEW_CALLERS = {"MADE_UP": "Maria Silva (made up)", "UNKNOWN": "An unknown caller"}
PREVIEW_CALL = "Number and details of the call"
PREVIEW_DETAILS = "Details"
PREVIEW_DETAILS_HINT = "account_number = 1001"
BACK_TO_EDITED = "Back to the page being edited"
HELD_BACK = "“Next” waits for the required answers."
DOES_NOT_FIT = "This does not answer the question."
TWO_TEXTS = "Somebody else has changed this text at the same time. Which one stays?"
TYPED_BY_SOMEBODY_ELSE = "Typed by somebody else"


def new_script_names() -> Iterator[str]:
    """Name a new script: the first of these names that is free."""
    yield NEW_SCRIPT
    for number in count(2):
        yield f"{NEW_SCRIPT} {number}"


def named_action(action: str, name: str) -> str:
    """Name a button of a row with what the row is about."""
    return f"{action} {name}"


def rename_asked(name: str) -> str:
    """Ask for another name."""
    return f"Rename “{name}”"


def retire_asked(name: str) -> str:
    """Ask whether a script goes out of force."""
    return f"Retire “{name}”?"


def delete_asked(name: str) -> str:
    """Ask whether a script goes for good."""
    return f"Delete “{name}”?"


def delete_page(title: str) -> str:
    """Ask whether a page goes."""
    return f"Delete the page “{title}”?"


def return_asked(number: int) -> str:
    """Ask whether the draft becomes an older version."""
    return f"Return to version {number}?"


def return_to(number: int) -> str:
    """Name the button that asks so."""
    return f"Return to version {number}"


def untitled_page(number: int) -> str:
    """Name a page without a title."""
    return f"Page {number}"


def numbered(number: int, title: str) -> str:
    """Name a page with its place."""
    return f"{number}. {title}"


def page_of(number: int, total: int) -> str:
    """Say which page is being edited."""
    return f"Page {number} of {max(number, total)}"


def position(number: int, total: int) -> str:
    """Say how far a page of a script is."""
    return f"{number} / {total}"


def following_page(title: str) -> str:
    """Name the page that follows where nothing else is chosen."""
    return f"What follows: {title}"


def question_number(number: int) -> str:
    """Name one of a page's questions."""
    return f"Question {number}"


def branch_number(number: int) -> str:
    """Name one of a page's branches."""
    return f"Branch {number}"


def condition_number(number: int) -> str:
    """Name one of a branch's conditions."""
    return f"Condition {number}"


def version_number(number: int) -> str:
    """Name a version."""
    return f"Version {number}"


def versions(number: int) -> str:
    """Name the list of versions with how many there are."""
    return f"Versions ({number})"


def up(name: str) -> str:
    """Name a button that moves something up."""
    return f"Move {name} up"


def down(name: str) -> str:
    """Name a button that moves something down."""
    return f"Move {name} down"


def remove(name: str) -> str:
    """Name a button that takes something out."""
    return f"Remove {name}"


def required(label: str) -> str:
    """Mark a question that needs an answer."""
    return f"{label} (required)"


def named(description: str, name: str) -> str:
    """Describe a merge field with its name."""
    return f"{description} ({name})"


def answer_to(label: str) -> str:
    """Describe the merge field of an answer."""
    return f"The answer to “{label}”"


def did_you_mean(name: str) -> str:
    """Offer a name like the one that was typed."""
    return f"Did you mean {name}?"


def if_all(*conditions: str) -> str:
    """Say when a branch leads."""
    return f"if {' and '.join(conditions)}"


def errors(number: int) -> str:
    """Say how many errors a page has."""
    return "1 error" if number == 1 else f"{number} errors"


def script_findings(errors: int, warnings: int) -> str:
    """Say what was found in a script."""
    parts = [f"{errors} to mend before publishing"] if errors else []
    return joined(*parts, *([f"{warnings} worth a look"] if warnings else []))


def not_done(message: str) -> str:
    """Say that a change was not made, and why."""
    return f"Not done. {message}"


def no_preview(message: str) -> str:
    """Say that the page can't be shown, and why."""
    return f"No preview. {message}"
