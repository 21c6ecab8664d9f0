"""What saving the call writes to the contact, said before it happens."""

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, use_subscription
from ui.parts import Feed


class WriteBack(Answer, frozen=True):
    """An answer that goes to a field of the contact."""

    field: str
    before: str
    after: str
    is_too_long: bool


class WritesBackAnswer(Answer, frozen=True):
    """The answer to WRITES_BACK."""

    writes_back: tuple[WriteBack, ...]


# By itself: only this line should be rendered when an answer changes.
WRITES_BACK = Document(
    """
    subscription WritesBack($workspace: ID!) {
      writesBack(workspace: $workspace) { field before after isTooLong }
    }
    """,
    WritesBackAnswer,
)


@component
def WritesBack(workspace_id: str, told: Feed[tuple[WriteBack, ...]]) -> VdomDict:
    """Say what will be written, and note in ``told`` that it was said."""
    answer = use_subscription(WRITES_BACK, {"workspace": workspace_id}).answer
    found = () if isinstance(answer, Loading | Failed) else answer.writes_back
    told.put(found)
    written = [each for each in found if not each.is_too_long]
    others = [each for each in found if each.is_too_long]
    if not found:
        return html.fragment()
    return html.div(
        {"class": "writes-back"},
        html.p({"key": "head", "class": "soft"}, texts.SAVING_WRITES) if written else "",
        html.ul({"key": "list"}, *(_line(each) for each in written)) if written else "",
        *(html.p({"key": each.field, "class": "soft"}, _too_long(each)) for each in others),
    )


def shown(told: Feed[tuple[WriteBack, ...]]) -> list[dict[str, str]]:
    """Return what the agent was told, as ``saveCallRecord`` takes it."""
    return [{"field": each.field, "before": each.before} for each in told.value or ()]


def _line(each: WriteBack) -> VdomDict:
    return html.li(
        {"key": each.field},
        html.span(texts.writes(texts.CONTACT_PARTS[each.field])),
        html.strong({"dir": "auto"}, each.after),
        html.span({"class": "soft", "dir": "auto"}, texts.instead_of(each.before))
        if each.before
        else "",
    )


def _too_long(each: WriteBack) -> str:
    return texts.too_long_for(texts.CONTACT_PARTS[each.field])
