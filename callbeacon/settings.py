"""The settings of an installation, read from the environment once; every one has a working default.

What an administrator may change while it runs is a site setting in the database instead.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import phonenumbers

from api.settings import Network, WebSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "CALLBEACON_"
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class WrongSetting(ValueError):
    """Name a setting with a value that cannot be, and say what can."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{PREFIX}{name} {expected}")
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
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

    @property
    def web(self) -> WebSettings:
        """Return the part that the interfaces need."""
        return WebSettings(
            context=self.context,
            trusted_proxies=self.trusted_proxies,
            allowed_origins=self.allowed_origins,
            secure_cookies=self.secure_cookies,
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
        port=_whole("PORT", value("PORT", "8000"), 0, 65535),
        workers=_whole("WORKERS", value("WORKERS", "1"), 1, 64),
        context=value("CONTEXT", "nexj").strip("/"),
        default_region=_region(value("DEFAULT_REGION", "CA")),
        secret_key=environment.get(PREFIX + "SECRET_KEY") or None,
        data_dir=data_dir,
        trusted_proxies=_networks(value("TRUSTED_PROXIES", "")),
        allowed_origins=_origins(value("ALLOWED_ORIGINS", "")),
        secure_cookies=_yes_or_no("SECURE_COOKIES", value("SECURE_COOKIES", "")),
        time_zone=_time_zone(value("TIME_ZONE", "UTC")),
    )
    _check_together(settings)
    return settings


def secret_key(settings: Settings) -> bytes:
    """Return the secret key; make one and keep it in the data directory when none is set."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = settings.data_dir / "secret.key"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    return path.read_bytes()


def _check_together(settings: Settings) -> None:
    scheme = settings.broadcast_url.partition(":")[0]
    if scheme not in {"memory", "redis", "rediss", "postgresql", "postgres"}:
        raise WrongSetting("BROADCAST_URL", "begins with memory://, redis:// or postgresql://.")
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
    if not settings.secret_key:
        raise WrongSetting("SECRET_KEY", "must be set with more than one worker.")


def _whole(name: str, text: str, lowest: int, highest: int) -> int:
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        raise WrongSetting(name, f"is a whole number from {lowest} to {highest}.")
    return int(text)


def _region(text: str) -> str:
    if text.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise WrongSetting("DEFAULT_REGION", "is a country as two letters, such as CA.")
    return text.upper()


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part, strict=False) for part in _parts(text))
    except ValueError as error:
        raise WrongSetting(
            "TRUSTED_PROXIES", "is a list of addresses or networks, such as 10.0.0.0/8,::1."
        ) from error


def _origins(text: str) -> frozenset[str]:
    origins = frozenset(part.lower().rstrip("/") for part in _parts(text))
    if not all(origin.startswith(("https://", "http://")) for origin in origins):
        raise WrongSetting("ALLOWED_ORIGINS", "is a list such as https://crm.example.org.")
    return origins


def _yes_or_no(name: str, text: str) -> bool:
    if text.lower() not in YES | NO:
        raise WrongSetting(name, "is yes or no.")
    return text.lower() in YES


def _time_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise WrongSetting("TIME_ZONE", "is a zone such as America/Toronto.")
    return text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
