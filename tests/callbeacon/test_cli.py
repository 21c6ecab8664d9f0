"""The command line, as an operator types it."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from websockets import Subprotocol
from websockets.sync.client import connect

from callbeacon.installation import site_for
from callbeacon.server import SHUTDOWN_SECONDS
from callbeacon.settings import read_settings
from models.errors import NotSignedIn
from models.people.sessions import sign_in
from models.people.sources import authenticate
from models.people.tokens import viewer_of_token
from models.site import Site
from tests.running import CHECKOUT, running_server

PASSWORD = "correct horse"


class Operator:
    """Somebody at a terminal, with a data directory and perhaps more settings."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.settings = {"CALLBEACON_DATA_DIR": str(data_dir)}

    def runs(
        self, *arguments: str, typing: str = "", **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        inherited = {name: value for name, value in os.environ.items() if "CALLBEACON" not in name}
        given = {f"CALLBEACON_{name}": value for name, value in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "callbeacon", *arguments],
            cwd=CHECKOUT,
            env={**inherited, **self.settings, **given},
            input=typing,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def adds_user(self, login_name: str, *options: str) -> "subprocess.CompletedProcess[str]":
        """Add a user whose password comes from standard input."""
        return self.runs(
            "user", "add", login_name, *options, "--password-stdin", typing=PASSWORD + "\n"
        )


@pytest.fixture
def operator(data_dir: Path) -> Operator:
    """Give an operator whose installation is there already."""
    return Operator(data_dir)


@pytest.fixture
def new_operator(tmp_path: Path) -> Operator:
    """Give an operator who has only just got the program."""
    return Operator(tmp_path / "var")


def assert_refused(ran: "subprocess.CompletedProcess[str]", sentence: str) -> None:
    """Check that one sentence stands on standard error, and nothing else anywhere."""
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout == ""
    assert ran.stderr.startswith("callbeacon: ")
    assert ran.stderr.count("\n") == 1
    assert sentence in ran.stderr


async def test_a_user_who_was_added_can_sign_in(operator: Operator) -> None:
    ran = operator.adds_user(
        "Ann",
        *("--name", "Ann Carter", "--email", "ann@example.org", "--team", "Support"),
        *("--privilege", "gCallUser", "--privilege", "gCallSupervisor"),
        *("--telephony-login", "1001", "--telephony-login", "agent-7"),
    )

    listed = operator.runs("user", "list")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "User Ann added.\n", "")
    assert listed.stdout.splitlines()[1].split() == (
        ["Ann", "Ann", "Carter", "Support", "enabled", "gCallSupervisor", "gCallUser"]
    )
    async with site_for(read_settings(operator.settings)) as site:
        assert await _sign_in(site, "ann", PASSWORD)
        with pytest.raises(NotSignedIn):
            await _sign_in(site, "ann", PASSWORD + " ")


async def _sign_in(site: Site, login_name: str, password: str) -> str:
    return await sign_in(
        site, login_name=login_name, password=password, address="127.0.0.1", user_agent="test"
    )


def test_what_cannot_be_a_user_is_refused_in_a_sentence(operator: Operator) -> None:
    operator.adds_user("ann", "--name", "Ann", "--telephony-login", "1001")

    assert_refused(operator.adds_user("ANN", "--name", "Another"), "ANN is taken")
    assert_refused(
        operator.adds_user("ben", "--name", "Ben", "--telephony-login", "1001"), "another user"
    )
    assert_refused(operator.adds_user("x" * 256, "--name", "X"), "255 characters")
    assert_refused(operator.adds_user("ben", "--name", "B" * 256), "255 characters")
    assert_refused(
        operator.runs("user", "add", "ben", "--name", "Ben", "--password-stdin", typing="short\n"),
        "8 to 1024 characters",
    )
    assert len(operator.runs("user", "list").stdout.splitlines()) == 2


def test_an_unknown_privilege_is_a_wrong_way_to_ask(new_operator: Operator) -> None:
    ran = new_operator.adds_user("ann", "--name", "Ann", "--privilege", "gEverything")

    assert ran.returncode == 2
    assert "gCallUser" in ran.stderr


async def test_the_token_of_a_source_stands_alone_on_the_last_line(operator: Operator) -> None:
    ran = operator.runs("source", "add", "pbx", "--network", "10.1.0.0/16", "--region", "ch")

    listed = operator.runs("source", "list")
    token = ran.stdout.splitlines()[-1]
    async with site_for(read_settings(operator.settings)) as site:
        source = await authenticate(site, name="pbx", token=token, address="10.1.2.3")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (source.name, source.default_region) == ("pbx", "CH")
    assert "10.1.0.0/16" in listed.stdout
    assert token not in listed.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["pbx"], "pbx is taken"),
        (["pbx:2"], "no colon"),
        ([" "], "1 to 255 characters"),
        (["pbx2", "--network", "10.1.0.0/99"], "no CIDR network"),
        (["pbx2", "--region", "Canada"], "two letters"),
    ],
)
def test_what_cannot_be_a_source_is_refused_in_a_sentence(
    operator: Operator, arguments: list[str], sentence: str
) -> None:
    operator.runs("source", "add", "pbx")

    assert_refused(operator.runs("source", "add", *arguments), sentence)


async def test_the_api_token_of_a_user_stands_alone_on_the_last_line(operator: Operator) -> None:
    operator.adds_user("ann", "--name", "Ann")

    ran = operator.runs("token", "add", "ANN", "--name", "wallboard", "--scope", "read")

    token = ran.stdout.splitlines()[-1]
    async with site_for(read_settings(operator.settings)) as site:
        viewer = await viewer_of_token(site, token)
    assert viewer is not None
    assert viewer.login_name == "ann"
    assert "wallboard" in operator.runs("token", "list").stdout
    assert_refused(operator.runs("token", "add", "nobody", "--name", "x"), "No enabled user")


def test_migrating_says_what_ran(new_operator: Operator) -> None:
    first, second = new_operator.runs("migrate"), new_operator.runs("migrate")

    assert first.returncode == 0
    assert re.fullmatch(r"\d+ migrations ran\.\n", first.stdout)
    assert (second.returncode, second.stdout) == (0, "The database is up to date.\n")


def test_demo_data_is_made_once_and_its_passwords_are_for_the_owner_only(
    new_operator: Operator,
) -> None:
    first = new_operator.runs("demo")
    kept = new_operator.data_dir / "demo.txt"
    text = kept.read_text(encoding="utf-8")

    second = new_operator.runs("demo")

    assert (first.returncode, second.returncode) == (0, 0)
    assert second.stdout == "There are users already.\n"
    assert kept.read_text(encoding="utf-8") == text
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert text.splitlines()[-1].startswith("cbs_")
    assert len(new_operator.runs("user", "list").stdout.splitlines()) == 6


def test_a_database_in_use_gets_no_demo_data(operator: Operator) -> None:
    operator.adds_user("ann", "--name", "Ann")

    assert operator.runs("demo").stdout == "There are users already.\n"
    assert not (operator.data_dir / "demo.txt").exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "http", "CALLBEACON_PORT is a whole number"),
        ("DATABASE_URL", "mysql://host/calls", "database address begins with"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/calls", "does not answer"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:port/calls", "can't be used"),
        ("DATABASE_URL", "sqlite:////dev/null/calls.sqlite", "does not answer"),
        ("DATA_DIR", "/dev/null/var", "/dev/null"),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_no_traceback(
    new_operator: Operator, name: str, value: str, sentence: str
) -> None:
    assert_refused(new_operator.runs("serve", **{name: value}), sentence)


def test_a_file_that_is_no_database_is_one_sentence_and_no_traceback(
    new_operator: Operator,
) -> None:
    new_operator.data_dir.mkdir()
    (new_operator.data_dir / "callbeacon.sqlite").write_text("no database " * 999)

    assert_refused(new_operator.runs("serve"), "file is not a database")


def test_a_port_that_is_taken_is_one_sentence_and_no_traceback(operator: Operator) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]

        ran = operator.runs("serve", PORT=str(port))

    assert_refused(
        ran, f"CALLBEACON_PORT {port} of 127.0.0.1 can't be used: Address already in use."
    )


def test_the_address_it_serves_on_is_said_as_a_browser_takes_it(tmp_path: Path) -> None:
    with running_server(tmp_path / "var", HOST="0.0.0.0") as server:
        assert f"Callbeacon serves on http://127.0.0.1:{server.port}\n" in server.log.read_text()


def test_ctrl_c_ends_it_with_success_and_waits_for_nobody_who_watches_a_beacon(
    operator: Operator,
) -> None:
    operator.adds_user("ann", "--name", "Ann", "--privilege", "gCallUser")
    token = operator.runs("token", "add", "ann", "--name", "test").stdout.split()[-1]
    document = 'subscription { beacon(loginName: "ann") { version } }'
    messages = [
        {"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}},
        {"type": "subscribe", "id": "1", "payload": {"query": document}},
    ]

    with running_server(operator.data_dir) as server:
        address = f"ws://127.0.0.1:{server.port}/graphql"
        protocol = Subprotocol("graphql-transport-ws")
        with connect(address, subprotocols=[protocol], open_timeout=20) as stream:
            for message in messages:
                stream.send(json.dumps(message))
            types = [json.loads(stream.recv(timeout=20))["type"] for _ in messages]
            began = time.monotonic()
            status = server.stop()
            took = time.monotonic() - began

    assert types == ["connection_ack", "next"]
    assert status == 0
    assert took < SHUTDOWN_SECONDS  # which it gives to who does not let go
    assert "Traceback" not in server.log.read_text()
