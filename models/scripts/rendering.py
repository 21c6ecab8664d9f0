"""Turn the text of a script page, Markdown with Liquid merge fields, into safe HTML.

The text is trusted little, the merged values not at all: what a caller's name or an IVR sends is
shown as plain text, whatever stands in it. Which fields exist is decided where a page is shown.
"""

from __future__ import annotations

import html
import re
import time
from collections.abc import Mapping
from contextvars import ContextVar
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
from models.scripts.flow import TEXT_LIMIT
from models.text import storable

if TYPE_CHECKING:
    from liquid import BoundTemplate, RenderContext
    from markdown_it.rules_inline import StateInline

VALUE_LIMIT = 1_000
TAG_LIMIT = 400
TAGS_LENGTH = 10_000  # characters within all merge fields and tags: Liquid reads them slowly
# Seconds of this thread's own work; what is done when it is over is short, so that a page stays below 0.05.
TIME_LIMIT = 0.02

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


# When the work on the page has to be done, by the thread's own clock: one that waits for the processor spends nothing.
_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


class _OutOfTime(Exception):
    """Say that a page took longer than it may."""


def render(text: str, fields: Mapping[str, Any]) -> str:
    """Merge the fields into the text and give HTML; an unknown field is empty.

    A text that breaks the rules (see ``check``) is shown with its merge fields as they were typed, and one that takes
    too long without its markup: an agent who is talking to a caller needs the words more than the reason.
    """
    token = _deadline.set(time.thread_time() + TIME_LIMIT)
    merged = storable(text[:TEXT_LIMIT])
    try:
        merged = storable(_merge(text, fields))
        return _CLEANER.clean(_MARKDOWN.render(merged))
    except _OutOfTime:
        return _plain(merged)
    finally:
        _deadline.reset(token)


def _merge(text: str, fields: Mapping[str, Any]) -> str:
    try:
        return _template(text).render(fields)
    except (InvalidValue, *_FAILURES):
        return text[:TEXT_LIMIT]


def _plain(merged: str) -> str:
    """Show a text in paragraphs without any markup; merged values are in it as numeric references."""
    paragraphs = html.escape(html.unescape(merged)).split("\n\n")
    return "".join(f"<p>{paragraph.strip()}</p>\n" for paragraph in paragraphs)


def _watch(*_: object) -> bool:
    """Stand among the rules of Markdown and match nothing; raise ``_OutOfTime`` when a page took its time."""
    if time.thread_time() > _deadline.get():
        raise _OutOfTime
    return False


def _watch_inline(_: StateInline) -> None:
    _watch()


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
        _watch()
        value = _as_text(self.expression.evaluate(context))
        return buffer.write(_as_plain_text(value[:VALUE_LIMIT]))


def _as_text(value: object) -> str:
    """Write a value as Liquid does; what has named parts says nothing by itself."""
    if isinstance(value, Mapping):
        return ""
    if isinstance(value, list):
        value = [part for part in value[:VALUE_LIMIT] if not isinstance(part, Mapping | list)]
    return to_liquid_string(value, autoescape=False)


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

_MARKDOWN.block.ruler.before("code", "watch", _watch, {"alt": ["paragraph", "reference"]})
_MARKDOWN.inline.ruler.before("text", "watch", _watch)
_MARKDOWN.inline.ruler2.before("balance_pairs", "watch", _watch_inline)


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
    end = tags = length = 0
    while opening := _OPENING.search(text, end):
        tag = _TAG.match(text, opening.start())
        if not tag or _RANGE.search(tag[0]):
            line = text.count("\n", 0, opening.start()) + 1
            problem = "ranges are not allowed" if tag else "this tag is not closed or not allowed"
            raise InvalidValue("text", f"line {line}: {problem}")
        end, tags, length = tag.end(), tags + 1, length + len(tag[0])
        if tags > TAG_LIMIT or length > TAGS_LENGTH:
            raise InvalidValue(
                "text", f"at most {TAG_LIMIT} merge fields and tags, of {TAGS_LENGTH} characters"
            )


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
