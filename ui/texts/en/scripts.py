"""Texts of Customize > Call Management > Scripts."""

from collections.abc import Iterator
from itertools import count

from ui.texts.en.shared import joined

SCRIPTS_HINT = (
    "A script leads an agent through a call, page by page; the answers choose the next page. "
    "A call reason decides which script is shown."
)
NO_SCRIPTS_YET = "No scripts yet"
NEW_SCRIPT = "New script"
STATE = "State"
USED_BY = "Used by reasons"
NO_REASON_SHOWS_IT = "none"
WHAT_TO_DO = "Actions"
DUPLICATE = "Duplicate"
RENAME = "Rename"
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
PAGE_LANGUAGE = "Language of this page"
LANGUAGE_NOT_SAID = "Not said"
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


def edited_page(number: int, total: int) -> str:
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
