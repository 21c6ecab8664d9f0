"""Two nodes that share a database and a bus, and a balancer before them: what the tests break, and what one may try."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.balancer import Balancer, running_balancer
from tests.running import RunningServer, running_server


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Two nodes and what stands before them."""

    nodes: list[RunningServer]
    balancer: Balancer


def node_settings(*, database_url: str, broadcast_url: str, secret_key: str) -> dict[str, str]:
    """Return what must be the same on every node, by the names of settings without their prefix."""
    return {
        "DATABASE_URL": database_url,
        "BROADCAST_URL": broadcast_url,
        "SECRET_KEY": secret_key,
        "TRUSTED_PROXIES": "127.0.0.1",
    }


@contextmanager
def running_nodes(
    data_dir: Path, settings: Mapping[str, str], *, port: int | None = None
) -> Iterator[Nodes]:
    """Run two nodes, then a balancer, on that port or any; end all of them."""
    with ExitStack() as stack:
        nodes = [stack.enter_context(running_server(data_dir / name, **settings)) for name in "ab"]
        balancer = stack.enter_context(running_balancer(data_dir, nodes, port=port))
        yield Nodes(nodes=nodes, balancer=balancer)
