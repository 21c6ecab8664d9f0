"""Texts of the page of contacts and of their import."""

CONTACTS_PAGE = "Contacts"
CONTACTS_NEED_TITLE = "Contacts are for call users"
CONTACTS_NEED = "You need the privilege gCallUser to see this page."
SEARCH_CONTACTS = "Search contacts"
SEARCH_CONTACTS_HINT = "Name, company, number or external id"
NEW_CONTACT = "New contact"
IMPORT_CONTACTS = "Import"
NO_CONTACTS_TITLE = "No contacts yet"
NO_CONTACTS = "Import them from a file, or create the first one by hand."
NO_CONTACT_FOUND_TITLE = "Nobody found"
NO_CONTACT_FOUND = (
    "Check the spelling, or try a part of the name or the last seven digits of a number."
)
CHOOSE_CONTACT_TITLE = "No contact chosen"
CHOOSE_CONTACT = "Choose one from the list to see its numbers and earlier calls."
CONTACT_GONE_TITLE = "Contact not found"
CONTACT_GONE = "It may have been removed, or the address is mistyped."
BACK_TO_CONTACTS = "Back to contacts"
NEWEST_CONTACTS = "Newest contacts"
CONTACTS_FOUND = "Contacts found"
CONTACT_FACTS = "Contact details"
NO_NUMBER_YET = "No number yet."
EXTERNAL_ID = "External id"
COMPANY = "Company"
CONTACT_LINK = "Link"
EDIT_CONTACT = "Edit contact"
CONTACT_CREATED = "The contact was created."
CONTACT_SAVED = "The contact was saved."
CONTACT_FIELDS = {
    "firstName": "First name",
    "lastName": "Last name",
    "company": "Company",
    "email": "E-mail",
    "externalId": "External id",
    "link": "Link",
}
EXTERNAL_ID_HINT = "The id in another system; an account number that a caller types finds it."
LINK_HINT = "Where another system shows the contact. It begins with https://."
NUMBER_KIND = "Kind"
NUMBER_KINDS = {"MOBILE": "Mobile", "WORK": "Work", "HOME": "Home", "OTHER": "Other"}
EXTENSION = "Extension"
EDIT_NUMBER = "Edit number"
NEW_NUMBER = "Add number"
REMOVE_NUMBER = "Remove"
REMOVE_NUMBER_HINT = "A caller with this number is no longer recognised as this contact."
NUMBER_REMOVED = "The number was removed."
NUMBER_SAVED = "The number was saved."

# Merging
MERGE_CONTACT = "Merge…"
MERGE_TITLE = "Merge with another contact"
MERGE_HINT = "Find the contact that is the same person or company."
MERGE_WITH_ITSELF = "This is the contact itself. Choose another one."
MERGE_PREVIEW = "What is kept"
MERGE_FIELD = "Field"
MERGE_RESULT = "Becomes"
MERGE_DROPPED = "Dropped"
MERGE_SWAP = "Keep the other one"
MERGE_NOW = "Merge contacts"
MERGE_FOREVER = (
    "Calls and records move over too, and an external id of the other one leads here from then on. "
    "This can't be undone."
)
CONTACTS_MERGED = "The contacts were merged."

# Import
IMPORT_CONTACTS_TITLE = "Import contacts"
IMPORT_CONTACTS_HINT = (
    "A CSV file with a heading, or vCards; at most 50 MiB. "
    "Nothing is imported before you have seen the columns."
)
CONTACTS_FILE = "File"
READING_FILE = "The file is being read…"
FILE_NOT_SENT = "The file could not be sent. Check the connection and choose it again."
EARLIER_IMPORTS = "Earlier imports"
IMPORT_STATUSES = {
    "READY": "not started",
    "RUNNING": "running",
    "DONE": "done",
    "CANCELLED": "cancelled",
}
COLUMN = "Column"
COLUMN_GOES_TO = "Goes to"
COLUMN_SAMPLES = "First rows"
PASSED_OVER = "(not imported)"
IMPORT_COLUMN_FIELDS = {
    "FIRST_NAME": "First name",
    "LAST_NAME": "Last name",
    "FULL_NAME": "Full name",
    "COMPANY": "Company",
    "EMAIL": "E-mail",
    "EXTERNAL_ID": "External id",
    "LINK": "Link",
    "PHONE": "Number",
    "MOBILE_PHONE": "Mobile number",
    "WORK_PHONE": "Work number",
    "HOME_PHONE": "Home number",
}
IMPORT_RULE = (
    "A row with an external id that is here brings that contact up to date: cells with text replace, "
    "numbers are added, nothing is removed. A row that was imported before adds no second contact."
)
START_IMPORT = "Start import"
CANCEL_IMPORT = "Cancel import"
DISCARD_FILE = "Discard file"
IMPORT_PROGRESS = "Import of contacts"
IMPORT_GOES_ON = "You can leave this page; the import goes on, and calls come first."
IMPORT_ANOTHER = "Import another file"
IMPORT_DONE_TITLE = "Import done"
IMPORT_CANCELLED_TITLE = "Import cancelled"
IMPORT_RUNNING_TITLE = "Importing"
IMPORT_READY_TITLE = "Check the columns"
IMPORT_CANCELLED_HINT = "What was imported until then stays."
IMPORT_COUNTS = {
    "added": "Added",
    "updated": "Brought up to date",
    "unchanged": "Already there",
    "skipped": "Skipped",
}
SKIPPED_ROWS = "Skipped rows"
SKIPPED_ROW = "Row"
SKIPPED_CAUSE = "Cause"
SKIPPED_CONTENT = "What it says"
DOWNLOAD_SKIPPED = "Download all skipped rows"
IMPORT_GONE = "This import is not there any more."


def unnamed_column(place: str) -> str:
    """Name a column without a heading."""
    return f"Column {place}"


def field_of_column(name: str) -> str:
    """Name the choice of a column for those who go from field to field."""
    return f"Field for {name}"


def with_extension(extension: str) -> str:
    """Say which extension a number goes on to."""
    return f" ext. {extension}"


def remove_number_question(number: str) -> str:
    """Ask before a number goes."""
    return f"Remove {number}?"


def merge_heading(kept: str, gone: str) -> str:
    """Say which of two contacts stays."""
    return f"{kept} stays, {gone} becomes part of it"


def rows_of_file(rows: str, encoding: str) -> str:
    """Say how large a file is and how it was read."""
    return f"{rows} rows, read as {encoding}"


def rows_done(done: str, total: str) -> str:
    """Say how far an import is."""
    return f"{done} of {total} rows"


def percent_done(percent: str) -> str:
    """Say now and then, to those who can't see it, how far an import is."""
    return f"{percent} % imported"


def first_skipped(shown: str, total: str) -> str:
    """Say that not all skipped rows are on screen."""
    return f"The first {shown} of {total} are shown."


def sent_by(name: str, when: str) -> str:
    """Say who sent a file, and when."""
    return f"{name}, {when}"


def contacts_on_page(count: str) -> str:
    """Say how many contacts a page of the list has."""
    return "1 contact" if count == "1" else f"{count} contacts"


def stored_meanwhile(fields: str) -> str:
    """Say that somebody else saved first, and what."""
    return (
        f"Somebody else has changed this meanwhile. Stored now: {fields}. Save again to replace it."
    )
