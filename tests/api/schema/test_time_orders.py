"""Pages of what has happened, from either end of the time."""

from collections.abc import Awaitable, Callable

import pytest
from httpx import AsyncClient

from models.people.privileges import Privilege, Viewer
from models.people.teams import create_team
from models.site import Site
from tests.api.asking import a_page, connect
from tests.builders import a_contact, a_user

Happen = Callable[[], Awaitable[object]]
EVERYTHING = (Privilege.ADMIN, Privilege.CALL_USER)


@pytest.mark.parametrize("listed", ["inboundCalls", "messageLog", "auditEntries", "contacts"])
async def test_what_comes_while_pages_are_read_neither_moves_them_nor_is_missed(
    app_client: AsyncClient, app_site: Site, listed: str
) -> None:
    reader = await a_user(app_site, "eva", privileges=EVERYTHING)
    page = await a_page(app_client, app_site, reader)
    happen = happening(app_site, reader)[listed]
    query = f"""
        query ($order: TimeOrder!, $after: String) {{
          {listed}(first: 2, order: $order, after: $after) {{
            edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage endCursor }}
          }}
        }}
    """

    async def read(order: str) -> list[str]:
        seen, after, has_more = [], None, True
        while has_more:
            answer = (await page.ask(query, order=order, after=after))[listed]
            seen += [edge["node"]["id"] for edge in answer["edges"]]
            after, has_more = answer["pageInfo"]["endCursor"], answer["pageInfo"]["hasNextPage"]
            if len(seen) == 2:
                await happen()
                await app_site.tracer.flush(app_site)
        return seen

    for _ in range(3):
        await happen()
    await app_site.tracer.flush(app_site)
    backwards = await read("NEWEST_FIRST")
    forwards = await read("OLDEST_FIRST")

    assert len(backwards) >= 3
    assert backwards == sorted(backwards, reverse=True)
    assert forwards == sorted(forwards)
    assert forwards[: len(backwards)] == backwards[::-1]
    assert len(forwards) == len(backwards) + 2


def happening(site: Site, agent: Viewer) -> dict[str, Happen]:
    """Make what each of the lists has one more of."""
    numbers = iter(range(100))

    async def call() -> None:
        await connect(site, agent, f"41655501{next(numbers):02}")

    async def team() -> None:
        await create_team(site, agent, f"Team {next(numbers)}")

    async def contact() -> None:
        await a_contact(site, f"41655501{next(numbers):02}")

    return {"inboundCalls": call, "messageLog": call, "auditEntries": team, "contacts": contact}
