"""What a browser forgives in a stylesheet without a word, and a reader overlooks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.pages import STYLESHEETS

FOLDER = Path(__file__).parents[2] / "ui" / "static"
SHEETS = sorted(FOLDER.glob("styles/*.css"))
TOKENS = re.compile(
    r'/\* --- (?P<section>.*?) --- \*/|/\*.*?\*/|"[^"]*"|(?P<brace>[{}])', re.DOTALL
)


def sections(sheet: str) -> Iterator[tuple[str, int]]:
    """Name each section, and the end, with the number of rules that are open there."""
    depth = 0
    for token in TOKENS.finditer(sheet):
        if token["brace"]:
            depth += 1 if token["brace"] == "{" else -1
        elif token["section"]:
            yield token["section"], depth
    yield "end", depth


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_rule_is_closed_before_the_next_section(sheet: Path) -> None:
    """A brace too few puts all that follows into the last @media: it then holds on a telephone only."""
    unclosed = [name for name, depth in sections(sheet.read_text()) if depth]

    assert unclosed == []


def test_every_stylesheet_is_one_of_every_page() -> None:
    ours = [f"styles/{sheet.name}" for sheet in SHEETS]

    assert sorted(name for name in STYLESHEETS if name.startswith("styles/")) == ours
    assert all((FOLDER / name).is_file() for name in STYLESHEETS)
