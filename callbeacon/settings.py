"""The settings of an installation, read from the environment once; every one has a working default.

What an administrator may change while it runs is a site setting in the database instead.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import secrets
import zoneinfo
from pathlib import Path
from typing import TYPE_CHECKING

import phonenumbers
from msgspec import Struct

from api.settings import Network, WebSettings
from callbeacon.logs import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "CALLBEACON_"
SHORTEST_KEY = 32
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class WrongSetting(ValueError):
    """Name a setting with a value that cannot be, and say what can."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{PREFIX}{name} {expected}")
        self.name = name


class Settings(Struct, frozen=True, kw_only=True):
    """Hold the settings; the names are those of the environment variables after ``CALLBEACON_``."""

    database_url: str
    broadcast_url: str
    host: str
    port: int
    workers: int
    context: str
    default_region: str
    secret_key: str | None
    data_dir: Path
    trusted_proxies: tuple[Network, ...]
    allowed_origins: frozenset[str]
    secure_cookies: bool
    time_zone: str
    drain_seconds: int
    log_level: str
    metrics_networks: tuple[Network, ...]

    @property
    def web(self) -> WebSettings:
        """Return the part that the interfaces need."""
        return WebSettings(
            context=self.context,
            trusted_proxies=self.trusted_proxies,
            allowed_origins=self.allowed_origins,
            secure_cookies=self.secure_cookies,
            time_zone=self.time_zone,
            metrics_networks=self.metrics_networks,
            metrics_dir=None if self.workers == 1 else self.data_dir / "metrics",
        )


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings; raise ``WrongSetting`` with a sentence that says what to set."""

    def value(name: str, default: str) -> str:
        return environment.get(PREFIX + name, "").strip() or default

    data_dir = Path(value("DATA_DIR", "var"))
    settings = Settings(
        database_url=value("DATABASE_URL", f"sqlite:///{data_dir}/callbeacon.sqlite"),
        broadcast_url=value("BROADCAST_URL", "memory://"),
        host=value("HOST", "127.0.0.1"),
        port=_whole("PORT", value("PORT", "8000"), 1, 65535),
        workers=_whole("WORKERS", value("WORKERS", "1"), 1, 64),
        context=_context(value("CONTEXT", "nexj")),
        default_region=_region(value("DEFAULT_REGION", "CA")),
        secret_key=_secret_key(value("SECRET_KEY", "")),
        data_dir=data_dir,
        trusted_proxies=_networks("TRUSTED_PROXIES", value("TRUSTED_PROXIES", "")),
        allowed_origins=_origins(value("ALLOWED_ORIGINS", "")),
        secure_cookies=_yes_or_no("SECURE_COOKIES", value("SECURE_COOKIES", "")),
        time_zone=_time_zone(value("TIME_ZONE", "UTC")),
        drain_seconds=_whole("DRAIN_SECONDS", value("DRAIN_SECONDS", "1"), 0, 60),
        log_level=_log_level(value("LOG_LEVEL", "info")),
        metrics_networks=_networks(
            "METRICS_NETWORKS", value("METRICS_NETWORKS", "127.0.0.0/8,::1")
        ),
    )
    _check_together(settings)
    return settings


def secret_key(settings: Settings) -> bytes:
    """Return the secret key; make one and keep it in the data directory when none is set.

    Of several processes that start at once, all return the key of the first.
    """
    if settings.secret_key:
        return settings.secret_key.encode()
    path = settings.data_dir / "secret.key"
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        _keep_new_key(path)
    key = path.read_bytes()
    if len(key) < SHORTEST_KEY:
        raise WrongSetting(
            "SECRET_KEY", f"is kept in {path}, which is cut short; delete that file."
        )
    return key


def _keep_new_key(path: Path) -> None:
    """Write the whole key to a file of our own and link it: nobody sees half of it, and the first link stands."""
    own = path.with_suffix(f".{secrets.token_hex(8)}")
    descriptor = os.open(own, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        with contextlib.suppress(FileExistsError):
            os.link(own, path)
    finally:
        own.unlink()


def _check_together(settings: Settings) -> None:
    scheme, is_url, _ = settings.broadcast_url.partition("://")
    if not is_url or scheme not in {"memory", "redis", "rediss", "postgresql", "postgres"}:
        raise WrongSetting("BROADCAST_URL", "begins with memory://, redis:// or postgresql://.")
    if scheme != "memory" and not settings.secret_key:
        raise WrongSetting(
            "SECRET_KEY", "must be set, and be the same on every node, with a bus that nodes share."
        )
    if settings.workers == 1:
        return
    if settings.database_url.startswith("sqlite"):
        raise WrongSetting(
            "DATABASE_URL", "must be a postgresql:// address with more than one worker."
        )
    if scheme == "memory":
        raise WrongSetting(
            "BROADCAST_URL",
            "must be a redis:// or postgresql:// address with more than one worker.",
        )


def _whole(name: str, text: str, lowest: int, highest: int) -> int:
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        raise WrongSetting(name, f"is a whole number from {lowest} to {highest}.")
    return int(text)


def _context(text: str) -> str:
    context = text.strip("/")
    if not re.fullmatch(r"[\w.~-]+(?:/[\w.~-]+)*", context, re.ASCII):
        raise WrongSetting("CONTEXT", "is the first part of a path, such as nexj.")
    return context


def _secret_key(text: str) -> str | None:
    if text and len(text) < SHORTEST_KEY:
        raise WrongSetting("SECRET_KEY", f"has {SHORTEST_KEY} characters or more.")
    return text or None


def _region(text: str) -> str:
    if text.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise WrongSetting("DEFAULT_REGION", "is a country as two letters, such as CA.")
    return text.upper()


def _log_level(text: str) -> str:
    if text.lower() not in LEVELS:
        raise WrongSetting("LOG_LEVEL", "is debug, info or warning.")
    return text.lower()


def _networks(name: str, text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part, strict=False) for part in _parts(text))
    except ValueError as error:
        raise WrongSetting(
            name, "is a list of addresses or networks, such as 10.0.0.0/8,::1."
        ) from error


def _origins(text: str) -> frozenset[str]:
    origins = frozenset(part.lower().rstrip("/") for part in _parts(text))
    if not all(re.fullmatch(r"https?://[^/?#@\s]+", origin) for origin in origins):
        raise WrongSetting("ALLOWED_ORIGINS", "is a list such as https://crm.example.org.")
    return origins


def _yes_or_no(name: str, text: str) -> bool:
    if text.lower() not in YES | NO:
        raise WrongSetting(name, "is yes or no.")
    return text.lower() in YES


def _time_zone(text: str) -> str:
    # UTC needs no table of zones, which a small container may not have.
    if text != "UTC" and text not in zoneinfo.available_timezones():
        raise WrongSetting("TIME_ZONE", "is a zone such as America/Toronto.")
    return text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
