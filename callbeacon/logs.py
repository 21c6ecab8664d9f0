"""How the program logs: a line for each event, times in UTC, no telephone number in full and no secret at all."""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

# A UUID's groups stand beside letters or dashes, and a date or an address of the network is no telephone number.
NUMBER = re.compile(
    r"(?<![\w.-])(?!\d{4}-\d\d-\d\d)(?!\d{1,3}(?:\.\d{1,3}){3}(?!\d))"
    r"\+?\d(?:[ ().-]{0,2}\d){5,}(?![\w-])"
)
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}
TIMES = frozenset(("timestamp", "at"))  # their fractions of a second look like numbers
SHORTEST_NUMBER = 7  # digits
# Tokens and cookies by their first letters (models/people/secrets.py), and the password in an address.
SECRET = re.compile(r"\bcb[acs]_[\w-]{8,}|(?<=://)[^\s/@]*:[^\s/@]+(?=@)")


def configure_logging(level: str = "info") -> None:
    """Set up logging for this process; on a terminal for people, elsewhere one JSON object a line.

    At ``debug`` the way of every call is logged, from its message to the click.
    """
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(MaskingFormatter("%(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[lines])
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
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


class MaskingFormatter(logging.Formatter):
    """Write what libraries and pages log, with its traceback, as carefully as what we log ourselves."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line, without numbers and secrets."""
        return mask(super().format(record))


def mask_numbers(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Mask every text of an event."""
    return {
        name: mask(value) if isinstance(value, str) and name not in TIMES else value
        for name, value in event.items()
    }


def mask(text: str) -> str:
    """Leave of every long number the last four digits, however it is written, and of a secret nothing."""
    return NUMBER.sub(_last_digits, SECRET.sub("…", text))


def _last_digits(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"…{digits[-4:]}" if len(digits) >= SHORTEST_NUMBER else found[0]


def _renderer() -> structlog.typing.Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False)
