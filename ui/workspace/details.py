"""The additional details of a call: the declared ones, then under "Other" those that nobody declared."""

from collections.abc import Iterable, Sequence

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.callers import written_number
from ui.client import Answer, Failed, Loading, use_subscription
from ui.components.badge import badge
from ui.frame import ME
from ui.workspace.masked import REVEAL_MASKED, MaskedValue

LINE = "line_dialled"
VERIFIED = "verified_by_ivr"
YES = "yes"
SHOWN_AT_ONCE = 8


class Detail(Answer, frozen=True):
    """One additional detail."""

    name: str
    label: str
    value: str
    is_masked: bool
    is_declared: bool
    is_flagged: bool

    @property
    def written(self) -> str:
        """Write the value as people do."""
        return written_number(self.value) or self.value

    @property
    def is_verification(self) -> bool:
        """Say whether it says that the IVR knows the caller."""
        is_clear = self.is_declared and not self.is_flagged and not self.is_masked
        return self.name == VERIFIED and self.value == YES and is_clear


def verified(details: Iterable[Detail]) -> list[Detail]:
    """Return what is shown as a badge."""
    return [each for each in details if each.is_verification]


def line_dialled(details: Iterable[Detail]) -> Detail | None:
    """Return which of our numbers was called, where it can be shown as it is."""
    plain = (each for each in details if each.name == LINE)
    return next((each for each in plain if not (each.is_masked or each.is_flagged)), None)


@component
def Details(call_id: str, details: tuple[Detail, ...]) -> VdomDict | Component:
    """Show the details that stand nowhere else yet; masked values to those who may see them."""
    answer = use_subscription(ME).answer
    me = None if isinstance(answer, Loading | Failed) else answer.me
    may_reveal = me is not None and REVEAL_MASKED in me.privileges
    line = line_dialled(details)
    shown = [each for each in details if not each.is_verification and each is not line]
    declared = [each for each in shown if each.is_declared]
    others = [each for each in shown if not each.is_declared]
    return html.fragment(
        _list("declared", call_id, declared, may_reveal=may_reveal),
        html.h4({"key": "other-head", "class": "eyebrow"}, texts.OTHER_DETAILS) if others else "",
        _list("other", call_id, others, may_reveal=may_reveal),
    )


def _list(key: str, call_id: str, details: Sequence[Detail], *, may_reveal: bool) -> VdomDict | str:
    """Show the first ones, and the rest behind their number."""
    if not details:
        return ""
    first, rest = details[:SHOWN_AT_ONCE], details[SHOWN_AT_ONCE:]
    rows = [_row(call_id, each, may_reveal=may_reveal) for each in (*first, *rest)]
    return html.div(
        {"key": key},
        html.dl(*_parts(rows[: len(first)])),
        html.details(
            html.summary(texts.more_details(len(rest))), html.dl(*_parts(rows[len(first) :]))
        )
        if rest
        else "",
    )


def _parts(rows: Iterable[tuple[VdomDict, VdomDict]]) -> Iterable[VdomDict]:
    return (part for row in rows for part in row)


def _row(call_id: str, detail: Detail, *, may_reveal: bool) -> tuple[VdomDict, VdomDict]:
    if detail.is_masked and may_reveal:
        value: VdomDict | Component = html.div(
            {"key": detail.name}, MaskedValue(call_id, detail.name, detail.label, detail.value)
        )
    else:
        value = html.span({"key": "value", "dir": "auto"}, detail.written)
    return (
        html.dt({"key": f"{detail.name}:label", "dir": "auto"}, detail.label),
        html.dd(
            {"key": detail.name},
            value,
            badge(texts.UNEXPECTED_VALUE, "danger") if detail.is_flagged else "",
        ),
    )
