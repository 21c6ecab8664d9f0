"""A WebSocket protocol for uvicorn that leaves what is behind a socket alone when the server ends.

Telling a page that its socket has closed makes it take itself apart, component by component, for some milliseconds of
processor time each. A thousand pages kept a server that should end busy for more than twenty seconds, for nothing: what
they hold is gone with the process, and whatever a user has changed is written before (see ``models/writing.py``).
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# The registry of RFC 6455, section 11.7: browsers come again, elsewhere or later.
SERVICE_RESTART = 1012


class LeavingSocketProtocol(WebSocketsSansIOProtocol):
    """Close at the end of the server without a word to the application, and wait for nothing it does."""

    has_left = False
    carrying: asyncio.Task[Any] | None = None

    async def run_asgi(self) -> None:
        """Run the application for this socket."""
        self.carrying = asyncio.current_task()
        await super().run_asgi()

    def shutdown(self) -> None:
        """Tell the other end that the server restarts, and close."""
        if self.close_sent or not self.handshake_complete or self.carrying is None:
            super().shutdown()
            return
        self.has_left = True
        self.stop_keepalive()
        self.conn.send_close(SERVICE_RESTART)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.close()
        self.writable.clear()  # whoever has something to send waits; an error would wake the page
        self.tasks.discard(self.carrying)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the application that the socket is closed, unless the server ends."""
        if self.has_left:
            self.connections.discard(self)
        else:
            super().connection_lost(exc)
