"""What a supervised backend asks of one kind of server."""

from __future__ import annotations

from typing import Protocol


class Link(Protocol):
    """One connection to the shared channel, in both directions; lost for good when anything of it fails."""

    async def open(self) -> None:
        """Connect and subscribe."""

    async def receive(self) -> str:
        """Return the next payload; raise when the connection is lost."""

    async def publish(self, payload: str) -> None:
        """Hand a payload to the server, which hands it to every node, this one too."""

    async def close(self) -> None:
        """Let go of everything, whatever state it is in."""


class LinkLost(ConnectionError):
    """The server has gone, or nothing comes through any more."""
