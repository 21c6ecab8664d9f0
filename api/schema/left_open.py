"""The open workspaces of a supervisor's agents, for `takeOverWorkspace`."""

from datetime import datetime

import strawberry

from api.schema.calls import InboundCall, inbound_calls
from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.people import User
from models.workspaces.left_open import open_workspaces_of_teams


@strawberry.type
class WorkspaceOfAgent:
    """An open workspace of somebody else; what is typed in it is told to whoever takes it over."""

    id: strawberry.ID = strawberry.field(description="As in `Workspace.id`.")
    user: User = strawberry.field(description="The agent who has it open.")
    is_agent_enabled: bool = strawberry.field(
        description="False: the agent can't save it any more."
    )
    opened_at: datetime = strawberry.field(description="When the call was opened.")
    last_typed_at: datetime | None = strawberry.field(
        description="When its newest text was stored; null when nothing has been typed."
    )
    inbound_call: InboundCall = strawberry.field(description="The call.")


@strawberry.type
class LeftOpenQuery:
    """Questions about workspaces of others."""

    @strawberry.field
    async def open_workspaces(
        self, info: Info, agent: strawberry.ID | None = None
    ) -> list[WorkspaceOfAgent]:
        """The open workspaces of a supervisor's agents, at most 100: of disabled agents first, then the oldest."""
        agent_id = read_id(agent, name="agent") if agent is not None else None
        found = await open_workspaces_of_teams(await info.context.viewer(), agent_id=agent_id)
        calls = inbound_calls([each.call for each in found])
        return [
            WorkspaceOfAgent(
                id=strawberry.ID(str(each.id)),
                user=User(
                    id=strawberry.ID(str(each.user_id)),
                    login_name=each.login_name,
                    full_name=each.full_name,
                ),
                is_agent_enabled=each.is_agent_enabled,
                opened_at=each.opened_at,
                last_typed_at=each.last_typed_at,
                inbound_call=call,
            )
            for each, call in zip(found, calls, strict=True)
        ]
