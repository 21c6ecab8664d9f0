"""Payment card numbers in a text: they do not belong into notes, and an agent is warned of them."""

import re
from itertools import accumulate

# Digits in groups, as on the card: with a space or a dash between, or without.
GROUPS = re.compile(r"\d+(?:[ -]\d+)*")
SHORTEST, LONGEST = 13, 19  # digits (ISO/IEC 7812)


def holds_card_number(text: str) -> bool:
    """Tell whether some of the digits in a text could be the number of a payment card."""
    return any(_is_card_in(re.split("[ -]", found[0])) for found in GROUPS.finditer(text))


def _is_card_in(groups: list[str]) -> bool:
    """Look at every run of whole groups: an expiry date may stand right behind a number."""
    return any(
        SHORTEST <= len(digits) <= LONGEST and _is_card(digits)
        for first in range(len(groups))
        for digits in accumulate(groups[first : first + LONGEST])
    )


def _is_card(digits: str) -> bool:
    """Apply the Luhn check; no issuer's numbers begin with 0."""
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    total = sum(map(int, digits[::-2])) + sum(number // 10 + number % 10 for number in doubled)
    return digits[0] != "0" and total % 10 == 0
