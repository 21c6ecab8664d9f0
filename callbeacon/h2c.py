"""An HTTP protocol for uvicorn that goes on in HTTP/1.1 when a client offers something newer.

Java's HttpClient sends ``Upgrade: h2c`` with every first request to a plain HTTP address. A server
may ignore the offer (RFC 9110, section 7.8), but the parser behind uvicorn takes it for accepted:
it ends the message after its head, and the body, our call message, is dropped without a word.
"""

from __future__ import annotations

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class UpgradeDecliningProtocol(HttpToolsProtocol):
    """Ignore every upgrade that is offered, but for WebSockets.

    The parser can't be told so, hence the head is read a second time without the offer.
    """

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

    def send_400_response(self, msg: str) -> None:
        """Close the connection, and what was being answered with it."""
        super().send_400_response(msg)
        self._answer_nobody()

    def eof_received(self) -> None:
        """Note that the client has left, which closes the connection."""
        self._answer_nobody()

    def _answer_nobody(self) -> None:
        """Drop what is written from now on: uvloop's transport raises for it, until ``connection_lost`` comes."""
        for cycle in filter(None, [self.cycle, *(waiting for waiting, _ in self.pipeline)]):
            cycle.disconnected = True

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
