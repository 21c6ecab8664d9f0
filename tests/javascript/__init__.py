"""Run programs in JavaScript, with the locked packages, as the authors of tools do."""

import asyncio
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 60


async def run_javascript(program: Path, *arguments: str, directory: Path) -> str:
    """Run a program in a directory that is empty yet, and return what it prints; fail with what it complains of."""
    node, copied = await asyncio.to_thread(_prepare, program, directory)
    process = await asyncio.create_subprocess_exec(
        node, copied, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    printed, complaint = await asyncio.wait_for(process.communicate(), SECONDS)
    assert process.returncode == 0, complaint.decode()
    return printed.decode()


def _prepare(program: Path, directory: Path) -> tuple[str, Path]:
    found = subprocess.run([HERE / "find-node"], check=True, stdout=subprocess.PIPE, text=True)
    node, packages = found.stdout.splitlines()
    # A module finds its packages beside itself.
    (directory / "node_modules").symlink_to(Path(packages) / "node_modules")
    return node, Path(shutil.copy(program, directory))
