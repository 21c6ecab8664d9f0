"""The command that looks the installation over."""

from __future__ import annotations

import asyncio
import sys

import click

from callbeacon.doctor import Grade, examine


@click.command()
def doctor() -> None:
    """Look settings, database, bus, clock and disk over; say what to do, and exit with 1 on a problem."""
    findings = asyncio.run(examine())
    for each in findings:
        click.echo(f"{each.grade.value:<8} {each.subject}: {each.says}")
        if each.advice:
            click.echo(f"         {each.advice}")
    sys.exit(any(each.grade is Grade.PROBLEM for each in findings))
