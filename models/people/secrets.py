"""Secrets that programs present: made here, shown once, kept only as hashes.

They hold 256 random bits, so a fast hash is enough to keep them; a slow one protects passwords that people think up.
"""

import hashlib
import hmac
import secrets


def new_secret(kind: str) -> str:
    """Make a secret whose first letters say what it is for, so that a leaked one can be told apart."""
    return f"{kind}_{secrets.token_urlsafe(32)}"


def hash_secret(secret: str) -> str:
    """Return what is kept of a token: SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def keyed_hash(secret: str, key: bytes) -> str:
    """Return what is kept of a session cookie: HMAC-SHA-256 (RFC 2104), as 64 hexadecimal digits."""
    return hmac.digest(key, secret.encode("utf-8", "surrogatepass"), "sha256").hex()
