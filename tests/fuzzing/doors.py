"""The doors of a server, each with a key: whoever has one may send what they like."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from api.auth import SESSION_COOKIE
from callbeacon.installation import site_for
from callbeacon.logs import mask
from callbeacon.settings import read_settings
from models.people.privileges import Privilege
from tests.api.asking import a_session, bearer, connect
from tests.api.asking import a_token as token_of
from tests.builders import SOURCE, a_contact, a_source, a_user, an_rpc
from tests.fuzzing.mutating import SECRET_NUMBER, SECRET_WORD
from tests.running import RPC_PATH, RunningServer, running_server

EVERYTHING = tuple(Privilege)
SECONDS_TO_ANSWER = 20
AGENT, ADMINISTRATOR = "ann", "root"


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What opens the doors, and ids of what is behind them."""

    source: httpx.BasicAuth
    token: str
    session: str
    ids: Sequence[str]


@dataclass(kw_only=True)
class Doors:
    """A running server and one connection to it that stays."""

    server: RunningServer
    keys: Keys
    client: httpx.Client
    _log_read: int = field(default=0)

    @property
    def cookie(self) -> dict[str, str]:
        """The headers of a page that an administrator has open."""
        return {"cookie": f"{SESSION_COOKIE}={self.keys.session}", "origin": self.server.url}

    @property
    def bearer(self) -> dict[str, str]:
        """The headers of an agent's tool."""
        return bearer(self.keys.token)

    @property
    def resident(self) -> int:
        """Bytes of memory that the server holds now."""
        pages = Path(f"/proc/{self.server.process_id}/statm").read_text().split()[1]
        return int(pages) * 4096

    def post(self, path: str, content: bytes, headers: dict[str, str]) -> httpx.Response:
        """Post bytes on the connection that stays; everything but a wish to come again must have been expected."""
        answer = self.client.post(path, content=content, headers=headers)
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        assert '"INTERNAL' not in answer.text, answer.text
        return answer

    def send_raw(self, content: bytes) -> bytes:
        """Send bytes on a connection of their own, and return what comes back."""
        address = ("127.0.0.1", self.server.port)
        with socket.create_connection(address, timeout=SECONDS_TO_ANSWER) as line:
            line.sendall(content)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65536), b""))

    def check(self) -> None:
        """Assert that calls are taken as ever, and that the log tells of no failure and no secret."""
        answer = self.client.post(
            RPC_PATH, json=an_rpc(AGENT, "DISCONNECTED", "1"), auth=self.keys.source
        )
        assert answer.json()["result"] is None, answer.text
        log = self.server.log.read_text(encoding="utf-8", errors="replace")
        added, self._log_read = log[self._log_read :], len(log)
        assert "Traceback" not in added, added
        assert '"error"' not in added, added
        assert SECRET_NUMBER not in added, added
        assert SECRET_WORD not in added, added
        assert mask(added) == added


@contextmanager
def open_doors(data_dir: Path) -> Iterator[Doors]:
    """Serve a site with something of everything, whose data directory is there already."""
    keys = asyncio.run(_fill(data_dir))
    with (
        running_server(data_dir) as server,
        httpx.Client(base_url=server.url, timeout=SECONDS_TO_ANSWER, trust_env=False) as client,
    ):
        yield Doors(server=server, keys=keys, client=client)


async def _fill(data_dir: Path) -> Keys:
    async with site_for(read_settings({"CALLBEACON_DATA_DIR": str(data_dir)})) as site:
        agent = await a_user(site, AGENT)
        administrator = await a_user(site, ADMINISTRATOR, privileges=EVERYTHING)
        own_call = await connect(site, administrator, "4165550100")
        contact = await a_contact(site, "4165550100")
        return Keys(
            source=await a_source(site, SOURCE),
            token=await token_of(site, agent),
            session=await a_session(site, administrator),
            ids=[own_call, str(contact), str(agent.user_id)],
        )
