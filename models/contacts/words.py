"""The words under which a contact is found, in the form in which they are compared.

Only words are here: how they are looked up stands in ``searching.py``.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

LONGEST_WORD = 128
MOST_WORDS = 40

_WORD = re.compile(r"[^\W_]+")
# The decomposition of these letters has no plain letter in it, but people type one.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"})


def words_in(text: str) -> list[str]:
    """Split a text into words without accents and capitals: ``["chloe", "martin"]``."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_PLAIN)
    return _WORD.findall(plain)


def key(*texts: str) -> str:
    """Write texts as one entry of the index: ``silva maria``."""
    return " ".join(word for text in texts for word in words_in(text))[:LONGEST_WORD]


def entries(
    *, first_name: str, last_name: str, company: str, email: str, external_id: str | None
) -> set[str]:
    """Return what a contact is found under: each word, and the names in both orders.

    Two words that stand together are an entry too, so that ``maria sil`` is one range of the index however many
    Marias there are.
    """
    names = words_in(f"{first_name} {last_name}")
    firm, others = words_in(company), words_in(f"{email} {external_id or ''}")
    found = [key(first_name, last_name), key(last_name, first_name), key(company)]
    found += [*names, *firm, *others]
    found += [f"{one} {two}" for one, two in (*pairwise(names), *pairwise(firm))]
    return {entry[:LONGEST_WORD] for entry in found[:MOST_WORDS] if entry}
