"""The catalogue of texts, and how a second language takes its place."""

import ast
import contextvars
import pkgutil
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest
from litestar import Litestar

from ui import texts
from ui.languages import accepted, best_language
from ui.texts import en

NAMES = {name for name in vars(en) if not name.startswith("_")}


@pytest.fixture(scope="module", autouse=True)
def piglatin() -> ModuleType:
    """Add a language that knows two texts."""
    catalogue = ModuleType("x_pig")
    vars(catalogue).update(LANGUAGE="x-pig", SIGN_IN="Ignsay inyay")
    texts.add_language("x_pig", catalogue)
    return catalogue


@pytest.fixture
async def visitor(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Ask for pages as a browser does."""
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own ASGI types
    async with httpx.AsyncClient(transport=transport, base_url="http://callbeacon.test") as client:
        yield client


@pytest.mark.parametrize("tag", [each.name for each in pkgutil.iter_modules(texts.__path__)])
def test_every_shipped_language_has_no_text_that_english_lacks(tag: str) -> None:
    catalogue = __import__(f"ui.texts.{tag}", fromlist=["LANGUAGE"])

    names = {name for name in vars(catalogue) if not name.startswith("_")}

    assert names <= NAMES
    assert tag == catalogue.LANGUAGE.replace("-", "_")


def test_no_text_of_one_page_takes_the_place_of_another_ones() -> None:
    files = Path(en.__path__[0]).glob("*.py")

    defined = [name for file in files for name in _defined(file)]

    assert [name for name, times in Counter(defined).items() if times > 1] == []


def test_what_a_translation_lacks_is_shown_in_english() -> None:
    def spoken() -> tuple[str, str]:
        texts.speak("x_pig")
        return texts.SIGN_IN, texts.SIGN_OUT

    assert contextvars.copy_context().run(spoken) == ("Ignsay inyay", "Sign out")
    assert texts.SIGN_IN == "Sign in"


def test_a_name_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(AttributeError):
        getattr(texts, "NO_SUCH_TEXT")  # noqa: B009  # mypy knows that there is none


@pytest.mark.parametrize(
    ("header", "language"),
    [("x-pig", "Ignsay inyay"), ("fr, x-pig;q=0.5", "Ignsay inyay"), ("fr", "Sign in")],
)
async def test_a_page_speaks_the_language_that_the_browser_asks_for(
    visitor: httpx.AsyncClient, header: str, language: str
) -> None:
    answer = await visitor.get("/login", headers={"Accept-Language": header})

    assert f"{language} · Callbeacon" in answer.text


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", ["fr-CA", "fr", "en"]),
        ("en;q=0.1, de", ["de", "en"]),
        ("de;q=0, en", ["en"]),
        ("de;q=much, en", ["en"]),
        ("", []),
    ],
)
def test_the_preferred_language_comes_first(header: str, tags: list[str]) -> None:
    assert accepted(header) == tags


@pytest.mark.parametrize(
    ("wanted", "language"),
    [(["en-GB"], "en"), (["X-PIG-1"], "en"), (["x-pig"], "x_pig"), ([], "en")],
)
def test_a_region_that_there_are_no_texts_for_gets_those_of_its_language(
    wanted: list[str], language: str
) -> None:
    assert best_language(wanted) == language


async def test_what_the_browser_says_by_itself_comes_from_the_catalogue() -> None:
    from ui.page import page

    html = page("desktop", "Desktop").content

    assert f'data-lost="{texts.CONNECTION_LOST_HINT}"' in html
    assert f"<noscript>{texts.NEEDS_JAVASCRIPT}</noscript>" in html


def _defined(file: Path) -> list[str]:
    """Name what a file of texts defines, a name that it defines twice twice."""
    names: list[str] = []
    for each in ast.parse(file.read_text()).body:
        if isinstance(each, ast.FunctionDef):
            names.append(each.name)
        elif isinstance(each, ast.Assign):
            names += [target.id for target in each.targets if isinstance(target, ast.Name)]
    return names
