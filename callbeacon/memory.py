"""What is kept out of memory, and how seldom it is searched for garbage: a fifth of a start, a tenth of the memory."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

# Structlog would load Rich for coloured tracebacks, Litestar Pydantic for handlers with its models: ours have neither,
# and both libraries do without where these are not installed.
LEFT_OUT = ("pydantic", "rich")
# ReactPy fetches with it what components bring along from elsewhere; ours bring nothing.
LOADED_WHEN_USED = "requests"


def collect_nothing_yet() -> None:
    """Let a start be over before the first collection: its 200,000 objects stay for good."""
    gc.set_threshold(500_000, 50, 100)


def collect_rarely() -> None:
    """Make collections rare in what serves, and leave out what is there already.

    A page holds many small objects for hours. A collection of the oldest stops everything for tens of milliseconds and
    frees next to nothing. One of the youngest takes the longer the more they are: so few at a time,
    and as rarely as ever of all that outlived it.
    """
    gc.freeze()
    gc.set_threshold(10_000, 500, 100)


def leave_out_unused() -> None:
    """Keep libraries from loading others that are never used; to be called before the first of them is imported."""
    for name in LEFT_OUT:
        # What imports it is told that it is not there (docs.python.org, the import system, "The module cache").
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # typeshed knows modules only
    if LOADED_WHEN_USED not in sys.modules:
        _load_when_used(LOADED_WHEN_USED)


def _load_when_used(name: str) -> None:
    stand_in = ModuleType(name)

    def attribute(wanted: str) -> Any:
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
        return getattr(import_module(name), wanted)

    # Asked for what the stand-in has not, which is everything (PEP 562). The standard library's LazyLoader loads as
    # soon as somebody imports it, since an import looks at the module.
    stand_in.__getattr__ = attribute  # type: ignore[method-assign]  # which is how a module gets one
    sys.modules[name] = stand_in
