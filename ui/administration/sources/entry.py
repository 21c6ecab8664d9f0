"""One telephony source in the list."""

from collections.abc import Callable

from reactpy import component, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.sources.documents import (
    RENEW,
    REVOKE,
    TelephonySource,
    TelephonySourceWithToken,
)
from ui.administration.sources.form import SourceForm
from ui.components.addressing import Addressed
from ui.components.asking import Asking, Question
from ui.components.badge import badge
from ui.components.changing import OwnChanges
from ui.components.editing import element_id, opener_button
from ui.components.facts import fact
from ui.components.notices import Notices


@component
def SourceEntry(
    source: TelephonySource,
    opened: Addressed,
    own: OwnChanges,
    *,
    refetch: Callable[[], None],
    notices: Notices,
    got_token: Callable[[TelephonySourceWithToken], None],
) -> VdomDict:
    """Show a source, and what can be done about it while it is open."""
    opener, name = element_id("edit-source", source.id), element_id("source", source.id)
    is_open = source.id in opened.values
    return html.fragment(
        html.div(
            {"class": "entry-head"},
            html.div(
                {"class": "entry-name"},
                html.h3({"id": name}, source.name),
                badge(texts.REVOKED, "danger") if source.revoked_at else "",
            ),
            _facts(source),
            opener_button(
                texts.EDIT,
                opener,
                lambda _: opened.toggle(source.id),
                **{"aria-expanded": str(is_open).lower(), "aria-describedby": name},
            ),
        ),
        html.div(
            {"key": "body", "class": "entry-body"},
            SourceForm(
                source, own, refetch, notices, opener=opener, close=lambda: opened.close(source.id)
            ),
            Token(source, refetch, notices, got_token),
        )
        if is_open
        else "",
    )


@component
def Token(
    source: TelephonySource,
    refetch: Callable[[], None],
    notices: Notices,
    got_token: Callable[[TelephonySourceWithToken], None],
) -> VdomDict:
    """Take the token away, or give another one."""

    def revoked(_: object) -> None:
        refetch()
        notices.say(texts.source_revoked(source.name))

    renewing = Question(
        name="renew",
        label=texts.NEW_TOKEN_ASKING,
        question=texts.renew_question(source.name),
        explanation=texts.RENEW_HINT,
        agree=texts.NEW_TOKEN,
    )
    revoking = Question(
        name="revoke",
        label=texts.REVOKE_ASKING,
        question=texts.revoke_question(source.name),
        explanation=texts.REVOKE_SOURCE_HINT,
        agree=texts.REVOKE,
    )
    return html.section(
        {"key": "token", "class": "entry-more", "aria-label": texts.TOKEN},
        html.h4({"class": "eyebrow"}, texts.TOKEN),
        html.div({"key": "renew"}, Asking(renewing, RENEW, {"id": source.id}, done=got_token)),
        html.div({"key": "revoke"}, Asking(revoking, REVOKE, {"id": source.id}, done=revoked))
        if source.revoked_at is None
        else "",
    )


def _facts(source: TelephonySource) -> VdomDict:
    last = source.last_message_at
    facts = [
        fact(texts.LAST_MESSAGE, formats.date_and_time(last) if last else texts.NEVER),
        fact(texts.MESSAGES_A_MINUTE, formats.number(source.messages_a_minute)),
        fact(texts.NETWORKS, ", ".join(source.networks) or texts.ANY_NETWORK),
        fact(texts.REGION, source.default_region or texts.AS_THE_SITE),
    ]
    if source.revoked_at:
        facts.append(fact(texts.REVOKED_AT, formats.date_and_time(source.revoked_at)))
    return html.dl({"class": "entry-facts"}, *facts)
