"""The texts in the language of whoever reads them: ``texts.SIGN_IN``, ``texts.waiting(2)``.

``en`` has every text and names the types; a second language is a file or package beside it, named by its tag
(``fr``, ``pt_BR``). What a translation lacks is shown in English. The language is set once
for each request and each open page, where ui/languages.py reads it from the browser.
"""

import importlib
import pkgutil
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ui.texts import en

if TYPE_CHECKING:
    from ui.texts.en import *  # noqa: F403  # gives each name its type
else:

    def __getattr__(name: str) -> Any:
        """Look a text up in the catalogue in use, then in English."""
        return getattr(_catalogue.get(), name, None) or getattr(en, name)


def _shipped() -> dict[str, ModuleType]:
    tags = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    return {tag: importlib.import_module(f"{__name__}.{tag}") for tag in tags}


_catalogues = _shipped()
_catalogue: ContextVar[ModuleType] = ContextVar("catalogue", default=en)


def languages() -> frozenset[str]:
    """Return the tags of the languages that there are texts in."""
    return frozenset(_catalogues)


def add_language(tag: str, catalogue: ModuleType) -> None:
    """Add a language that is not shipped."""
    _catalogues[tag] = catalogue


def speak(tag: str) -> None:
    """Use a language for the rest of this request or open page; English where there is no such."""
    _catalogue.set(_catalogues.get(tag, en))
