"""What an operator's probes see."""

from httpx import AsyncClient

from models.site import Site


async def test_a_running_app_is_live_and_ready(app_client: AsyncClient) -> None:
    live, ready = await app_client.get("/health/live"), await app_client.get("/health/ready")

    assert (live.status_code, live.json()) == (200, {"status": "live"})
    assert (ready.status_code, ready.json()) == (200, {"database": "up", "bus": "up"})


async def test_without_its_database_the_app_is_live_and_not_ready(
    app_client: AsyncClient, app_site: Site
) -> None:
    await app_site.database.close()

    live, ready = await app_client.get("/health/live"), await app_client.get("/health/ready")

    assert live.status_code == 200
    assert (ready.status_code, ready.json()) == (503, {"database": "down", "bus": "up"})


async def test_without_its_bus_the_app_is_live_and_not_ready(
    app_client: AsyncClient, app_site: Site
) -> None:
    await app_site.bus.disconnect()

    live, ready = await app_client.get("/health/live"), await app_client.get("/health/ready")

    assert live.status_code == 200
    assert (ready.status_code, ready.json()) == (
        503,
        {"database": "up", "bus": "down", "bus_down_because": "NotConnected"},
    )


async def test_the_app_is_ready_again_when_its_database_is_back(
    app_client: AsyncClient, app_site: Site
) -> None:
    await app_site.database.close()
    await app_site.database.open()

    ready = await app_client.get("/health/ready")

    assert ready.status_code == 200


async def test_without_its_database_graphql_asks_to_come_again(
    app_client: AsyncClient, app_site: Site
) -> None:
    await app_site.database.close()

    answer = await app_client.post(
        "/graphql", json={"query": "{ me { id } }"}, headers={"authorization": "Bearer cba_x"}
    )

    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "DATABASE_DOWN"
