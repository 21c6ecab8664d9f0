"""Agents as their supervisors see them, and the figures of the day."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from zoneinfo import ZoneInfo

import strawberry

from api.auth import web_settings_of
from api.schema.calls import CallReference, seconds
from api.schema.context import Info
from api.schema.people import User
from models.calls import figures, today
from models.calls.figures import AgentStatus
from models.site import Site
from models.workspaces.team_states import follow_agent_states
from models.workspaces.wallboard import follow_agents

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
    inbound_call: CallReference | None = strawberry.field(
        description="While ON_CALL the call that began first, which `endCall` ends when it is stuck."
    )


@strawberry.type
class UserCallStateOfAgent(Agent):
    """An agent's status, and from when on the current call runs too long."""

    runs_too_long_from: datetime | None = strawberry.field(
        description="By the site's setting; null without a call. It may be over: nothing is sent when it comes."
    )


@strawberry.type
class UserCallStates:
    """States of agents, one by one or all."""

    is_all: bool = strawberry.field(
        description="True for everyone the viewer may see: forget whoever is not among them. False: those that changed."
    )
    states: list[UserCallStateOfAgent] = strawberry.field(description="By name.")


@strawberry.type
class CallFigures:
    """Counts and median times of calls; null where no call has that time. Test calls are left out."""

    calls: int = strawberry.field(description="How many began.")
    unopened: int = strawberry.field(description="How many ended and were never opened.")
    seconds_to_click: int | None = strawberry.field(description="From the beacon to the click.")
    talk_seconds: int | None = strawberry.field(description="Of calls that were not superseded.")
    wrap_up_seconds: int | None = strawberry.field(description="From the end to the saving.")
    handling_seconds: int | None = strawberry.field(description="Talk and wrap-up together.")


@strawberry.type
class AgentFigures:
    """The figures of one agent."""

    user: User = strawberry.field(description="The agent.")
    figures: CallFigures = strawberry.field(description="Of this agent's calls alone.")


@strawberry.type
class DayFigures:
    """The figures of the calls since midnight."""

    since: datetime = strawberry.field(description="Midnight in the site's time zone.")
    total: CallFigures = strawberry.field(description="Of all calls that the viewer may see.")
    agents: list[AgentFigures] = strawberry.field(description="Of each agent with calls, by name.")


@strawberry.type
class AgentQuery:
    """Questions about agents."""

    @strawberry.field
    async def agents(self, info: Info) -> list[Agent]:
        """The agents of a supervisor's team, or everyone for a supervisor without one, by name."""
        return [_agent(each) for each in await figures.agents(await info.context.viewer())]

    @strawberry.field
    async def todays_figures(self, info: Info) -> DayFigures:
        """Today's figures: of a supervisor's teams, for anybody else the own ones."""
        context = info.context
        zone = ZoneInfo(web_settings_of(context.scope).time_zone)
        now = context.site.now().astimezone(zone)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        found = await today.figures_since(await context.viewer(), midnight)
        return DayFigures(
            since=midnight,
            total=_figures(found.total),
            agents=[
                AgentFigures(
                    user=_user(each.user_id, each.login_name, each.full_name),
                    figures=_figures(each.figures),
                )
                for each in found.agents
            ],
        )


@strawberry.type
class AgentSubscription:
    """What there is to follow about agents."""

    @strawberry.subscription
    async def agents(self, info: Info) -> AsyncGenerator[list[Agent], None]:
        """Follow the agents of a supervisor's team: all of them now, then all again after each change."""
        context = info.context
        async with aclosing(follow_agents(context.site, await context.viewer())) as items:
            async for item in items:
                await context.viewer()
                yield [_agent(each) for each in item]

    @strawberry.subscription
    async def user_call_states(self, info: Info) -> AsyncGenerator[UserCallStates, None]:
        """Follow what a team's agents do: all of them first, then those alone that change.

        For a supervisor the own team's, for one without a team and for administrators everyone's. Who comes and goes
        is told by all again. Changes that come faster than they are taken are seen as one.
        """
        site = info.context.site
        # No item asks who it is: that a session, token or privilege ends is heard, and ends this.
        async with aclosing(follow_agent_states(site, await info.context.viewer())) as items:
            async for item in items:
                yield UserCallStates(
                    is_all=item.is_all, states=[_state(site, each) for each in item.agents]
                )


def _state(site: Site, agent: figures.Agent) -> UserCallStateOfAgent:
    shown, since = _agent(agent), agent.call_since
    return UserCallStateOfAgent(
        user=shown.user,
        team=shown.team,
        status=shown.status,
        since=shown.since,
        inbound_call=shown.inbound_call,
        runs_too_long_from=figures.too_long_from(site, since) if since else None,
    )


def _agent(agent: figures.Agent) -> Agent:
    call_id = agent.call_id
    return Agent(
        user=_user(agent.user_id, agent.login_name, agent.full_name),
        team=agent.team_name,
        status=agent.status,
        since=agent.since,
        inbound_call=CallReference(id=strawberry.ID(str(call_id))) if call_id else None,
    )


def _user(user_id: object, login_name: str, full_name: str) -> User:
    return User(id=strawberry.ID(str(user_id)), login_name=login_name, full_name=full_name)


def _figures(shown: today.Figures) -> CallFigures:
    return CallFigures(
        calls=shown.calls,
        unopened=shown.unopened,
        seconds_to_click=seconds(shown.to_click),
        talk_seconds=seconds(shown.talk),
        wrap_up_seconds=seconds(shown.wrap_up),
        handling_seconds=seconds(shown.handling),
    )
