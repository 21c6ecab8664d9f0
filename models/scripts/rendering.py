"""Turn the text of a script page, Markdown with Liquid merge fields, into safe HTML.

The text is trusted little, the merged values not at all: what a caller's name or an IVR sends is
shown as plain text, whatever stands in it. Which fields exist is decided where a page is shown.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

import nh3
from liquid import Environment
from liquid.builtin.output import Output, OutputNode
from liquid.exceptions import LiquidError
from liquid.stringify import to_liquid_string
from liquid.token import TOKEN_CONTENT, TOKEN_ILLEGAL, TOKEN_OUTPUT
from markdown_it import MarkdownIt

from models.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liquid import BoundTemplate, RenderContext

TEXT_LIMIT = 20_000
VALUE_LIMIT = 1_000

# What is left of Liquid reads no file and makes no much out of little, as replace and join do.
_TAGS = frozenset({TOKEN_CONTENT, TOKEN_OUTPUT, TOKEN_ILLEGAL}) | {
    "if",
    "unless",
    "case",
    "for",
    "assign",
    "comment",
}
_FILTERS = frozenset(
    {"capitalize", "default", "downcase", "first", "last", "size", "strip", "truncate", "upcase"}
)

# Liquid lets errors of Python through, for `limit: -1` or a list that contains a list.
_FAILURES = (LiquidError, RecursionError, TypeError, ValueError, ArithmeticError)

_OPENING = re.compile(r"\{[{%]")
_TAG = re.compile(
    r"\{\{(?:(?!\{[{%]|\}\}).){0,500}\}\}"
    r"|\{%(?!-?\s*(?:raw|doc)\b)(?:(?!\{[{%]|%\}).){0,500}%\}",
    re.DOTALL,
)
_RANGE = re.compile(r"\(.*\.\.", re.DOTALL)

# No code and no raw HTML: in them a merged value would not be read as plain text.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["code", "fence", "backticks"])
_BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "hr", "br"}
_CLEANER = nh3.Cleaner(
    tags=_BLOCKS | {"em", "strong", "a"},
    attributes={"a": {"href"}, "ol": {"start"}},
    # A link that opened in place would take the agent away from the call.
    set_tag_attribute_values={"a": {"target": "_blank"}},
    link_rel="noopener noreferrer",
    url_schemes={"https", "mailto", "tel"},
    url_relative="deny",
)


def render(text: str, fields: Mapping[str, Any]) -> str:
    """Merge the fields into the text and give HTML; an unknown field is empty.

    A text that breaks the rules (see ``check``) is shown with its merge fields as they were typed:
    an agent who is talking to a caller needs the words more than the reason.
    """
    try:
        merged = _template(text).render(fields)
    except (InvalidValue, *_FAILURES):
        merged = text[:TEXT_LIMIT]
    return _CLEANER.clean(_MARKDOWN.render(merged))


def check(text: str) -> None:
    """Raise InvalidValue when the text cannot be a script page; meant for its author."""
    unknown = sorted(_template(text).analyze().filters.keys() - _FILTERS)
    if unknown:
        raise InvalidValue("text", f"unknown filter '{unknown[0]}'")
    try:
        _template(text).render()
    except _FAILURES as error:
        raise InvalidValue("text", _explanation(error)) from error


def merge_fields(text: str) -> frozenset[str]:
    """Name the fields that a text asks for (``contact.first_name``); raise as ``check`` does."""
    fields = _template(text).analyze().globals.values()
    return frozenset(str(field) for places in fields for field in places)


class _ValueNode(OutputNode):
    """Write a merged value so that Markdown takes none of it for markup."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        value = to_liquid_string(self.expression.evaluate(context), autoescape=False)
        return buffer.write(_as_plain_text(value[:VALUE_LIMIT]))


class _Value(Output):
    """Stand in for Liquid's own output statement."""

    node_class = _ValueNode


class _Sandbox(Environment):
    """Be Liquid without files, and with little time and space to spend.

    The loop limit is for loops inside each other together; loops that follow each other are limited
    by the length of the text. Sizes are bytes.
    """

    loop_iteration_limit: ClassVar[int | None] = 100
    local_namespace_limit: ClassVar[int | None] = 10_000
    output_stream_limit: ClassVar[int | None] = 100_000

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Keep the harmless tags and filters only."""
        super().setup_tags_and_filters(extra=extra)
        self.tags = {name: tag for name, tag in self.tags.items() if name in _TAGS}
        self.filters = {name: call for name, call in self.filters.items() if name in _FILTERS}
        self.add_tag(_Value)


_LIQUID = _Sandbox()


@lru_cache(maxsize=256)
def _template(text: str) -> BoundTemplate:
    if len(text) > TEXT_LIMIT:
        raise InvalidValue("text", f"at most {TEXT_LIMIT} characters")
    _refuse_slow_tags(text)
    try:
        return _LIQUID.from_string(text)
    except _FAILURES as error:
        raise InvalidValue("text", _explanation(error)) from error


def _refuse_slow_tags(text: str) -> None:
    """Find before Liquid does what would keep it busy for minutes, in one pass.

    Its lexer takes quadratic time for a tag that is unclosed or long, and a range such as
    ``(1..999999999)`` is walked through before any limit is asked.
    """
    end = 0
    while opening := _OPENING.search(text, end):
        tag = _TAG.match(text, opening.start())
        if not tag or _RANGE.search(tag[0]):
            line = text.count("\n", 0, opening.start()) + 1
            problem = "ranges are not allowed" if tag else "this tag is not closed or not allowed"
            raise InvalidValue("text", f"line {line}: {problem}")
        end = tag.end()


def _as_plain_text(value: str) -> str:
    """Write all but letters and digits as numeric references, which are never markup.

    CommonMark, section 2.5. A digit in front is one too: it could begin a numbered list.
    """
    return "".join(
        c if c.isalnum() and (i or not c.isdigit()) else f"&#{ord(c)};" for i, c in enumerate(value)
    )


def _explanation(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "too many brackets in one another"
    if not isinstance(error, LiquidError):
        return str(error)
    try:
        place = error.context()
    except ValueError:  # the end of the text has no line
        place = None
    return f"line {place[0]}: {error.message}" if place else str(error.message)
