"""Refusals that a client should expect, as members of a mutation's result; everything else is an error."""

from collections.abc import Awaitable
from typing import TypeVar

import strawberry

from models.errors import NotSignedIn, Refused

T = TypeVar("T")


@strawberry.type
class Refusal:
    """Say that a mutation was understood and not carried out; nothing was changed."""

    code: str = strawberry.field(description="A stable word for programs, such as NO_SUCH_CALL.")
    message: str = strawberry.field(description="A sentence for people.")


async def or_refusal(verb: Awaitable[T]) -> T | Refusal:
    """Await a verb; turn what it refuses into a value. Not being signed in stays an error."""
    try:
        return await verb
    except NotSignedIn:
        raise
    except Refused as error:
        return Refusal(code=error.code, message=str(error))
