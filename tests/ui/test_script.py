"""Scripts as elements: nothing in them comes alive."""

import json
from typing import Any

import pytest

from models.scripts.rendering import render
from ui.workspace.prose import prose


def drawn(html: str) -> Any:
    return json.loads(json.dumps(prose(html)))


def test_headings_come_below_those_of_the_page() -> None:
    assert drawn("<h1>Billing</h1>")["tagName"] in {"h4", "div"}
    assert "h1" not in json.dumps(drawn("<h1>Billing</h1><h2>Close</h2>"))


def test_a_link_opens_beside_the_call() -> None:
    text = json.dumps(drawn('<p>See <a href="https://example.org/faq">the list</a>.</p>'))

    assert '"target": "_blank"' in text
    assert '"rel": "noopener noreferrer"' in text


@pytest.mark.parametrize("html", ["", "plain", "<p>1 &lt; 2</p>", "<p>a<br>b</p>", "<hr>"])
def test_every_text_can_be_drawn(html: str) -> None:
    assert drawn(html) is not None


def test_what_a_caller_sends_stays_text() -> None:
    html = render("Account {{ account }}", {"account": "<img src=x onerror=alert(1)>"})

    assert '"tagName": "img"' not in json.dumps(drawn(html))
