"""Texts of the wallboard."""

WALLBOARD = "Wallboard"
NOT_FOR_WALLBOARD_TITLE = "The wallboard is for supervisors"
NOT_FOR_WALLBOARD = (
    "To watch a team you need the privilege gCallSupervisor. Ask a system administrator for it."
)
NO_AGENTS_TITLE = "No agents to watch yet"
NO_AGENTS = (
    "Agents show here as soon as a system administrator has put them into your team. "
    "An agent is a user with the privilege gCallUser."
)

# Agents
AGENT_STATUSES = {"WAITING": "Waiting", "ON_CALL": "On a call", "WRAP_UP": "Wrap-up"}
WITHOUT_TEAM = "Without a team"
TOO_LONG = "Too long"
RUNNING_TOO_LONG = "Running too long"
UNOPENED_IN_HOUR = "Unopened, last hour"

# The last hour
LAST_HOUR = "The last hour"
CALLS_AN_HOUR = "Calls"
TIME_TO_CLICK = "Beacon to click"
HANDLING_TIME = "Handling"
WRAP_UP_TIME = "Wrap-up"
ON_AVERAGE = "on average"
NONE_IN_HOUR = "none in this hour"
FROM_TIME = "From"
AS_TABLE = "As a table"

# Open workspaces
OPEN_WORKSPACES = "Open workspaces"
NOTHING_LEFT_OPEN = "No workspace is open."
LAST_TYPED = "Last typed"
NOTHING_TYPED = "nothing yet"
AGENT_DISABLED = "disabled"
TAKE_OVER = "Take over"
TAKING_OVER_NEEDS = "To take a workspace over you need the privilege gCallUser too."


def agents_in_team(count: int) -> str:
    """Say how many agents a team has."""
    return "1 agent" if count == 1 else f"{count} agents"


def updates_stopped(message: str) -> str:
    """Say that what is shown may be old, and why."""
    return f"What you see may be out of date. {message}"


def of_which_unopened(count: str) -> str:
    """Say how many of the calls nobody opened."""
    return f"{count} unopened"


def of_which_wrap_up(time: str) -> str:
    """Say how much of the handling time was wrap-up."""
    return f"{time} wrap-up"


def plot_label(title: str, begins: str, ends: str) -> str:
    """Name a plot and its table."""
    return f"{title} for each five minutes from {begins} to {ends}"


def as_table(title: str) -> str:
    """Name the button that shows a plot as a table."""
    return f"{AS_TABLE}: {title}"


def take_over_question(caller: str, agent: str) -> str:
    """Ask before somebody's workspace is taken over."""
    return f"Take over the call of {caller} from {agent}?"


def taking_over_explained(agent: str, opened: str, typed: str) -> str:
    """Say how long the agent has had it, and what becomes of it."""
    text = (
        f"Everything typed into it, last at {typed},"
        if typed
        else "Nothing has been typed into it. It"
    )
    return (
        f"Since {opened} {agent} has had it open. {text} moves to your desktop, and {agent} no longer has it. "
        "The audit trail keeps that you took it over."
    )


def taken_over(caller: str) -> str:
    """Say that a workspace was taken over."""
    return f"The call of {caller} is on your desktop now."
