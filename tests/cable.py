"""A network cable between a browser and a server on this machine, for a test to pull."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from tests.servers import free_port


class Cable:
    """Carry every connection to a port of 127.0.0.1, until the test says otherwise."""

    def __init__(self, server_port: int) -> None:
        self.port = free_port()
        self._server_port = server_port
        self._plug: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._lost: set[asyncio.StreamWriter] = set()
        self._is_swallowing = False

    @property
    def origin(self) -> str:
        """Say where the browser finds the server."""
        return f"http://127.0.0.1:{self.port}"

    async def plug_in(self) -> None:
        """Carry connections; those of before stay as lost as they are."""
        self._is_swallowing = False
        if self._plug is None:
            self._plug = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    async def pull(self) -> None:
        """Break every connection and refuse new ones, as a server does that has stopped."""
        if self._plug is not None:
            self._plug.close()
            self._plug = None
        for end in list(self._ends):
            end.transport.abort()

    def swallow(self) -> None:
        """Swallow whatever is sent and say nothing, as a network does that the laptop has left.

        The connections that stand now are lost for good, and nobody is told.
        """
        self._is_swallowing = True
        self._lost |= self._ends
        self._ends.clear()

    async def remove(self) -> None:
        """Break every connection for good, those that were lost too."""
        self._ends |= self._lost
        await self.pull()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_swallowing:
            await _swallow(reader, writer)
            return
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        ends = {writer, inner_writer}
        self._ends |= ends
        await asyncio.gather(
            self._pump(reader, writer, inner_writer), self._pump(inner_reader, inner_writer, writer)
        )
        self._ends -= ends

    async def _pump(
        self, reader: asyncio.StreamReader, own: asyncio.StreamWriter, other: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                if own not in self._ends:
                    continue
                other.write(piece)
                await other.drain()
        if own in self._ends:
            other.close()
        else:
            own.close()


async def _swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while await reader.read(65536):
            pass
    writer.close()


@contextlib.asynccontextmanager
async def cable_to(server_port: int) -> AsyncIterator[Cable]:
    """Plug a cable into the server for one test."""
    cable = Cable(server_port)
    await cable.plug_in()
    try:
        yield cable
    finally:
        await cable.remove()
