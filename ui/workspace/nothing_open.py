"""What stands on the desktop while no call is open: what to expect, and whether this page is ready for it."""

from collections.abc import Collection

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Variant, use_mutation
from ui.components.button import button
from ui.components.empty import empty_state
from ui.events import BrowserEvent
from ui.icons import telephone

MAY_TEST = {"gAdmin", "gCallManagement"}
TEST_NUMBER = "+14165550199"  # kept for fiction: it is nobody's


class SentTestCall(Variant, frozen=True):
    """The test call that is on its way to the beacon."""

    call_id: str


class Refusal(Variant, frozen=True):
    """Why there is none."""

    message: str


class TestAnswer(Answer, frozen=True):
    """The answer to SEND_TEST_CALL."""

    send_test_call: SentTestCall | Refusal


SEND_TEST_CALL = Document(
    """
    mutation SendTestCall($number: String!) {
      sendTestCall(phoneNumber: $number) { __typename ... on SentTestCall { callId } ... on Refusal { message } }
    }
    """,
    TestAnswer,
)


def nothing_open(privileges: Collection[str]) -> VdomDict:
    """Say what will happen here; the style sheet shows the words that apply to this browser."""
    return empty_state(
        texts.NO_CALLS_TITLE,
        texts.NO_CALLS,
        html.ul(
            {"class": "readiness"},
            html.li({"class": "when-up"}, texts.CONNECTED),
            html.li({"class": "when-down"}, texts.NOT_CONNECTED),
            html.li({"class": "alerts-on"}, texts.ALERTS_ARE_ON),
            html.li({"class": "alerts-off"}, texts.ALERTS_ARE_OFF),
        ),
        TestButton() if MAY_TEST & set(privileges) else "",
        icon=telephone(),
    )


@component
def TestButton() -> VdomDict | Component:
    """Send a test call on a click; what it shows is the beacon."""
    run = use_mutation(SEND_TEST_CALL)
    problem, set_problem = use_state("")

    async def send(_: BrowserEvent) -> None:
        answer = await run({"number": TEST_NUMBER})
        result = answer if isinstance(answer, Failed) else answer.send_test_call
        set_problem("" if isinstance(result, SentTestCall) else result.message)

    return html.div(
        {"class": "action"},
        button(texts.SEND_TEST_CALL, send),
        html.p({"class": "failure", "role": "alert"}, problem) if problem else "",
    )
