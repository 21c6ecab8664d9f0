"""Read the addresses that callers come from, and write them for people and for logs.

Pure functions on phonenumbers, without a database: what an address means is decided here, which
contact it finds is not. An address is whatever a telephony system or a person puts where a
telephone number belongs; none is refused.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote

import phonenumbers
from msgspec import Struct
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS_LIMIT = 255
SHORT_LIMIT = 6
# E.164 allows 15 digits; an outside line and an international prefix may stand before them.
DIGITS_LIMIT = 20

_WORDS = ("anonymous", "blocked", "private", "restricted", "unavailable", "unknown")
_WITHHELD = re.compile(
    rf"(?:caller|number|id)*(?:{'|'.join(_WORDS)}|hidden|withheld)(?:caller|number|id)*"
    "|nocallerid|notavailable|outofarea|none|null|undefined|na"
)
# Carriers spell these words on the keypad: 266696687 is ANONYMOUS, 7378742833 is RESTRICTED.
_SPELLED = frozenset(map(phonenumbers.convert_alpha_characters_in_number, _WORDS))
_ONE_DIGIT = re.compile(r"(\d)\1{6,}|\d{0,3}0{9,}")
_SCHEME = re.compile(r"(?:tel|callto|sips?|phone|mobile|cell|fax)\s*:", re.IGNORECASE)
_EXTENSION = re.compile(
    r"(?:extensi[oó]n|extn?|xtn?|x|#|,+|int|anexo|ramal|poste|доб)\s*[.:]?\s*(\d{1,9})[\s#)]*$",
    re.IGNORECASE,
)
# A remark begins behind the first digit, with a letter or with what parts two numbers.
_BEFORE_REMARK = re.compile(r"\D*(?:(?![/,|])[\W\d_])*")
_LEADING_PLUS = re.compile(r"\D*\+")
_OUTSIDE_LINES = ("9", "0", "8")
# Words on the keypad (1-800-FLOWERS) are sold with these only.
_VANITY = frozenset(
    (
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.UAN,
    )
)


class NumberKind(StrEnum):
    """Say how much of a telephone number an address is."""

    COMPLETE = "COMPLETE"  # a valid E.164 number, once the region is applied
    INCOMPLETE = "INCOMPLETE"  # digits that are no valid number
    SHORT = "SHORT"  # an extension or a service number of up to six digits
    NONE = "NONE"  # no number: a name, a withheld caller, nothing


class PhoneNumber(Struct, frozen=True, kw_only=True):
    """Hold an address in the forms that matching needs.

    ``searchable_address`` is E.164 for a complete number, else the bare digits, if any.
    ``national_number`` is the national significant number of complete and incomplete numbers (the
    bare digits when nobody can tell); it is empty for the others, so that a short number is never
    the tail of a longer one. A placeholder (withheld, ``0000000``, nothing at all) must match no
    contact, not even one that holds the same address. ``is_partial``: in the region's plan the digits are no whole
    national number, as without an area code; equal digits elsewhere in the world are somebody else's.
    """

    address: str
    searchable_address: str = ""
    national_number: str = ""
    extension: str | None = None
    kind: NumberKind = NumberKind.NONE
    is_placeholder: bool = False
    is_partial: bool = False

    @property
    def has_country_code(self) -> bool:
        """Tell whether the country is known."""
        return self.searchable_address != self.national_number

    @property
    def reversed_digits(self) -> str:
        """Turn the national number round, so that an index on it finds equal last digits."""
        return self.national_number[::-1]


def read_number(address: str | None, *, region: str | None) -> PhoneNumber:
    """Read an address as somebody in the region (ISO 3166 alpha-2) would dial it; never fails.

    What was read lately is remembered: a number is read when its call comes and each time the call is shown.
    """
    return _read(_trimmed(address), region and region.upper())


def is_nobodys(address: str | None) -> bool:
    """Tell, without reading the number, whether no caller could have it: nothing at all, or ``anonymous``."""
    return _is_placeholder(_split(_trimmed(address))[0])


@lru_cache(maxsize=4096)
def _read(typed: str, region: str | None) -> PhoneNumber:
    text, extension = _split(typed)
    if _is_placeholder(text):
        return PhoneNumber(address=typed, is_placeholder=True)
    if not _begins_as_number(text):
        return PhoneNumber(address=typed)
    valid = _valid_number(text, region=region)
    if valid is None:
        return _unfinished(typed, text, extension, region=region)
    return PhoneNumber(
        address=typed,
        searchable_address=phonenumbers.format_number(valid, PhoneNumberFormat.E164),
        national_number=phonenumbers.national_significant_number(valid),
        extension=extension,
        kind=NumberKind.COMPLETE,
    )


def masked(address: str | None) -> str:
    """Show the last four digits only, for logs; nothing of a number with fewer than five."""
    digits = _digits(_split(_trimmed(address))[0])
    return f"…{digits[-4:]}" if len(digits) > 4 else "…"


def display(address: str | None, *, region: str | None) -> str:
    """Write a complete number the international way (``+1 416-555-0100``), others as typed."""
    number = read_number(address, region=region)
    if number.kind is not NumberKind.COMPLETE:
        return number.address
    complete = phonenumbers.parse(number.searchable_address)
    complete.extension = number.extension
    return phonenumbers.format_number(complete, PhoneNumberFormat.INTERNATIONAL)


def _trimmed(address: str | None) -> str:
    """Cut the address and drop what cannot be seen: control characters, direction marks."""
    text = (address or "").strip()[:ADDRESS_LIMIT]
    if not text.isprintable():
        seen = (c if c.isprintable() else " " if c.isspace() else "" for c in text)
        text = "".join(seen)
    return text.strip()


def _split(typed: str) -> tuple[str, str | None]:
    """Take the number and its extension out of a URI, a display name, a label or a plain text."""
    text, *parameters = _in_ascii_digits(_without_wrapping(typed)).split(";")
    values = dict(parameter.lower().partition("=")[::2] for parameter in parameters)
    context = values.get("phone-context", "")
    if context.startswith("+") and "+" not in text:
        text = context + text
    extension = _digits(values.get("ext", ""))[:DIGITS_LIMIT]
    labelled = _EXTENSION.search(text)
    if labelled:
        text, extension = text[: labelled.start()].strip(), labelled[1]
    return text or extension, extension or None


def _without_wrapping(typed: str) -> str:
    """Unwrap ``"Maria" <sip:+14165550100@host>`` to its user part; leave ``client:bob`` alone."""
    inner = typed.partition("<")[2].partition(">")[0] if "<" in typed else typed
    inner = inner.strip()
    scheme = _SCHEME.match(inner)
    if scheme:
        inner = unquote(inner[scheme.end() :], errors="ignore").partition(":")[0]
    return inner.partition("@")[0].strip()


def _in_ascii_digits(text: str) -> str:
    """Write full-width, Arabic and all other decimal digits as 0 to 9."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)[:ADDRESS_LIMIT]
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)


def _digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def _is_placeholder(text: str) -> bool:
    word = "".join(c for c in text.casefold() if c.isalnum())
    is_filler = _WITHHELD.fullmatch(word) or _ONE_DIGIT.fullmatch(word)
    return not word or word in _SPELLED or bool(is_filler)


def _begins_as_number(text: str) -> bool:
    """Tell a number with a remark (``4165550100 home``) from a name with digits (``T123#4``)."""
    first = next((c for c in text if c.isalnum()), "")
    return first.isdecimal() and len(_digits(text)) <= DIGITS_LIMIT


def _valid_number(text: str, *, region: str | None) -> phonenumbers.PhoneNumber | None:
    """Find the first reading that is a valid number.

    A slash or a comma may stand inside a number or between two, so both are tried. A letter stands
    behind one: phonenumbers reads letters as digits, and "home" would make a longer number that
    some countries have.
    """
    part = _before_remark(text)
    candidates = (part,) if _has_letters(text) else (text, part)
    for dialled in chain.from_iterable(map(_dialled_forms, dict.fromkeys(candidates))):
        valid = _parse_valid(dialled, region)
        if valid and _is_whole(dialled, region):
            return valid
    spelled = _parse_valid(text, region) if _has_letters(text) else None
    is_vanity = spelled and phonenumbers.number_type(spelled) in _VANITY
    return spelled if is_vanity else None


def _dialled_forms(text: str) -> Iterator[str]:
    """Give the text, then what stands behind an international prefix, an outside line, or both."""
    yield text
    digits = _digits(text)
    yield from _international_forms(digits)
    if digits.startswith(_OUTSIDE_LINES) and not _LEADING_PLUS.match(text):
        yield digits[1:]
        yield from _international_forms(digits[1:])


def _international_forms(digits: str) -> Iterator[str]:
    """Read 00 and 011 as a plus anywhere: a server abroad does not know this region's prefix."""
    for prefix in ("00", "011"):
        if digits.startswith(prefix):
            yield "+" + digits.removeprefix(prefix)


def _parse_valid(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _is_whole(text: str, region: str | None) -> bool:
    """Take up to six digits for a short number, save where everyone's are (Faroe Islands)."""
    length = len(_digits(text))
    return length > SHORT_LIMIT or "+" in text or length in _usual_lengths(region)


@lru_cache(maxsize=512)
def _usual_lengths(region: str | None) -> frozenset[int]:
    kinds = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
    examples = (region and phonenumbers.example_number_for_type(region, kind) for kind in kinds)
    return frozenset(len(phonenumbers.national_significant_number(e)) for e in examples if e)


def _before_remark(text: str) -> str:
    part = _BEFORE_REMARK.match(text)
    return part[0] if part else ""


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _unfinished(typed: str, text: str, extension: str | None, *, region: str | None) -> PhoneNumber:
    """Keep the digits of what is no valid number; few digits among letters are part of a name."""
    digits = _digits(_before_remark(text))
    has_country_code = bool(_LEADING_PLUS.match(text))
    is_short = len(digits) <= SHORT_LIMIT
    if is_short and _has_letters(text):
        return PhoneNumber(address=typed)
    kind, national, is_partial = NumberKind.INCOMPLETE, digits, False
    if has_country_code:
        national = _without_country_code(digits)
    elif is_short:
        kind, national = NumberKind.SHORT, ""
    else:
        is_partial = _is_partial(digits, region)
    return PhoneNumber(
        address=typed,
        searchable_address=digits,
        national_number=national,
        extension=extension,
        kind=kind,
        is_partial=is_partial,
    )


def _is_partial(digits: str, region: str | None) -> bool:
    """Tell whether the digits are shorter than the region's numbers, or begin with its trunk prefix."""
    shortest = min(_usual_lengths(region), default=0)
    trunk = region and phonenumbers.ndd_prefix_for_region(region, True)
    return len(digits) < shortest or bool(trunk and digits.startswith(trunk))


def _without_country_code(digits: str) -> str:
    """Leave nothing when what remains is too short to be told from an extension."""
    try:
        national = phonenumbers.national_significant_number(phonenumbers.parse("+" + digits))
    except NumberParseException:
        national = digits
    return national if len(national) > SHORT_LIMIT else ""
