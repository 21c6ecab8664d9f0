"""Sending a test call over GraphQL."""

from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from api.schema.context import Info
from api.schema.refusals import Refusal, or_refusal
from models.calls.trying import TestCall, send_test_call
from models.errors import InvalidValue


@strawberry.type
class SentTestCall:
    """A test call that was accepted as a real one would be."""

    call_id: strawberry.ID = strawberry.field(description="As in `InboundCall.id`.")
    is_new: bool = strawberry.field(
        description="False when the same test call runs and was only repeated."
    )


SendTestCallResult = Annotated[
    SentTestCall | Refusal,
    strawberry.union("SendTestCallResult", description="The call, or why none was sent."),
]


@strawberry.type
class TestCallMutation:
    """What administrators can do to see that calls arrive."""

    @strawberry.mutation
    async def send_test_call(
        self,
        info: Info,
        *,
        login_name: str | None = None,
        phone_number: str | None = None,
        reason_id: str | None = None,
        details: JSON | None = None,
    ) -> SendTestCallResult:
        """Connect a test call to an agent, by default to the viewer; for gCallManagement or gAdmin.

        It takes the way of a real message and is marked as a test. AGENT_ON_A_CALL: a real call runs; NO_SUCH_USER.
        """
        return await or_refusal(_send(info, login_name, phone_number, reason_id, details))


async def _send(
    info: Info,
    login_name: str | None,
    phone_number: str | None,
    reason_id: str | None,
    details: Any,
) -> SentTestCall:
    if details is not None and not isinstance(details, dict):
        raise InvalidValue("details", "is an object: names and values.")
    call = TestCall(
        login_name=login_name,
        phone_number=phone_number,
        reason_id=reason_id,
        details=details or {},
    )
    sent = await send_test_call(info.context.site, await info.context.viewer(), call)
    return SentTestCall(call_id=strawberry.ID(str(sent.call_id)), is_new=sent.is_new)
