"""Pages that mean harm: whatever stands in a script or a merged value, a page is made soon, and nothing in it acts."""

import os
import time
from html.parser import HTMLParser
from random import Random

import pytest

from models.scripts import rendering
from models.scripts.checking import check_flow
from models.scripts.flow import TEXT_LIMIT, ScriptPage
from models.scripts.naming import STANDING
from models.scripts.rendering import render
from tests.models.scripts.test_rendering import BROKEN, HOSTILE, SLOW

# `make hostile` renders 10,000; each number makes the same page wherever it runs.
PAGES = int(os.environ.get("CALLBEACON_TEST_HOSTILE_PAGES", "300"))
SECONDS_A_PAGE = 0.05

TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "hr", "br"} | {
    "em",
    "strong",
    "a",
}
ATTRIBUTES = {"href", "target", "rel", "start", "title"}
SCHEMES = ("https:", "mailto:", "tel:")

FRAGMENTS = [
    *HOSTILE,
    *BROKEN.values(),
    *(text[:60] for text in SLOW.values()),
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>]]>",
    '"><script>',
    "'; alert(1); '",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](https://a.b 'title\" onclick=x')",
    '[x](<https://a.b" onmouseover=x>)',
    "[x][y]\n\n[y]: javascript:x",
    "<javascript:alert(1)>",
    "{{ contact }}",
    "{{ contact.first_name }}",
    "{{ v }}",
    "[{{ v }}]({{ v }})",
    "<{{ v }}>",
    "{{ v | default: '<b>' }}",
    "{{ '<script>' }}",
    "{{ v | truncate: 99999999 }}",
    "{{ v[v] }}{{ contact['__class__'] }}{{ v.__class__.__mro__ }}",
    "{{ contact.__init__.__globals__ }}",
    "{% for i in v %}{{ i }}{% endfor %}",
    "{% for i in items %}*{{ i }}_{% endfor %}",
    "{% assign v = contact %}{{ v }}",
    "{% case v %}{% when 'a' %}<b>{% endcase %}",
    "{% comment %}<script>{% endcomment %}",
    "{% liquid\nassign x = 1 %}",
    "{% tablerow i in items %}{{ i }}{% endtablerow %}",
    "{%- if v contains 'a' -%}",
    "{% endif %}",
    "\u202e\u2066\ufeff\u200b",
    "\x00\x08\x1b[31m",
    "\ud800",
    "￾ÿİıſ",
]


class _Harm(HTMLParser):
    """Collect what a page must not hold."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES or (
                name == "href" and not (value or "").lower().startswith(SCHEMES)
            ):
                self.found.append((tag, name, value))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.found.append(("instruction", data))


def a_page(random: Random) -> str:
    """Make a hostile text: fragments in any order, cut, doubled, and now and then as long as may be."""
    text = "".join(
        random.choice(FRAGMENTS) + random.choice(["", " ", "\n", "\n\n", "\n- ", "\n> "])
        for _ in range(random.randint(1, 30))
    )
    if random.random() < 0.3:
        start = random.randrange(len(text))
        text = text[start : start + random.randint(1, 500)] * random.randint(1, 200)
    return text[: TEXT_LIMIT + random.choice([0, 0, 0, 1])]


def fields(random: Random) -> dict[str, object]:
    """Make hostile values of every kind."""
    value = random.choice(FRAGMENTS) * random.choice([1, 1, 1, 400])
    items: list[object] = [random.choice(FRAGMENTS) for _ in range(random.choice([1, 100, 2000]))]
    nested: object = value
    for _ in range(random.choice([1, 50])):
        nested = {"a": nested, "b": value} if random.random() < 0.5 else [nested]
    return {
        "v": random.choice([value, items, nested, 10**300, float("nan"), None, True]),
        "items": items,
        "contact": random.choice([{"first_name": value}, value, items, nested]),
        "call": {"details": {value: value}},
    }


def seconds_for(text: str, values: dict[str, object]) -> float:
    """Measure the work on a page that was never seen before."""
    rendering._template.cache_clear()
    started = time.thread_time()
    render(text, values)
    return time.thread_time() - started


@pytest.mark.filterwarnings("error")
def test_hostile_pages_do_no_harm_and_take_no_time() -> None:
    for number in range(PAGES):
        random = Random(number)
        text, values = a_page(random), fields(random)

        page = render(text, values)

        assert _Harm(page).found == [], f"page {number}"
        # Another program may have had the processor's cache: only what is slow each time is slow.
        assert any(seconds_for(text, values) < SECONDS_A_PAGE for _ in range(5)), f"page {number}"


def test_hostile_pages_are_checked_without_a_crash() -> None:
    for number in range(0, PAGES, 10):
        random = Random(number)
        flow = (ScriptPage(id="a", text=a_page(random)), ScriptPage(id="b", text=a_page(random)))

        for finding in check_flow(flow, STANDING):
            assert finding.page in {"a", "b"}
