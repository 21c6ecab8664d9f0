"""Texts of many pages."""

PRODUCT = "Callbeacon"
CLOSE = "Close"
PREVIOUS_PAGE = "Previous"
NEXT_PAGE = "Next"
CANCEL = "Cancel"
YES = "Yes"
NO = "No"
KEEP = "Keep"
SAVE = "Save"
DELETE = "Delete"
RETIRE = "Retire"
NAME = "Name"
WHEN = "When"
SOURCE = "Source"


def rows_shown(first: str, last: str, total: str) -> str:
    """Say which rows of how many a table shows."""
    return f"{first} to {last} of {total}"


def loading_failed(message: str) -> str:
    """Say that a part of the page has no data, and why."""
    return f"This could not be loaded. {message}"


def joined(*parts: str) -> str:
    """Put short facts into one line; empty ones are left out."""
    return " · ".join(part for part in parts if part)


def refused(message: str) -> str:
    """Say that something was not done, and why."""
    return f"This was not done. {message}"
