"""The ids that calls came with and that mean no reason: to be defined, or to become an alias of one."""

import asyncio
from collections.abc import Sequence

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.client import Failed, Loading
from ui.components.addressing import Addressed, use_address
from ui.components.button import button
from ui.components.changing import OwnChanges, refusal_notice, use_change
from ui.components.editing import FormNames, edit_form_element, element_id, opener_button
from ui.components.field import choice_field
from ui.components.notices import Notices
from ui.customize.reading import use_call_management
from ui.customize.reasons.creation import NewReason
from ui.customize.reasons.documents import ADD_ALIAS, RECEIVED, Reason, Received, ScriptName
from ui.dependable import use_task
from ui.events import BrowserEvent, submit

ASKED_EVERY = 10.0  # seconds: a call announces nothing to administrators


@component
def ReceivedReasons(
    reasons: Sequence[Reason],
    scripts: Sequence[ScriptName],
    notices: Notices,
    own: OwnChanges,
) -> VdomDict | Component:
    """List the ids; without any there is nothing to see."""
    query = use_call_management(RECEIVED)
    defining, aliasing = use_address("define"), use_address("alias")

    async def ask_again() -> None:
        while True:
            await asyncio.sleep(ASKED_EVERY)
            query.refetch()

    use_task(ask_again, [])
    answer = query.answer
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    received = answer.received_call_reasons
    return html.section(
        {"aria-label": texts.RECEIVED_REASONS, "hidden": not received or None},
        defining.element,
        aliasing.element,
        html.h2(texts.RECEIVED_REASONS),
        html.p({"class": "soft"}, texts.RECEIVED_REASONS_HINT),
        html.ul(
            {"class": "entries"},
            *(
                html.li(
                    {"key": each.id, "class": "entry"},
                    ReceivedEntry(
                        each,
                        reasons=reasons,
                        scripts=scripts,
                        notices=notices,
                        own=own,
                        defining=defining,
                        aliasing=aliasing,
                    ),
                )
                for each in received
            ),
        ),
    )


@component
def ReceivedEntry(
    received: Received,
    *,
    reasons: Sequence[Reason],
    scripts: Sequence[ScriptName],
    notices: Notices,
    own: OwnChanges,
    defining: Addressed,
    aliasing: Addressed,
) -> VdomDict:
    """Show one id with what can be made of it."""
    name = element_id("received", received.id)
    define, alias = element_id("define", received.id), element_id("make-alias", received.id)
    described = {"aria-describedby": name}
    return html.fragment(
        html.div(
            {"class": "entry-head"},
            html.h3({"id": name}, html.code(received.id)),
            html.p({"class": "entry-facts"}, _seen(received)),
            html.div(
                {"class": "actions"},
                opener_button(
                    texts.DEFINE, define, lambda _: defining.toggle(received.id), **described
                ),
                opener_button(
                    texts.MAKE_ALIAS, alias, lambda _: aliasing.toggle(received.id), **described
                ),
            ),
        ),
        html.div(
            {"key": "define"},
            NewReason(
                scripts,
                notices,
                opener=define,
                close=lambda: defining.close(received.id),
                received=received.id,
            ),
        )
        if received.id in defining.values
        else "",
        html.div(
            {"key": "alias"},
            AliasOf(
                received.id,
                [reason for reason in reasons if reason.is_active],
                notices,
                own,
                aliasing,
                opener=alias,
            ),
        )
        if received.id in aliasing.values
        else "",
    )


@component
def AliasOf(
    received: str,
    reasons: Sequence[Reason],
    notices: Notices,
    own: OwnChanges,
    aliasing: Addressed,
    *,
    opener: str,
) -> VdomDict:
    """Ask which reason the id means."""
    change = use_change(ADD_ALIAS)
    names = FormNames(element_id("alias-of", received))

    async def save(event: BrowserEvent) -> None:
        chosen = names.given(event).get("reason")
        reason = next((each for each in reasons if each.id == chosen), None)
        if reason is None:
            return
        asked = {"id": reason.id, "alias": received, "version": reason.version}
        result = await change.run(asked)
        own.note_result(reason.id, reason.version, result)
        if result is not None:
            aliasing.close(received)
            notices.say(texts.is_alias_now(received, reason.name))

    return edit_form_element(
        {"opener": opener},
        html.form(
            {"class": "edit", "onSubmit": submit(save, target=f"alias-of:{received}")},
            choice_field(names("reason"), texts.ALIAS_OF, {each.id: each.name for each in reasons}),
            refusal_notice(change.refusal),
            html.div(
                {"class": "actions"},
                button(texts.SAVE, kind="primary", type="submit"),
                button(texts.CANCEL, lambda _: aliasing.close(received)),
            ),
        ),
    )


def _seen(received: Received) -> str:
    return texts.received(
        received.times,
        formats.number(received.times),
        formats.date_and_time(received.first_received_at),
        formats.date_and_time(received.last_received_at),
    )
