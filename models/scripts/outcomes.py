"""Outcomes: the wrap-up codes an agent chooses from when a call is saved."""

from models.scripts.tables import Outcome


async def add_outcome(name: str, *, position: int) -> None:
    """Add an active outcome; within a job of the writer."""
    await Outcome.insert(Outcome(name=name, position=position))
