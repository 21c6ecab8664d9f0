"""The GraphQL schema, added up: everything the pages can do, and third-party tools with them."""

from api.schema.building import schema

__all__ = ["schema"]
