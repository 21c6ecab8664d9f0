"""The commands that the documents show to operators work as they stand there, in their order."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.running import CHECKOUT, running_server

DOCS = CHECKOUT / "docs"
# The checkout's own, also where it is not installed.
CALLBEACON = f'callbeacon() {{ "{sys.executable}" -m callbeacon "$@"; }}\n'


def commands(document: str) -> list[str]:
    """Return the blocks that are run: those marked sh; those marked console need what a test has not."""
    text = (DOCS / document).read_text(encoding="utf-8")
    return re.findall(r"^ *```sh\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)


class Terminal:
    """Type blocks of commands into one shell after another, which keep the variables of those before."""

    def __init__(self, data_dir: Path, url: str) -> None:
        inherited = {name: value for name, value in os.environ.items() if "CALLBEACON" not in name}
        self._environment = {**inherited, "CALLBEACON_DATA_DIR": str(data_dir)}
        self._url = url

    def types(self, block: str) -> str:
        """Run a block and return what it printed; fail when a command of it does."""
        block = block.replace("http://127.0.0.1:8000", self._url)
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", CALLBEACON + block + _shown(block)],
            cwd=CHECKOUT,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        for name in _set(block):
            self._environment[name] = _value(ran.stdout, name)
        return ran.stdout


def _set(block: str) -> list[str]:
    return re.findall(r"^([A-Z]+)=", block, re.MULTILINE)


def _shown(block: str) -> str:
    return "".join(f'echo "{name}=${name}"\n' for name in _set(block))


def _value(printed: str, name: str) -> str:
    return printed.rpartition(f"{name}=")[2].partition("\n")[0]


def test_the_tutorial_ends_in_a_call_that_was_taken(data_dir: Path) -> None:
    migrate, add_user, add_source, connect, disconnect = commands("tutorial.md")

    with running_server(data_dir) as server:
        terminal = Terminal(data_dir, server.url)
        for block in (migrate, add_user, add_source):
            terminal.types(block)
        answers = [terminal.types(connect), terminal.types(disconnect)]

    assert all('"result":null' in answer for answer in answers)


def test_an_operator_installs_watches_backs_up_and_upgrades(data_dir: Path) -> None:
    add_root, ready, *_ = commands("operations.md")
    (migrate,) = commands("upgrade.md")

    with running_server(data_dir) as server:
        terminal = Terminal(data_dir, server.url)
        listed, health = terminal.types(add_root), terminal.types(ready)

    assert "root" in listed
    assert '"database":"up"' in health
    assert "up to date" in terminal.types(migrate)


def test_an_sqlite_database_is_backed_up_and_restored(tmp_path: Path, data_dir: Path) -> None:
    _, _, back_up, restore, *_ = commands("operations.md")
    terminal = Terminal(data_dir, "")
    backups = str(tmp_path / "backups")
    Path(backups).mkdir()

    made = terminal.types(back_up.replace("/backups", backups))
    restored = terminal.types(restore.replace("/backups", backups))

    assert "made and checked" in made
    assert "Restored" in restored
