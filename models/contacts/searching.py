"""Finding contacts by what an agent types: a name, a company, a number, an account number.

Every question is a range of an index with a limit, so a search costs about the same however many contacts there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.contacts.cards import ContactCard, contact_card, contact_cards
from models.contacts.matching import match_caller
from models.contacts.phone import read_number
from models.contacts.tables import Contact
from models.contacts.words import key, words_in
from models.ordering import TimeOrder
from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.site import Site

LARGEST_PAGE = 100
# Whoever gets more has to type more.
MOST_FOUND = 200
LONGEST_SEARCH = 255
MOST_TERMS = 5
FEWEST_DIGITS = 3
LAST = "\U0010ffff"

WORDS = "SELECT contact FROM contact_word WHERE {word} >= {{}} AND {word} < {{}} ORDER BY {word} LIMIT {limit}"
# Several words that do not stand together: the first few of the longest, as far as they have the others too.
TOGETHER = """
    SELECT contact FROM (
        SELECT contact FROM contact_word WHERE {word} >= {{}} AND {word} < {{}} ORDER BY {word} LIMIT 2000
    ) longest WHERE {others} LIMIT {limit}
"""
OTHER = """EXISTS (
    SELECT 1 FROM contact_word other
    WHERE other.contact = longest.contact AND other.word >= {} AND other.word < {}
)"""
DIGITS = """
    SELECT contact FROM contact_number WHERE {column} >= {{}} AND {column} < {{}} ORDER BY {column} LIMIT {limit}
"""
EXACT = "SELECT contact FROM contact_number WHERE {column} = {{}} LIMIT {limit}"


async def find_contact(viewer: Viewer, contact_id: UUID) -> ContactCard:
    """Return a contact, or the one it was merged into; raise ``NoSuchContact``."""
    require(viewer, Privilege.CALL_USER)
    return await contact_card(contact_id)


async def list_contacts(
    viewer: Viewer,
    *,
    first: int,
    behind: UUID | None = None,
    order: TimeOrder = TimeOrder.NEWEST_FIRST,
) -> list[ContactCard]:
    """Return up to ``first`` + 1 contacts behind one; the one too many tells whether there is a next page."""
    require(viewer, Privilege.CALL_USER)
    query = Contact.select(Contact.id).where(Contact.merged_into.is_null())
    is_newest_first = order is TimeOrder.NEWEST_FIRST
    if behind is not None:
        query = query.where(Contact.id < behind if is_newest_first else Contact.id > behind)
    limit = max(0, min(first, LARGEST_PAGE)) + 1
    rows = await query.order_by(Contact.id, ascending=not is_newest_first).limit(limit)
    return list((await contact_cards([row["id"] for row in rows])).values())


async def search_contacts(site: Site, viewer: Viewer, text: str) -> list[ContactCard]:
    """Return at most 200 contacts whose names, company, e-mail, ids or numbers begin as the text says.

    Accents and capitals make no difference, and several words must all be there. Digits find a number by its
    beginning, or by its end where they are seven or more.
    """
    require(viewer, Privilege.CALL_USER)
    text = text[:LONGEST_SEARCH]
    found = [*await _by_number(text, site=site), *await _by_words(text, site=site)]
    return list((await contact_cards(list(dict.fromkeys(found))[:MOST_FOUND])).values())


async def contacts_with_number(site: Site, viewer: Viewer, phone_number: str) -> list[ContactCard]:
    """Return the contacts that a caller with this number may be, best first."""
    require(viewer, Privilege.CALL_USER)
    matches = await match_caller(phone_number, region=site.default_region)
    return [match.contact for match in matches]


async def _by_words(text: str, *, site: Site) -> list[UUID]:
    terms = sorted(set(words_in(text)), key=len, reverse=True)[:MOST_TERMS]
    if not terms:
        return []
    word = _bytewise("word", site)
    found = await _ids(WORDS, *_range(key(text)), word=word)
    if len(terms) == 1:
        return found
    others = [OTHER.replace("other.word", _bytewise("other.word", site)) for _ in terms[1:]]
    values = [value for term in terms for value in _range(term)]
    return found + await _ids(TOGETHER, *values, word=word, others=" AND ".join(others))


async def _by_number(text: str, *, site: Site) -> list[UUID]:
    """Find a number by how it is read when it is whole, else by its first or its last digits."""
    digits = "".join(c for c in text if c.isascii() and c.isdecimal())
    if len(digits) < FEWEST_DIGITS or any(c.isalpha() for c in text):
        return []
    number = read_number(text, region=site.default_region)
    exact = number.searchable_address or digits
    begins = (number.national_number or digits).lstrip("0") or digits
    return [
        *await _ids(EXACT, exact, column="searchable_address"),
        *await _ids(EXACT, digits, column="extension"),
        *await _ids(DIGITS, *_range(begins), column=_bytewise("national_number", site)),
        *await _ids(EXACT, digits[:-8:-1], column="substr(reversed_digits, 1, 7)"),
    ]


async def _ids(sql: str, *values: object, **parts: str) -> list[UUID]:
    rows = await Contact.raw(sql.format(**parts, limit=MOST_FOUND), *values)
    return [row["contact"] for row in rows]


def _range(prefix: str) -> Iterable[str]:
    """Return the bounds of everything that begins so, the upper one excluded."""
    return prefix, prefix + LAST


def _bytewise(column: str, site: Site) -> str:
    """Name a column as its index does: a prefix is a range only where bytes are compared."""
    return column if site.database.is_sqlite else f'{column} COLLATE "C"'
