"""Traces of calls, as GraphQL shows them. The log of messages is in ``message_log.py``."""

from datetime import datetime

import strawberry

from models.calls.tracing import Step, TraceStep

strawberry.enum(
    Step,
    name="CallStep",
    description="A step on the way of a call to its agent. NO_BEACON says why none showed.",
)


@strawberry.type
class CallTraceStep:
    """One step on the way of a call to its agent."""

    step: Step = strawberry.field(description="What happened.")
    at: datetime = strawberry.field(description="When it happened first.")
    count: int = strawberry.field(description="How many pages it concerned.")
    detail: str | None = strawberry.field(
        description="What the message did or why it was refused, such as STARTED."
    )


def trace_step(step: TraceStep) -> CallTraceStep:
    """Show a step."""
    return CallTraceStep(step=step.step, at=step.at, count=step.times, detail=step.detail)
