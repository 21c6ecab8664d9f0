"""The preview beside the editor."""

from typing import Any

import pytest
from httpx import AsyncClient
from msgspec.structs import replace

from models.people.privileges import Privilege
from models.scripts.drafting import create_script, save_page
from models.scripts.flow import Question, QuestionType
from models.site import Site
from tests.api.asking import Asker, a_tool
from tests.builders import a_user
from tests.models.scripts.flows import FLOW

PREVIEW = """
    query (
      $script: ID!, $page: String!, $caller: PreviewCaller! = MADE_UP, $details: JSON, $answers: JSON,
      $text: String
    ) {
      previewCallScriptPage(
        script: $script, page: $page, caller: $caller, details: $details, answers: $answers, text: $text
      ) {
        id title html questions { id } firstAnswers { question value } missingAnswers wrongAnswers
        nextPage position total
      }
    }
"""


@pytest.fixture
async def editor(app_client: AsyncClient, app_site: Site) -> tuple[Asker, str]:
    """Write the flow of the tests as a draft; give who may preview it, and its id."""
    manager = await a_user(app_site, privileges=[Privilege.CALL_MANAGEMENT])
    script_id = await create_script(app_site, manager, "Billing")
    amount = Question(
        id="amount", type=QuestionType.NUMBER, default="0", prefill="call.details.amount"
    )
    for page in (*FLOW[:2], replace(FLOW[2], questions=(amount,)), FLOW[3]):
        await save_page(app_site, manager, script_id, replace(page, revision=0))
    return await a_tool(app_client, app_site, manager), str(script_id)


async def preview(editor: tuple[Asker, str], page: str, **given: object) -> dict[str, Any]:
    tool, script = editor
    shown = (await tool.ask(PREVIEW, script=script, page=page, **given))["previewCallScriptPage"]
    result: dict[str, Any] = shown
    return result


async def test_a_page_is_shown_with_a_made_up_caller(editor: tuple[Asker, str]) -> None:
    page = await preview(editor, "hello")

    assert page["html"] == "<p>Hello Maria</p>\n"
    assert (page["missingAnswers"], page["nextPage"]) == (["topic"], "bill")
    assert (page["position"], page["total"]) == (2, 4)


async def test_a_page_is_shown_with_an_unknown_caller(editor: tuple[Asker, str]) -> None:
    page = await preview(editor, "hello", caller="UNKNOWN")

    assert page["html"] == "<p>Hello</p>\n"


async def test_answers_choose_the_next_page_and_are_merged(editor: tuple[Asker, str]) -> None:
    answers = {"topic": "bill"}

    first = await preview(editor, "hello", answers={"topic": "fault"})
    last = await preview(editor, "end", answers=answers)
    wrong = await preview(editor, "hello", answers={"topic": "weather"})

    assert (first["nextPage"], first["missingAnswers"]) == ("fault", [])
    assert last["html"] == "<p>Thank you. It was A bill.</p>\n"
    assert wrong["wrongAnswers"] == ["topic"]


async def test_details_fill_questions_but_masked_and_wrong_ones_do_not(
    editor: tuple[Asker, str],
) -> None:
    details = {"account_number": "1001"}

    masked = await preview(editor, "bill", details=details)
    filled = await preview(editor, "fault", details={"amount": 12})
    wrong = await preview(editor, "fault", details={"amount": "much"})

    assert masked["firstAnswers"] == []
    assert filled["firstAnswers"] == [{"question": "amount", "value": "12"}]
    assert wrong["firstAnswers"] == [{"question": "amount", "value": "0"}]


async def test_text_is_shown_while_it_is_typed(editor: tuple[Asker, str]) -> None:
    page = await preview(editor, "hello", text="**{{ agent.login_name }}** <script>")

    assert page["html"].startswith("<p><strong>agent")
    assert "<script>" not in page["html"]


@pytest.mark.parametrize(
    "given",
    [
        {"page": "gone"},
        {"page": "hello", "details": ["a"]},
        {"page": "hello", "answers": {"a": "x" * 70_000}},
        {"page": "hello", "text": "x" * 20_001},
    ],
)
async def test_what_cannot_be_shown_is_refused(
    editor: tuple[Asker, str], given: dict[str, object]
) -> None:
    tool, script = editor

    assert await tool.refusal(PREVIEW, script=script, **given) == "INVALID_VALUE"


async def test_an_agent_previews_nothing(
    editor: tuple[Asker, str], app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    assert await tool.refusal(PREVIEW, script=editor[1], page="hello") == "NOT_PERMITTED"
