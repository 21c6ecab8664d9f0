"""What must hold for the files of the repository themselves."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|npmjs\.(org|com)|yarnpkg\.com|deb\.debian\.org"
    r"|--(extra-)?index-url|--find-links|--trusted-host",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(
    r"(?<![\w.~/-])/(work|farm|root|home/\w+|Users/\w+|opt/pypi|opt/wheels|tmp/w)/"
)
REQUIREMENT = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>\S+)(?P<rest>(.*\\\n)*.*)", re.MULTILINE
)


def test_no_file_names_a_package_registry() -> None:
    assert list(_lines_with(REGISTRY)) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert list(_lines_with(MACHINE_PATH)) == []


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_a_hash(file: str) -> None:
    text = (ROOT / file).read_text()

    requirements = list(REQUIREMENT.finditer(text))

    unindented = [line for line in text.splitlines() if re.match(r"[^\s#]", line)]
    assert len(requirements) == len(unindented) > 0
    assert [found["name"] for found in requirements if "--hash=sha256:" not in found["rest"]] == []


def test_every_locked_javascript_package_has_a_hash_and_no_address() -> None:
    lock = json.loads((ROOT / "tests/javascript/package-lock.json").read_text())

    packages = [package for name, package in lock["packages"].items() if name]

    assert len(packages) > 0
    assert [package for package in packages if "integrity" not in package] == []
    assert [package for package in packages if "resolved" in package] == []


def test_what_runs_is_what_is_tested() -> None:
    running = _locked("requirements.txt")

    tested = _locked("requirements-dev.txt")

    assert running.items() <= tested.items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    declared = [*project["project"]["dependencies"], *groups["build"], *groups["dev"]]

    names = {re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in declared}

    assert names - _locked("requirements-dev.txt").keys() == set()


def test_make_keeps_compiled_modules_so_that_a_second_start_is_quick() -> None:
    show = 'show: ; @echo "kept$$PYTHONDONTWRITEBYTECODE"'
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}

    shown = subprocess.run(
        ["make", "--silent", "--eval", show, "show"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert shown == "kept\n"


def _locked(file: str) -> dict[str, str]:
    return {
        found["name"]: found["version"] for found in REQUIREMENT.finditer((ROOT / file).read_text())
    }


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path, text in _text_files()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def _text_files() -> list[tuple[Path, str]]:
    """Read what git tracks or would track, but this file, which has to name what it forbids."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [
        (path, text)
        for path in paths
        if path.is_file() and path != Path(__file__) and (text := _text(path)) is not None
    ]


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
