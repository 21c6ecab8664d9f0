"""Tokens that may only read: every mutation refuses them, in this one place."""

import inspect
from collections.abc import Callable
from typing import Any

from graphql import GraphQLResolveInfo
from strawberry import Schema

from api.schema.context import Context
from models.errors import TokenMayNot


def guard_mutations(schema: Schema) -> None:
    """Let each mutation begin with the question whether the viewer may change anything."""
    mutations = schema._schema.mutation_type
    for field in mutations.fields.values() if mutations else ():
        if field.resolve:
            field.resolve = _guarded(field.resolve)


def _guarded(resolve: Callable[..., Any]) -> Callable[..., Any]:
    async def guarded(root: object, info: GraphQLResolveInfo[Context], **given: object) -> object:
        context: Context = info.context
        viewer = context.asker or await context.viewer()
        if viewer.is_read_only:
            raise TokenMayNot
        result = resolve(root, info, **given)
        return await result if inspect.isawaitable(result) else result

    return guarded
