"""What the log may say."""

import json
import logging
import subprocess
import sys

import pytest

from callbeacon.logs import MaskingFormatter, mask_numbers

MASKED = {
    "4165550100": "…0100",
    "call from +14165550100 failed": "call from …0100 failed",
    "Key (phone_number)=(0033140205050) exists": "Key (phone_number)=(…5050) exists",
    "123456": "123456",
    "01a2041b-e747-7ebe-a3ba-123456789012": "01a2041b-e747-7ebe-a3ba-123456789012",
    "version 12": "version 12",
    "call from +1 (416) 555-0100 failed": "call from …0100 failed",
    "416.555.0100": "…0100",
    "416-555-0100, 0100": "…0100, 0100",
    "at 2026-11-22 10:00 from 192.168.100.200": "at 2026-11-22 10:00 from 192.168.100.200",
    "sent Bearer cba_0Wq7xY-3kZ_pLmN4": "sent Bearer …",
    "postgresql://callbeacon:pass@db/callbeacon": "postgresql://…@db/callbeacon",
}


@pytest.mark.parametrize(("text", "masked"), MASKED.items())
def test_a_log_line_shows_only_the_last_four_digits_of_a_number(text: str, masked: str) -> None:
    event = mask_numbers(None, "info", {"event": text, "timestamp": "2026-11-22T10:00:00.1234567Z"})

    assert event == {"event": masked, "timestamp": "2026-11-22T10:00:00.1234567Z"}


def test_a_traceback_in_the_log_shows_no_local_variables() -> None:
    program = """
from callbeacon.logs import configure_logging
import structlog
configure_logging()
password = "correct horse"
try:
    raise ValueError("no call for 4165550100")
except ValueError:
    structlog.get_logger().exception("it_failed")
"""

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    line = json.loads(ran.stderr)
    assert line["event"] == "it_failed"
    assert line["exception"].endswith("ValueError: no call for …0100")
    assert "correct horse" not in ran.stderr


def test_what_pages_and_libraries_log_is_masked_with_its_traceback() -> None:
    try:
        raise ValueError("Key (phone_number)=(+14165550100) exists")
    except ValueError as error:
        record = logging.LogRecord(
            "ui.mount", logging.ERROR, "mount.py", 1, "It broke", None, (ValueError, error, None)
        )

    line = MaskingFormatter("%(name)s: %(message)s").format(record)

    assert line.startswith("ui.mount: It broke")
    assert line.endswith("ValueError: Key (phone_number)=(…0100) exists")
