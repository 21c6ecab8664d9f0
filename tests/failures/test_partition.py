"""A network that swallows everything between one node and the bus: calls go on, beacons are late by seconds."""

import asyncio
from pathlib import Path

from tests.cable import cable_to
from tests.failures.cluster import READY, RIGHT_WITHIN, Cluster, running_cluster
from tests.servers import Postgres, Valkey
from tests.waiting import eventually


async def test_a_node_cut_off_from_the_bus_goes_on_with_beacons_late_by_seconds(
    tmp_path: Path, own_postgres: Postgres, own_valkey: Valkey
) -> None:
    async with (
        cable_to(own_valkey.port) as cable,
        running_cluster(tmp_path, own_postgres, own_valkey) as cluster,
    ):
        cut_off = cluster.nodes[0]
        cut_off.kill()
        cut_off.change(BROADCAST_URL=f"redis://127.0.0.1:{cable.port}")
        await asyncio.to_thread(cut_off.start)
        async with cluster.watched() as watchers:
            async with cluster.under_load():
                await cluster.some_more()
                cable.swallow()
                await cluster.some_more()
            await eventually(lambda: cluster.are_right(watchers), within=RIGHT_WITHIN)
            await eventually(lambda: is_cut_off(cluster), within=15)
            assert await cluster.readiness(1) == READY
            async with cluster.under_load():
                await cluster.some_more()
                await cable.plug_in()
                await cluster.some_more()

            await eventually(lambda: cluster.are_right(watchers), within=RIGHT_WITHIN)
            # A connection that was begun in vain has to be given up first.
            await eventually(cluster.is_ready, within=15)
        assert await cluster.lost() == set()


async def is_cut_off(cluster: Cluster) -> bool:
    return (await cluster.readiness(0))["bus"] == "down"
