"""Passwords, kept as Argon2id hashes (RFC 9106) and never otherwise."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from models.errors import InvalidValue

SHORTEST = 8
LONGEST = 1024

# Public, since tests add users by the thousand and take a cheaper one; what is verified says its own cost.
hasher = PasswordHasher()

# Each takes 64 MiB while it runs: strangers who try many at once make a queue and not a shortage.
_few = ThreadPoolExecutor(max_workers=4, thread_name_prefix="passwords")


async def hash_password(password: str) -> str:
    """Hash a password of 8 to 1024 characters; it takes tens of milliseconds, in a thread."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidValue("password", f"has {SHORTEST} to {LONGEST} characters.")
    return await asyncio.get_running_loop().run_in_executor(_few, hasher.hash, password)


async def password_fits(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is the right one; as slow for no user as for a wrong password."""
    loop, cut = asyncio.get_running_loop(), password[: LONGEST + 1]
    return await loop.run_in_executor(_few, _fits, password_hash, cut)


def _fits(password_hash: str | None, password: str) -> bool:
    try:
        hasher.verify(password_hash or _nobodys_hash(), password)
    except VerificationError:
        return False
    return password_hash is not None


@cache
def _nobodys_hash() -> str:
    """Make what is checked when there is no such user, so that the time taken tells nobody whether there is one."""
    return hasher.hash("nobody has this password")
