"""Texts of the desktop and its workspaces."""

# The desktop
INBOUND_CALLS = "Inbound calls"
NO_CALLS_TITLE = "No open calls"
NO_CALLS = (
    "When you answer the phone, the telephone icon flashes at the top. One click opens the call."
)
CONNECTED = "Connected: calls reach this page at once."
NOT_CONNECTED = "Not connected: calls will show here when the connection is back."
ALERTS_ARE_ON = "Sound and notifications are on."
ALERTS_ARE_OFF = (
    "Sound and notifications are off: see “Turn on sound and notifications” in the toolbar."
)
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
AMEND = "Amend"
AMEND_TITLE = "Amend the call record"
SAVE_AMENDMENT = "Save"
TYPED_BEFORE = "What you had typed is here again. It is not saved yet."
REOPEN = "Reopen"
DISCARDED = "Discarded"

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


def as_received(number: str) -> str:
    """Say how a number came."""
    return f"as received: {number}"


def turn_value(label: str, is_shown: bool) -> str:
    """Name the button that shows or hides a masked value."""
    return f"Hide {label}" if is_shown else f"Show {label}"


def newest_shown(count: int) -> str:
    """Say that there is more than a list can show."""
    return f"These are the newest {count}."
