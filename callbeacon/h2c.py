"""An HTTP protocol for uvicorn that goes on in HTTP/1.1 when a client offers something newer.

Java's HttpClient sends ``Upgrade: h2c`` with every first request to a plain HTTP address. A server
may ignore the offer (RFC 9110, section 7.8), but the parser behind uvicorn takes it for accepted:
it ends the message after its head, and the body, our call message, is dropped without a word.
"""

from __future__ import annotations

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle


class UpgradeDecliningProtocol(HttpToolsProtocol):
    """Ignore every upgrade that is offered, but for WebSockets.

    The parser can't be told so, hence the head is read a second time without the offer.
    """

    _answering: RequestResponseCycle | None = None

    def data_received(self, data: bytes) -> None:
        """Feed the parser, and begin again where it takes a declined offer for accepted."""
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
            else:
                self._begin_again(rest=data[offer.args[0] :])
        except httptools.HttpParserError:
            message = "Invalid HTTP request received."
            self.logger.warning(message)
            self.send_400_response(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the request that is being answered too, if others wait behind it: uvicorn tells only the last."""
        super().connection_lost(exc)
        if self._answering is not None and not self._answering.response_complete:
            self._answering.disconnected = True  # uvloop's transport raises for what is written now
            self._answering.message_event.set()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def on_headers_complete(self) -> None:
        """Start the application, but not for a head that is to be read again."""
        if not self._is_declined():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Tell the application that the body is there, unless it has not begun to come."""
        if not self._is_declined():
            super().on_message_complete()

    def _is_declined(self) -> bool:
        """Tell whether the parser is about to take an offer for accepted that is not."""
        return (
            self.parser.should_upgrade()
            and not self._should_upgrade()
            and any(name == b"upgrade" for name, _ in self.headers)
        )

    def _begin_again(self, *, rest: bytes) -> None:
        version = self.parser.get_http_version().encode()
        lines = [self.parser.get_method() + b" " + self.url + b" HTTP/" + version]
        lines += [name + b": " + value for name, value in self.headers if name != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self.data_received(b"\r\n".join([*lines, b"", b""]) + rest)
