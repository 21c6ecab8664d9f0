"""Agents as their supervisors see them."""

from datetime import datetime

import strawberry

from api.schema.context import Info
from api.schema.people import User
from models.calls import figures
from models.calls.figures import AgentStatus

strawberry.enum(
    AgentStatus,
    name="AgentStatus",
    description="What an agent is doing: in WRAP_UP, the call is over and its workspace open.",
)


@strawberry.type
class Agent:
    """An agent, and since when the status has been what it is."""

    user: User = strawberry.field(description="The agent.")
    team: str | None = strawberry.field(description="Null for an agent without a team.")
    status: AgentStatus = strawberry.field(description="As messages and workspaces tell it.")
    since: datetime = strawberry.field(description="When the status began.")


@strawberry.type
class AgentQuery:
    """Questions about agents."""

    @strawberry.field
    async def agents(self, info: Info) -> list[Agent]:
        """The agents of a supervisor's team, or everyone for a supervisor without one, by name."""
        return [_agent(each) for each in await figures.agents(await info.context.viewer())]


def _agent(agent: figures.Agent) -> Agent:
    return Agent(
        user=User(
            id=strawberry.ID(str(agent.user_id)),
            login_name=agent.login_name,
            full_name=agent.full_name,
        ),
        team=agent.team_name,
        status=agent.status,
        since=agent.since,
    )
