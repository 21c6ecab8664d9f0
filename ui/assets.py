"""The files that a browser may fetch: our own and ReactPy's client, read once at start.

An address carries a digest of all files, so that a browser keeps them for a year and fetches a new
release at once.
"""

import hashlib
from functools import cache
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from ui.dependable import CLIENT_FILES, CLIENT_FOLDER

FOLDER = Path(__file__).parent / "static"
FOR_A_YEAR = "public, max-age=31536000, immutable"
# What the system's tables say differs; a browser refuses a module that is not called JavaScript.
MEDIA_TYPES = {
    ".css": "text/css",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


def asset(name: str) -> str:
    """Return the address of a file under ui/static; raise KeyError when there is none."""
    if name not in files():
        raise KeyError(f"There is no file ui/static/{name}.")
    return f"/static/{digest()}/{name}"


def static_files() -> HTTPRouteHandler:
    """Return the handler of /static."""

    @get("/static/{path:path}", include_in_schema=False, sync_to_thread=False)
    def static_file(path: FromPath[str]) -> Response[bytes]:
        """Send one file, by its address of this release, of another one, or without any."""
        name, is_lasting = _named(path.removeprefix("/"))
        if name not in files():
            raise NotFoundException
        return Response(
            files()[name],
            media_type=MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream"),
            headers={
                "Cache-Control": FOR_A_YEAR if is_lasting else "no-cache",
                "X-Content-Type-Options": "nosniff",
            },
        )

    return static_file


def _named(path: str) -> tuple[str, bool]:
    """Split the digest off; during a roll-out a page may ask a server of the other release."""
    first, _, rest = path.partition("/")
    if first == digest():
        return rest, True
    if len(first) == len(digest()) and set(first) <= set("0123456789abcdef"):
        return rest, False
    return path, False


@cache
def files() -> dict[str, bytes]:
    """Read every file once: ours by its path, ReactPy's client under ``reactpy/``."""
    own = [file for file in FOLDER.rglob("*") if file.is_file()]
    return {file.relative_to(FOLDER).as_posix(): file.read_bytes() for file in own} | {
        f"reactpy/{name}": (CLIENT_FOLDER / name).read_bytes() for name in CLIENT_FILES
    }


@cache
def digest() -> str:
    """Name this release's files as a whole: modules import each other by relative addresses."""
    whole = hashlib.sha256()
    for name, content in sorted(files().items()):
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()[:16]
