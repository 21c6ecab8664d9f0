"""Rules for components that ReactPy leaves to whoever writes one, and that the source shows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "ui"
SOURCES = sorted(UI.rglob("*.py"))
NEED_DEPENDENCIES = {"use_async_effect", "use_callback", "use_effect", "use_memo", "use_task"}
# They bring an inline script, an eval or a foreign host.
FORBIDDEN = {"component_from_npm", "component_from_url", "import_reactjs", "InlineJavaScript"}


def calls(source: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            yield (name.id if isinstance(name, ast.Name) else str(name)), node


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(UI)))
def test_every_effect_names_its_dependencies(source: Path) -> None:
    """Without them ReactPy takes whatever the function closes over, and runs it again for no reason."""
    without = [
        f"{name} in line {call.lineno}"
        for name, call in calls(source)
        if name in NEED_DEPENDENCIES
        and len(call.args) < 2
        and "dependencies" not in {keyword.arg for keyword in call.keywords}
    ]

    assert without == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(UI)))
def test_nothing_comes_from_elsewhere(source: Path) -> None:
    assert [name for name, _ in calls(source) if name in FORBIDDEN] == []
