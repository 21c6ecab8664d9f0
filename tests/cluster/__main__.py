"""Serve demo data from a cluster on this machine until interrupted: ``make cluster``. Its data stays in var/cluster."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from callbeacon import demo
from callbeacon.cli.running import welcome
from callbeacon.installation import site_for
from callbeacon.settings import PREFIX, Settings, read_settings, secret_key
from models.preparing import prepare
from tests.cluster.nodes import Nodes, node_settings, running_nodes
from tests.servers import Postgres, kept_postgres, running_valkey

PORT = "8000"


def main() -> None:
    """Start everything, say where it is, wait for Ctrl-C, and end what was started, by its process ids."""
    # A supervisor's SIGTERM ends it as orderly as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt), _serving(Path("var", "cluster")):
        try:
            signal.pause()
        finally:
            # The terminal has told the other processes too; a second Ctrl-C must not keep us from waiting for them.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)


@contextmanager
def _serving(data_dir: Path) -> Iterator[None]:
    data_dir.mkdir(parents=True, exist_ok=True)
    with kept_postgres(data_dir / "postgres") as postgres, running_valkey() as valkey:
        shared = node_settings(
            database_url=postgres.url(),
            broadcast_url=valkey.url,
            secret_key=secret_key(_settings(data_dir, {})).decode(),
        )
        settings = _settings(data_dir, shared)
        asyncio.run(_fill(settings, data_dir / "demo.txt"))
        with running_nodes(data_dir, shared, port=settings.port) as cluster:
            _say(cluster, settings, postgres)
            yield


def _settings(data_dir: Path, shared: dict[str, str]) -> Settings:
    own = {"DATA_DIR": str(data_dir), "PORT": os.environ.get(f"{PREFIX}PORT", PORT)}
    return read_settings({PREFIX + name: value for name, value in {**own, **shared}.items()})


async def _fill(settings: Settings, keep_in: Path) -> None:
    async with site_for(settings) as site:
        await prepare(site.database)
        if await demo.is_empty():
            await demo.make_demo_data(site, keep_in)


def _say(cluster: Nodes, settings: Settings, postgres: Postgres) -> None:
    welcome(settings, settings.data_dir / "demo.txt")
    print("That address is the balancer's. Behind it:\n")
    for name, node in zip("ab", cluster.nodes, strict=True):
        print(
            f"  node {name}      {node.url}  (the other one takes over: kill -9 {node.process_id})"
        )
    print(f"  PostgreSQL  {postgres.url()}\n  Valkey      {settings.broadcast_url}\n", flush=True)


if __name__ == "__main__":
    main()
