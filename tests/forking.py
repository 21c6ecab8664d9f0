"""Processes of Callbeacon that start as copies of one which has imported everything: a start costs no imports.

Each is as real as one that the shell starts: a process id, an environment, a log, signals and an exit status of its
own. What a start from nothing does is tested where commands, several workers and failpoints are: they get one.

The copied process is this module, run as a program. It is told what to do in lines of JSON, one answer to each.
"""

import contextlib
import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, Protocol


class Process(Protocol):
    """What a test does with a process, whichever way it was started."""

    @property
    def pid(self) -> int:
        """Its number."""

    def poll(self) -> int | None:
        """Return its exit status, or the negated signal that ended it; None while it runs."""

    def send_signal(self, sig: int, /) -> None:
        """Send it a signal."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return what ``poll`` would."""


class ForkServer:
    """The process that is copied; it starts with the first copy that is asked for and ends with this one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._asking = threading.Lock()

    def start(
        self, module: str, arguments: Sequence[str], *, environment: Mapping[str, str], log: Path
    ) -> "Copy":
        """Run a module with these arguments; what it says is added to the log."""
        start = {
            "module": module,
            "arguments": list(arguments),
            "environment": dict(environment),
            "log": str(log),
        }
        return Copy(server=self, pid=self.ask(start))

    def ask(self, question: Mapping[str, object]) -> Any:
        """Put one question and return its answer."""
        with self._asking:
            if self._process is None:
                self._process = self._started()
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            print(json.dumps(question), file=self._process.stdin, flush=True)
            return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End the process, and with it every copy that still runs."""
        if self._process is not None:
            self._process.communicate(timeout=60)
            self._process = None

    @staticmethod
    def _started() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.forking"],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a terminal's Ctrl-C is for pytest, which then stops its servers
        )


@dataclass(slots=True, kw_only=True)
class Copy:
    """One copy: the child of the copied process, which alone learns its exit status."""

    server: ForkServer
    pid: int
    _status: int | None = None

    def poll(self) -> int | None:
        """Return its exit status, or the negated signal that ended it; None while it runs."""
        if self._status is None:
            self._status = self.server.ask({"status of": self.pid})
        return self._status

    def send_signal(self, sig: int, /) -> None:
        """Send it a signal; one that has ended stays a zombie until ``poll``, so that no other has its number."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return what ``poll`` would."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("a copied process", timeout or 0)
            time.sleep(0.01)
        return status


def _answer_questions() -> None:
    """Import what serving needs, then copy this process as often as somebody asks; return where nobody can any more."""
    gc.disable()
    before = dict(os.environ)
    for module in ("callbeacon.cli", "callbeacon.server", *_imported_late()):
        import_module(module)
    set_by_imports = dict(os.environ.items() - before.items())
    gc.freeze()  # a collection would write to all of it, and so part it from what the copies share
    children: set[int] = set()
    for line in sys.stdin:
        question = json.loads(line)
        if "module" in question:
            pid = _copied(question, set_by_imports)
            children.add(pid)
            print(json.dumps(pid), flush=True)
        else:
            print(json.dumps(_status_of(question["status of"], children)), flush=True)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _imported_late() -> Sequence[str]:
    from callbeacon.server import IMPORTED_LATE

    return IMPORTED_LATE


def _copied(start: Mapping[str, Any], set_by_imports: Mapping[str, str]) -> int:
    pid = os.fork()
    if pid == 0:
        os.environ.clear()
        os.environ.update({**start["environment"], **set_by_imports})
        _become(start)
    return pid


def _become(start: Mapping[str, Any]) -> NoReturn:
    """Turn this copy into what a new interpreter would be, and run the module."""
    for number, path in ((0, os.devnull), (1, start["log"]), (2, start["log"])):
        opened = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = [start["module"], *start["arguments"]]
    gc.enable()
    runpy.run_module(start["module"], run_name="__main__", alter_sys=True)
    sys.exit(0)


def _status_of(pid: int, children: set[int]) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    if not ended:
        return None
    children.discard(pid)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        _answer_questions()
