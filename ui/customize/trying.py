"""Sending a test call: it takes the way of a real one and is marked as a test."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading
from ui.components.addressing import use_address
from ui.components.button import button
from ui.components.changing import REFUSAL, refusal_notice, use_change
from ui.components.dialog import form_dialog
from ui.components.editing import FormNames, opener_button
from ui.components.field import choice_field, long_text_field, text_field
from ui.components.notices import Notices
from ui.customize.changing import ChangeAnswer
from ui.customize.reading import use_call_management
from ui.events import BrowserEvent, submit

OPEN = "test"
NAMES = FormNames("test-call")


class Reason(Answer, frozen=True):
    """A reason to call for."""

    id: str
    name: str


class Field(Answer, frozen=True):
    """A detail to send."""

    name: str
    label: str
    is_active: bool


class FormAnswer(Answer, frozen=True):
    """The answer to CHOICES."""

    call_reasons: tuple[Reason, ...]
    call_fields: tuple[Field, ...]


CHOICES = Document(
    "query TestCallChoices { callReasons { id name } callFields { name label isActive } }",
    FormAnswer,
)
SEND = Document(
    f"""
    mutation SendTestCall($loginName: String, $number: String, $reason: String, $details: JSON) {{
      result: sendTestCall(
        loginName: $loginName, phoneNumber: $number, reasonId: $reason, details: $details
      ) {{ {REFUSAL} }}
    }}
    """,
    ChangeAnswer,
)


@component
def TestCall(login_name: str, notices: Notices) -> VdomDict:
    """Show the button, and the dialog behind it."""
    opened = use_address("dialog-test")

    def close() -> None:
        opened.close(OPEN)

    return html.fragment(
        opened.element,
        opener_button(texts.SEND_A_TEST_CALL, "open-test-call", lambda _: opened.open(OPEN)),
        form_dialog(
            "test-call",
            texts.SEND_A_TEST_CALL,
            TestCallChoices(login_name, notices, close),
            close=texts.CLOSE,
            on_close=lambda _: close(),
        )
        if opened.values
        else "",
    )


@component
def TestCallChoices(
    login_name: str, notices: Notices, close: Callable[[], None]
) -> VdomDict | Component:
    """Read what there is to choose from."""
    answer = use_call_management(CHOICES).answer
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    return TestCallForm(login_name, answer, notices, close)


@component
def TestCallForm(
    login_name: str, choices: FormAnswer, notices: Notices, close: Callable[[], None]
) -> VdomDict:
    """Ask for the agent, the number, the reason and the details."""
    change = use_change(SEND)

    async def send(event: BrowserEvent) -> None:
        given = NAMES.given(event)
        if await change.run(_call(given)) is not None:
            close()
            notices.say(texts.test_call_sent(given.get("agent") or login_name))

    reasons = {"": texts.NO_REASON, **{each.id: each.name for each in choices.call_reasons}}
    return html.form(
        {"class": "edit", "onSubmit": submit(send, target="send-test-call")},
        html.p({"class": "soft"}, texts.TEST_CALL_HINT),
        text_field(
            NAMES("agent"),
            texts.AGENT,
            help_text=texts.AGENT_HINT,
            defaultValue=login_name,
            spellcheck="false",
        ),
        text_field(NAMES("number"), texts.NUMBER, inputMode="tel", defaultValue="+14165550100"),
        choice_field(NAMES("reason"), texts.REASON, reasons),
        *_details(choices.call_fields),
        refusal_notice(change.refusal),
        html.div(
            {"class": "actions"},
            button(texts.CANCEL, lambda _: close()),
            button(texts.SEND, kind="primary", type="submit"),
        ),
    )


def _details(fields: Sequence[Field]) -> list[VdomDict]:
    declared = [
        # A field declared meanwhile must not take over what was typed into the next one.
        html.div({"key": field.name}, text_field(NAMES(f"detail:{field.name}"), field.label))
        for field in fields
        if field.is_active
    ]
    more = long_text_field(
        NAMES("more"), texts.MORE_DETAILS, help_text=texts.MORE_DETAILS_HINT, rows=2
    )
    return [*declared, html.div({"key": "more details"}, more)]


def _call(given: Mapping[str, str]) -> dict[str, Any]:
    lines = (line.partition("=") for line in given.get("more", "").splitlines())
    more = {name.strip(): text.strip() for name, _, text in lines if name.strip()}
    declared = {
        name.removeprefix("detail:"): text
        for name, text in given.items()
        if name.startswith("detail:") and text
    }
    return {
        "loginName": given.get("agent", "").strip() or None,
        "number": given.get("number", "").strip() or None,
        "reason": given.get("reason") or None,
        "details": {**declared, **more},
    }
