"""The steps of the Dockerfile, done without Docker: its build in a fresh directory, and what it starts."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.running import CHECKOUT
from tests.servers import free_port
from tests.waiting import eventually

# Of pip's settings there: a test may use what was downloaded before.
NOT_HERE = {"PIP_NO_CACHE_DIR"}


class Stage(NamedTuple):
    """The instructions of one stage of the Dockerfile, in order: name and rest."""

    instructions: list[tuple[str, str]]

    def all(self, name: str) -> list[str]:
        return [rest for each, rest in self.instructions if each == name]

    @property
    def environment(self) -> dict[str, str]:
        pairs = (pair.partition("=") for rest in self.all("ENV") for pair in shlex.split(rest))
        return {name: value for name, _, value in pairs if name not in NOT_HERE}


def stages() -> list[Stage]:
    text = re.sub(r"^#.*\n", "", (CHECKOUT / "Dockerfile").read_text(), flags=re.MULTILINE)
    found: list[Stage] = []
    for line in text.replace("\\\n", " ").splitlines():
        name, _, rest = line.strip().partition(" ")
        if name == "FROM":
            found.append(Stage([]))
        elif name:
            found[-1].instructions.append((name, rest.strip()))
    return found


BUILD, RUN = stages()


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Give what /app is in the image."""
    app = tmp_path / "app"
    app.mkdir()
    for name, rest in BUILD.instructions:
        if name == "COPY":
            *sources, _ = rest.split()
            copy_context(sources, app)
        elif name == "RUN":
            path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
            environment = {**clean_environment(), **BUILD.environment, "PATH": path}
            subprocess.run(["sh", "-ec", rest], cwd=app, env=environment, check=True)
    return app


def clean_environment() -> dict[str, str]:
    ours = ("CALLBEACON", "PYTHON", "VIRTUAL_ENV", "COVERAGE", "PYTEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def copy_context(sources: list[str], app: Path) -> None:
    lines = (CHECKOUT / ".dockerignore").read_text().splitlines()
    kept = [line[1:].rstrip("/") for line in lines if line.startswith("!")]
    for name in kept if sources == ["."] else sources:
        if (CHECKOUT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(CHECKOUT / name, app / name, ignore=ignored)
        else:
            assert name in kept
            shutil.copy(CHECKOUT / name, app / name)


@contextmanager
def started(app: Path, data: Path) -> Iterator[Mapping[str, str]]:
    """Run what the image runs, in the image's environment; give that."""
    there = {
        name: value.replace("/app", str(app)).replace("/data", str(data))
        for name, value in RUN.environment.items()
    }
    there["PATH"] = there["PATH"].replace("$PATH", os.environ["PATH"])
    environment = {**clean_environment(), **there, "CALLBEACON_PORT": str(free_port())}
    (command,) = RUN.all("CMD")
    with subprocess.Popen(json.loads(command), cwd=app, env=environment) as server:
        try:
            yield environment
        finally:
            server.send_signal(signal.SIGTERM)


@pytest.mark.timeout(600)  # it downloads and installs everything, as Docker would
async def test_what_the_image_runs_is_healthy_and_writes_nothing_but_data(
    image: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (health,) = RUN.all("HEALTHCHECK")
    check = json.loads(health[health.index("[") :])
    before = contents(image)

    with started(image, data) as environment:

        def is_healthy() -> bool:
            asked = subprocess.run(
                check, cwd=image, env=environment, capture_output=True, check=False
            )
            return asked.returncode == 0

        await eventually(is_healthy, within=90)

    installed = {path.name for path in (image / ".venv/lib").glob("python*/site-packages/*")}
    assert "litestar" in installed
    assert installed.isdisjoint({"pip", "setuptools"})
    assert contents(image) == before
    assert (data / "callbeacon.sqlite").is_file()


def contents(app: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in app.rglob("*")}
