"""Run programs in JavaScript, with the locked packages, as the authors of tools do."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 60


async def run_javascript(program: Path, *arguments: str, directory: Path) -> str:
    """Run a program in a new directory, and return what it prints; fail with what it complains of."""
    node, copied = await asyncio.to_thread(_prepare, program, directory)
    process = await asyncio.create_subprocess_exec(
        node, copied, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    printed, complaint = await asyncio.wait_for(process.communicate(), SECONDS)
    assert process.returncode == 0, complaint.decode()
    return printed.decode()


@asynccontextmanager
async def running_javascript(
    program: Path, *arguments: str, environment: Mapping[str, str], directory: Path
) -> AsyncIterator[asyncio.StreamReader]:
    """Run a program that does not end by itself, in a new directory, and give what it prints."""
    node, copied = await asyncio.to_thread(_prepare, program, directory)
    process = await asyncio.create_subprocess_exec(
        node, copied, *arguments, stdout=subprocess.PIPE, env={**os.environ, **environment}
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _prepare(program: Path, directory: Path) -> tuple[str, Path]:
    found = subprocess.run([HERE / "find-node"], check=True, stdout=subprocess.PIPE, text=True)
    node, packages = found.stdout.splitlines()
    directory.mkdir()
    # A module finds its packages beside itself.
    (directory / "node_modules").symlink_to(Path(packages) / "node_modules")
    return node, Path(shutil.copy(program, directory))
