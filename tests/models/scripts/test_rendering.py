"""What becomes of a script's text, and what never can."""

import time
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import InvalidValue
from models.scripts import rendering
from models.scripts.flow import TEXT_LIMIT
from models.scripts.rendering import check, merge_fields, render

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**bold**",
    "_it_",
    "[x](javascript:alert(1))",
    "[x](https://example.net)",
    "![i](https://example.net/i.png)",
    "<https://example.net>",
    "https://example.net",
    "`code`",
    "# heading",
    "- item",
    "1. one",
    "2024",
    "> quote",
    "---",
    "===",
    "~~~",
    "| a | b |",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "{{ contact.email }}",
    "{% if x %}",
    "a\\*b",
    "\n\n# heading\n\n- item\n",
    "    code",
    "[x]: https://example.net",
    "😀 Ω 日本",
]

BROKEN = {
    "an unclosed merge field": "{{ contact.first_name",
    "an unclosed tag": "{% if contact",
    "an unclosed block": "{% if contact %}Hello",
    "a field in a field": "{{ {{ contact }} }}",
    "a condition without one": "{% if %}{% endif %}",
    "an unknown tag": "{% nonsense %}",
    "an unknown filter": "{{ contact.first_name | shout }}",
    "an unknown filter in a branch not taken": "{% if contact %}{{ contact | shout }}{% endif %}",
    "a file included": "{% include 'a' %}",
    "a file rendered": "{% render 'a' %}",
    "raw text": "{% raw %}{{ contact }}{% endraw %}",
    "a capture": "{% capture x %}a{% endcapture %}",
    "a filter that makes much out of little": "{{ 'a' | replace: 'a', 'aaaaaaaaaa' }}",
    "a range": "{% for i in (1..999999999) reversed %}x{% endfor %}",
    "a range that is printed": "{{ (1..999999999) }}",
    "a range behind quotes": "{{ x['a'b'] | default: (1..999999999) | default: '' }}",
    "a negative limit": "{% for i in 'abc' limit: -1 %}x{% endfor %}",
    "deep nesting": "{% if a %}" * 40 + "{% endif %}" * 40,
    "a long tag": "{{ " + "a." * 400 + "b }}",
    "too long a text": "x" * (TEXT_LIMIT + 1),
}

SLOW = {
    "unclosed fields": "{{" * 10_000,
    "unclosed fields behind closed ones": "}}" * 5_000 + "{{" * 5_000,
    "unclosed tags": "{%" * 10_000,
    "a long empty field": "{{" + " " * 19_000 + "}}",
    "many raw blocks": "{% raw %}" * 2_000,
    "loops": "{%for i in items%}{{i}}{%endfor%}" * 600,
    "loops in loops": "{%for i in items%}" * 20 + "x" + "{%endfor%}" * 20,
    "a loop with much in it": "{%for i in items%}" + "*" * 19_000 + "{%endfor%}",
    "doubling": "{% assign x = 'ab' %}" + "{% assign x = x | upcase %}" * 700,
    "brackets": "[" * 20_000,
    "images": "![" * 10_000,
    "links": "[a](" * 5_000,
    "stars": "*a _b " * 3_300,
    "quotes": "> " * 10_000,
    "lists": "- " * 10_000,
    "entities": "&#1;" * 5_000,
    "long values": "{{ long }}" * 1_900,
}


class _Reader(HTMLParser):
    """Collect the elements and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def elements(html: str) -> list[str]:
    return [tag for tag, _ in _Reader(html).elements]


def test_merge_fields_and_markdown_become_a_page() -> None:
    text = '# Hello {{ contact.first_name | default: "there" }}\n\n- *one*\n- **two**\n'

    page = render(text, {"contact": {"first_name": "Maria"}})

    assert page == (
        "<h1>Hello Maria</h1>\n<ul>\n<li><em>one</em></li>\n<li><strong>two</strong></li>\n</ul>\n"
    )


def test_an_unknown_field_is_empty_and_a_default_fills_it() -> None:
    text = 'A{{ nobody.knows.this }}B, {{ contact.first_name | default: "there" }}'

    assert render(text, {}) == "<p>AB, there</p>\n"


@pytest.mark.parametrize(
    ("name", "page"), [("Maria", "<p>Known: Maria</p>\n"), ("", "<p>Unknown</p>\n")]
)
def test_a_condition_chooses_the_words(name: str, page: str) -> None:
    text = "{% if name != '' %}Known: {{ name }}{% else %}Unknown{% endif %}"

    assert render(text, {"name": name}) == page


@pytest.mark.parametrize(
    ("value", "shown"), [(12, "12"), (2.5, "2.5"), (True, "true"), (None, ""), (["a", "b"], "ab")]
)
def test_values_of_any_type_are_shown(value: object, shown: str) -> None:
    assert render("[{{ value }}]", {"value": value}) == f"<p>[{shown}]</p>\n"


@pytest.mark.parametrize("value", HOSTILE)
def test_a_merged_value_is_plain_text(value: str) -> None:
    page = _Reader(render("{{ v }}", {"v": value}))

    assert page.elements == [("p", {})]
    assert page.text == f"{value}\n"


@pytest.mark.parametrize("value", HOSTILE)
def test_a_merged_value_is_plain_text_within_markup_too(value: str) -> None:
    text = "# {{ v }}\n\n- **{{ v }}**\n\n1. [{{ v }}](https://example.org)\n"

    page = _Reader(render(text, {"v": value}))

    assert [tag for tag, _ in page.elements] == ["h1", "ul", "li", "strong", "ol", "li", "a"]
    assert page.text.count(value) == 3


@given(value=st.text(min_size=1, max_size=200))
@settings(deadline=None, max_examples=300)
def test_no_value_makes_markup(value: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # Of 300 pages a busy machine makes one too slowly, and shows that one without markup.
        patch.setattr(rendering, "TIME_LIMIT", 5)
        page = _Reader(render("{{ v }}\n\n# {{ v }}\n\n**{{ v }}**", {"v": value}))

    assert [tag for tag, _ in page.elements] == ["p", "h1", "p", "strong"]


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("+1 416 555 0100", "tel:+1%20416%20555%200100"),
        ('"><script>', "tel:%22%3E%3Cscript%3E"),
        (") [x](javascript:1)", "tel:)%20%5Bx%5D(javascript:1)"),
    ],
)
def test_a_value_in_a_link_stays_inside_it(value: str, target: str) -> None:
    page = _Reader(render("[call](tel:{{ v }})", {"v": value}))

    assert [tag for tag, _ in page.elements] == ["p", "a"]
    assert page.elements[1][1]["href"] == target


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "http://a.b", "/admin", "x"],
)
def test_a_link_leads_nowhere_but_to_the_web_mail_or_a_telephone(target: str) -> None:
    written = _Reader(render(f"[x]({target})", {}))
    merged = _Reader(render("[x]({{ target }})", {"target": target}))

    assert "href" not in {name for _, has in written.elements + merged.elements for name in has}


@pytest.mark.parametrize(
    "target", ["https://example.org/a?b=1", "mailto:a@example.org", "tel:+1416"]
)
def test_a_link_opens_beside_the_call(target: str) -> None:
    page = _Reader(render(f"[x]({target})", {}))

    assert page.elements[1] == (
        "a",
        {"href": target, "target": "_blank", "rel": "noopener noreferrer"},
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b onclick=alert(1)>x</b>",
        "<style>p{}</style>",
        "<!-- x -->",
        "![x](https://example.org/i.png)",
        "`x`",
        "    x",
        "```\nx\n```",
    ],
)
def test_html_images_and_code_are_not_for_scripts(text: str) -> None:
    assert set(elements(render(text, {}))) <= {"p"}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_text_is_refused_to_its_author(text: str) -> None:
    with pytest.raises(InvalidValue):
        check(text)


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_text_still_shows_the_agent_its_words(text: str) -> None:
    page = render(f"Say hello.\n\n{text}", {"contact": {"first_name": "Maria"}})

    assert page.startswith("<p>Say hello.</p>")


def test_the_author_learns_the_line() -> None:
    with pytest.raises(InvalidValue, match="line 3: unexpected tag 'nonsense'"):
        check("# Title\n\n{% nonsense %}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words",
        "{{ a.b }}",
        "100 % {sure} }}",
        "{%- if a -%}x{%- endif -%}",
        "{% comment %}not shown{% endcomment %}",
    ],
)
def test_a_sound_text_is_accepted(text: str) -> None:
    check(text)


def test_a_loop_past_its_limit_gives_the_words_unmerged() -> None:
    text = "{% for i in items %}{{ i }}{% endfor %}"

    within = render(text, {"items": ["a"] * 100})
    past = render(text, {"items": ["a"] * 101})

    assert within == f"<p>{'a' * 100}</p>\n"
    assert past == f"<p>{text}</p>\n"


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
def test_no_text_keeps_the_server_busy(text: str) -> None:
    fields: dict[str, Any] = {"items": ["*"] * 100, "long": "-*" * 10_000}
    started = time.perf_counter()

    render(text, fields)

    assert time.perf_counter() - started < 5


def test_a_text_names_the_fields_it_asks_for() -> None:
    text = "{{ contact.first_name }}{% if call.details.account_number %}{{ agent }}{% endif %}"

    fields = merge_fields(text)

    assert fields == {"contact.first_name", "call.details.account_number", "agent"}
