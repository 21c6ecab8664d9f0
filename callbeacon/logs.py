"""How the program logs: a line for each event, times in UTC, and no telephone number in full."""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

# A UUID's groups are shorter or stand beside letters or dashes; a telephone number is a run of digits.
LONG_NUMBER = re.compile(r"(?<![\w-])\+?\d{3,}(?=\d{4}(?![\w-]))")


def configure_logging() -> None:
    """Set up logging for this process; on a terminal for people, elsewhere one JSON object a line."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Without local variables: they hold numbers, names and passwords.
            structlog.processors.format_exc_info,
            mask_numbers,
            _renderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def mask_numbers(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Leave of every long number in a text the last four digits."""
    return {
        name: LONG_NUMBER.sub("…", value)
        if isinstance(value, str) and name != "timestamp"
        else value
        for name, value in event.items()
    }


def _renderer() -> structlog.typing.Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False)
