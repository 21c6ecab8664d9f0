"""What the schema spares itself."""

from typing import Any

from httpx import AsyncClient
from strawberry.extensions import ParserCache, ValidationCache

from models.site import Site
from tests.api.asking import a_tool
from tests.builders import a_user


def misses() -> tuple[int, ...]:
    """Count the documents that were parsed, and those that were validated."""
    caches: list[Any] = [
        ParserCache(maxsize=500).cached_parse_document,
        ValidationCache(maxsize=500).cached_validate_document,
    ]
    return tuple(cache.cache_info().misses for cache in caches)


async def test_the_same_document_is_parsed_and_validated_once(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))
    before = misses()

    for _ in range(3):
        await tool.ask("query OnlyHere { me { id } }")

    assert misses() == tuple(count + 1 for count in before)
