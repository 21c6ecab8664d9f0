"""What the interfaces need to know of the installation; read from the environment by ``callbeacon``."""

from __future__ import annotations

import ipaddress
from pathlib import Path

from msgspec import Struct, field

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class WebSettings(Struct, frozen=True, kw_only=True):
    """Say how Callbeacon is reached.

    ``context`` is the first part of the JSON-RPC path. Forwarded headers are believed only from ``trusted_proxies``.
    ``allowed_origins`` are pages of other hosts that may use a user's session, as ``https://host``. Pages write
    times in ``time_zone``. ``/metrics`` answers ``metrics_networks``, and adds up what workers keep in ``metrics_dir``.
    """

    context: str = "nexj"
    trusted_proxies: tuple[Network, ...] = ()
    allowed_origins: frozenset[str] = field(default_factory=frozenset)
    secure_cookies: bool = False
    time_zone: str = "UTC"
    metrics_networks: tuple[Network, ...] = ()
    metrics_dir: Path | None = None
