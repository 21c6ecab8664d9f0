"""Texts of the page of calls."""

CALLS = "Calls"
NOT_FOR_CALLS_TITLE = "No calls for you yet"
NOT_FOR_CALLS = (
    "To see calls you need the privilege gCallUser, or gCallSupervisor for those of a team. "
    "Ask a system administrator for it."
)

# Filters
FILTERS = "Filters"
FROM_DAY = "From"
TO_DAY = "To"
AGENT_OF_CALL = "Agent"
ANYBODY = "Anybody"
ANY_REASON = "Any reason"
ANY_OUTCOME = "Any outcome"
NUMBER_FILTER = "Number"
NUMBER_FILTER_HINT = "Number or last digits"
NO_LONGER_LISTED = "No longer listed"
APPLY = "Show"
CLEAR_FILTERS = "Clear filters"
EXPORT_CALLS = "Export as CSV"

# Lists
LIST_OF_CALLS = "Calls, the newest first"
LIST_OF_UNOPENED = "Unopened calls, the newest first"
STATE_OF_CALL = "State"
WAITING = "Waiting"
NOT_OPENED = "Not opened"
IS_OPEN = "Open"
NOT_SAVED = "Not saved"
TEST_CALL = "test call"
NO_CALLS_YET_TITLE = "No calls yet"
NO_CALLS_YET = "Every call that the telephony system reports shows here at once."
NO_CALLS_FOUND_TITLE = "No calls found"
NO_CALLS_FOUND = "No call fits all of these filters."
ALL_OPENED_TITLE = "Every call has been opened"
ALL_OPENED = "Calls that nobody has clicked on yet show here, those that ended before it too."
PAGES_OF_CALLS = "Pages of calls"
NEWEST = "Newest"
OLDER = "Older"

# Follow-ups
FOLLOW_UPS = "Follow-ups"
OVERDUE = "Overdue"
TODAY = "Today"
COMING = "In the next 7 days"
FOLLOW_UP_DONE = "Done"
NO_FOLLOW_UPS_TITLE = "Nothing to follow up"
NO_FOLLOW_UPS = "A follow-up that you set when you save a call shows here a week before its day."

# One call
DETAILS_OF_CALL = "Call"
OPEN_WORKSPACE = "Open workspace"
NO_SUCH_CALL = "This call is not there, or not yours to see."
NUMBER_OF_CALL = "Number"
BEGAN = "Began"
CLICKED = "Clicked"
OPENED = "Opened"
CALL_ENDED = "Ended"
SAVED_AT = "Saved"
TALK_TIME = "Talk time"
STILL_RUNNING = "still running"
EARLIER_CALL = "Transferred from"
LATER_CALL = "Continued in"
ANOTHER_CALL = "Show that call"
NO_RECORD = "No call record was saved."
SAVED_BY = "Saved by"
ANSWERS = "Answers"
WAY_OF_CALL = "Trace"
NO_TRACE = "No message told of this call."
STEPS = {
    "RECEIVED": "received",
    "ANNOUNCED": "announced",
    "NO_BEACON": "no beacon",
    "DELIVERED": "delivered",
    "SHOWN": "shown",
    "CLICKED": "clicked",
}
EFFECTS = {
    "STARTED": "",
    "REPEATED": "a repeat",
    "UPDATED": "with new details",
    "ENDED": "the end of the call",
    "NOTHING_RUNNING": "an end, with nothing running",
    "LATE": "too late to change anything",
    "REMEMBERED": "the end, before the beginning",
    "ENDED_BEFORE_IT_BEGAN": "the beginning, after the end",
}
NO_BEACON_CAUSES = {"NOT_A_CALL_USER": "the agent lacks the privilege gCallUser"}


def reason_received(reason_id: str) -> str:
    """Say which reason id came with the call."""
    return f"received as {reason_id}"


def step_with(step: str, more: str) -> str:
    """Name a step and say more about it."""
    return f"{step} ({more})" if more else step


def step_on_pages(step: str, pages: int) -> str:
    """Name a step that several pages took part in."""
    return f"{step} on {pages} pages" if pages > 1 else step


def after_milliseconds(count: str) -> str:
    """Say how long after the first step another one was."""
    return f"+{count} ms"


def after_seconds(count: str) -> str:
    """Say the same of more than a second."""
    return f"+{count} s"


def after(length: str) -> str:
    """Say the same of a minute and more, as a clock does."""
    return f"+{length}"


def due_on(day: str) -> str:
    """Say for which day a follow-up is set."""
    return f"due {day}"


def done_with(name: str) -> str:
    """Name the button that takes a follow-up off the list."""
    return f"Done with {name}"


def open_call_of(name: str) -> str:
    """Name the button that opens the workspace of a call."""
    return f"Open the call of {name}"


def follow_up_due(day: str) -> str:
    """Say when a record is to be followed up."""
    return f"follow-up on {day}"
