"""The question why there was no pop: each cause in a plain sentence, and what to do next."""

from collections.abc import Sequence
from datetime import UTC, datetime

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.addresses import Asked, search_form
from ui.administration.messages.documents import WHY, Finding
from ui.administration.reading import not_there
from ui.client import Failed, Loading, use_query
from ui.components.field import text_field

AGENT, NUMBER, TIME = "why-agent", "why-number", "why-time"
MOST_SHOWN = 3
GOOD = {"SHOWN", "CLICKED"}
HARMLESS = {"NUMBER_NOT_READ", "REPEAT", "UPDATE"}


@component
def Why(asked: Asked) -> VdomDict:
    """Ask for the agent or the number, and for the time; answer below."""
    is_asked = bool(asked(AGENT) or asked(NUMBER))
    now, _ = use_state(lambda: datetime.now(UTC))
    return html.section(
        {"class": "why", "aria-labelledby": "why"},
        html.h3({"id": "why"}, texts.WHY_NO_POP),
        html.p({"class": "soft"}, texts.WHY_HINT),
        search_form(
            "log",
            text_field(AGENT, texts.AGENT, defaultValue=asked(AGENT), spellcheck="false"),
            text_field(NUMBER, texts.NUMBER, defaultValue=asked(NUMBER), inputMode="tel"),
            text_field(
                TIME,
                texts.ABOUT_WHEN,
                type="datetime-local",
                defaultValue=asked(TIME) or formats.time_to_type(now),
            ),
            label=texts.WHY_NO_POP,
            agree=texts.FIND_OUT,
            found=asked.some(AGENT, NUMBER),
        ),
        Findings(asked, formats.typed_time(asked(TIME)) or now) if is_asked else "",
    )


@component
def Findings(asked: Asked, around: datetime) -> VdomDict:
    """Show what was found, what matters most first."""
    variables = {
        "around": around.isoformat(),
        "loginName": asked(AGENT) or None,
        "phoneNumber": asked(NUMBER) or None,
    }
    answer = use_query(WHY, variables).answer
    if isinstance(answer, Loading | Failed):
        return not_there(answer)
    return html.ol(
        {"class": "findings-list", "aria-label": texts.POP_FINDINGS},
        *(_said(*said, findings) for said, findings in _together(answer.why_no_pop).items()),
    )


def _together(findings: Sequence[Finding]) -> dict[tuple[str, str, str], list[Finding]]:
    """Put together what the same sentence says, in the order of the first of each."""
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for each in findings:
        sentence, advice = texts.POP_CAUSES.get(each.cause, (each.cause, ""))
        detail = each.detail or texts.UNKNOWN
        said = (
            each.cause,
            sentence.replace("{detail}", detail),
            advice.replace("{detail}", detail),
        )
        found.setdefault(said, []).append(each)
    return found


def _said(cause: str, sentence: str, advice: str, findings: Sequence[Finding]) -> VdomDict:
    abouts = [about for each in findings if (about := _about(each))]
    rest = len(abouts) - MOST_SHOWN
    return html.li(
        {"key": sentence, "data-kind": _kind(cause)},
        html.p(html.strong(sentence)),
        html.p(advice) if advice else "",
        *(
            html.p({"key": str(number), "class": "soft"}, about)
            for number, about in enumerate(abouts[:MOST_SHOWN])
        ),
        html.p({"class": "soft"}, texts.and_more(formats.number(rest))) if rest > 0 else "",
    )


def _about(finding: Finding) -> str:
    message = finding.message
    if message is None:
        return texts.times(formats.number(finding.times)) if finding.times > 1 else ""
    return texts.joined(
        formats.date_and_exact_time(message.received_at),
        message.agent or message.login_name or "",
        message.phone_number or "",
        message.source or "",
    )


def _kind(cause: str) -> str:
    if cause in GOOD:
        return "good"
    return "" if cause in HARMLESS else "cause"
