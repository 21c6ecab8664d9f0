"""Texts of Customize > Call Management."""

from ui.texts.en.shared import NO, YES

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
EDIT = "Edit"
ADD = "Add"
DELETE_ASKING = "Delete…"
BRING_BACK = "Bring back"
USE = "Use"
ID = "Id"
LABEL = "Label"
TYPE = "Type"
DESCRIPTION = "Description"
SCRIPT = "Script"
IS_ACTIVE = "Active"
RETIRED = "retired"
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
IS_DEFAULT = "Default"
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
SEND_A_TEST_CALL = "Send a test call"
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
