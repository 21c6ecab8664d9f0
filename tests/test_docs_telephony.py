"""What docs/telephony-interface.md shows is what happens: its examples are sent, its tables are told to the rules."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

from api.errors import WIRES
from models.calls.messages import Effect
from models.calls.tables import MessageTrace
from models.scripts.reasons import NewReason, add_reason
from tests.builders import a_user
from tests.models.calls.stories import Story
from tests.running import RPC_PATH

DOCUMENT = Path(__file__).parent.parent / "docs" / "telephony-interface.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(json|http)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
LOGGED = re.findall(r"^Message log: (.+)$", TEXT, re.MULTILINE)
STORIES = re.findall(r"^\| at \| message \| log \|\n\|[-|]+\|\n((?:\|.*\|\n)+)", TEXT, re.MULTILINE)
REASON = "1084CC0BCF18B24ABF86830DD046021FC0"


@dataclass(frozen=True, kw_only=True)
class Example:
    """A request with its headers, the answer, and what the message log says."""

    headers: dict[str, str]
    body: str
    answer: Any
    logged: list[str]


def examples() -> list[Example]:
    pairs = zip(BLOCKS[::2], BLOCKS[1::2], LOGGED, strict=True)
    return [
        Example(
            headers=_headers(text) if kind == "http" else {},
            body=text.partition("\n\n")[2] if kind == "http" else text,
            answer=json.loads(answer),
            logged=logged.split(", "),
        )
        for (kind, text), (_, answer), logged in pairs
    ]


def _headers(text: str) -> dict[str, str]:
    lines = text.partition("\n\n")[0].splitlines()[1:]
    return dict(re.split(r":\s*", line, maxsplit=1) for line in lines)


async def test_every_example_gets_the_answer_shown(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    site = app.state.site
    for login_name in ("user101", "user102"):
        await a_user(site, login_name)
    await site.writer.run(lambda: add_reason(NewReason(name="Billing", reason_id=REASON)))
    logged: list[str] = []

    for example in examples():
        answer = await app_client.post(
            RPC_PATH, content=example.body, headers=example.headers, auth=source_auth
        )

        assert (answer.status_code, answer.json()) == (200, example.answer)
        logged += example.logged
        assert await _log() == logged, example.body


async def _log() -> list[str]:
    rows = await MessageTrace.select().order_by(MessageTrace.id)
    return [row["effect"] or row["code"] for row in rows]


@pytest.mark.parametrize("table", STORIES, ids=range(len(STORIES)))
def test_every_table_of_messages_is_what_the_rules_do(table: str) -> None:
    story = Story()

    for line in table.splitlines():
        at, message, log = (cell.strip() for cell in line.strip("|").split("|"))

        assert _tell(story, float(at.removesuffix(" s")), message) == log, line


def _tell(story: Story, at: float, message: str) -> Effect:
    status, *words = message.split()
    given = dict(word.split("=") for word in words if "=" in word)
    told: dict[str, Any] = {"call_id": given.get("callId"), "reason_id": given.get("reasonId")}
    if "sequence" in given:
        told["sequence"] = int(given["sequence"])
    if "occurredAt" in given:
        told["occurred"] = float(given["occurredAt"])
    if status == "DISCONNECTED":
        return story.disconnected(at=at, **told)
    return story.connected(words[0], at=at, **told)


def test_every_word_of_the_message_log_is_explained() -> None:
    explained = set(re.findall(r"^\| ([A-Z_]+) \|", TEXT, re.MULTILINE))

    assert explained == set(Effect)


def test_the_numbers_of_the_errors_are_the_ones_that_are_sent() -> None:
    rows = re.findall(r"^\| (-\d+) \| (.+?) \|", TEXT, re.MULTILINE)
    documented = {
        code: int(number) for number, codes in rows for code in re.findall(r"[A-Z_]+", codes)
    }

    sent = {code: wire.number for code, wire in WIRES.items() if code in documented}
    assert sent.items() <= documented.items()
    assert {"NO_SUCH_USER", "IDEMPOTENCY_CONFLICT", "QUEUE_FULL", "DATABASE_DOWN"} <= sent.keys()
