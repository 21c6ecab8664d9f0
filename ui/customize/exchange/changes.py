"""What an import changes, written for whoever decides about it."""

from collections import Counter
from collections.abc import Sequence

from reactpy import html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.components.badge import Kind, badge
from ui.customize.exchange.documents import ImportChange

KINDS: dict[str, Kind] = {"CREATED": "good", "CHANGED": "", "LEFT": "ended"}


def counted(changes: Sequence[ImportChange]) -> str:
    """Say how many things an import creates, changes and leaves."""
    counts = Counter(change.action for change in changes)
    return texts.joined(
        *(
            f"{formats.number(counts[action])} {text}"
            for action, text in texts.IMPORT_ACTIONS.items()
            if counts[action]
        )
    )


def change_list(changes: Sequence[ImportChange]) -> VdomDict:
    """List what is created or changed; what is left as it is only counts."""
    differing = [change for change in changes if change.action != "LEFT"]
    return html.section(
        {"aria-label": texts.IMPORT_CHANGES, "class": "import-changes"},
        html.h3(texts.IMPORT_CHANGES),
        html.p({"class": "soft"}, counted(changes) or texts.IMPORT_EMPTY),
        html.ul(*(_change(number, change) for number, change in enumerate(differing))),
    )


def _change(number: int, change: ImportChange) -> VdomDict:
    fields = ", ".join(texts.IMPORT_FIELDS.get(name, name) for name in change.fields)
    return html.li(
        {"key": str(number)},
        badge(texts.IMPORT_ACTIONS[change.action], KINDS[change.action]),
        html.span(f"{texts.IMPORT_NOUNS[change.noun]} "),
        html.strong(change.name),
        html.span({"class": "soft"}, f" {fields}") if fields else "",
    )
