"""Reading every stored number again when the site's region changes, a little at a time."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from models.contacts.numbers import FORMS, searchable_forms
from models.contacts.phone import read_number
from models.settings import SiteSetting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from models.database import Row
    from models.site import Site

log = structlog.get_logger(__name__)

SETTING = "numbers_read"
# A job reads for half of the 50 ms that it may take; the rest is for writing what changed.
PORTION = 250
LONGEST_READING = 0.025
AGAIN_AFTER = 60.0  # seconds after a failure

NEXT = "SELECT id, address, {forms} FROM contact_number WHERE {after} ORDER BY id LIMIT {portion}"
# The address is checked because somebody may have edited the number meanwhile.
STORE = """
    UPDATE contact_number
    SET searchable_address = $3, national_number = $4, reversed_digits = $5, is_partial = $6
    WHERE id = $1 AND address = $2
"""


@asynccontextmanager
async def numbers_kept_read(site: Site) -> AsyncIterator[None]:
    """Keep the searchable forms of all numbers as the site's region has them, beside everything else.

    The region may have changed since the last start, and may change while it runs.
    """
    task = asyncio.create_task(_keep_read(site), name="reread numbers")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _keep_read(site: Site) -> None:
    while True:
        site.settings.changed.clear()
        try:
            await reread_numbers(site, site.default_region)
        except Exception:
            log.exception("contacts.numbers_not_reread")
            await asyncio.sleep(AGAIN_AFTER)
            continue
        await site.settings.changed.wait()


async def reread_numbers(site: Site, region: str) -> int:
    """Bring the searchable forms of all numbers to what they are in this region; return how many changed.

    How far it came is kept in the database: after an interruption it goes on there, and when nothing is left to do a
    call costs one read. Numbers that are added meanwhile have to be read in the new region already.
    """
    changed, is_done = 0, False
    while not is_done:
        count, is_done = await site.writer.run(lambda: _reread_some(site, region))
        changed += count
    if changed:
        log.info("contacts.numbers_reread", region=region, changed=changed)
    return changed


async def _reread_some(site: Site, region: str) -> tuple[int, bool]:
    state = await _state()
    if state["region"] != region:
        state = {"region": region, "after": None, "is_done": False}
    if state["is_done"]:
        return 0, True
    rows = await _next(site, state["after"])
    count, changed = _read(rows, region)
    await site.database.execute_many(STORE, changed)
    is_done = count == len(rows) < PORTION
    rows = rows[:count]
    await _keep(
        {"region": region, "after": None if is_done else str(rows[-1]["id"]), "is_done": is_done}
    )
    return len(changed), is_done


async def _next(site: Site, after: str | None) -> list[Row]:
    forms = ", ".join(FORMS)
    if after is None:
        sql = NEXT.format(forms=forms, after="TRUE", portion=PORTION)
        return await site.database.fetch(sql)
    sql = NEXT.format(forms=forms, after="id > $1", portion=PORTION)
    return await site.database.fetch(sql, UUID(after))


def _read(rows: Sequence[Row], region: str) -> tuple[int, list[list[object]]]:
    """Read numbers until the time is over; return how many and what has to be stored."""
    changed, deadline = [], time.monotonic() + LONGEST_READING
    for count, row in enumerate(rows, start=1):
        if values := _changed(row, region):
            changed.append(values)
        if time.monotonic() > deadline:
            return count, changed
    return len(rows), changed


def _changed(row: Row, region: str) -> list[object] | None:
    forms = searchable_forms(read_number(row["address"], region=region))
    if all(row[name] == value for name, value in forms.items()):
        return None
    return [row["id"], row["address"], *forms.values()]


async def _state() -> Row:
    row = await SiteSetting.select().where(SiteSetting.name == SETTING).first()
    return {"region": None} if row is None else json.loads(row["value"])


async def _keep(state: Row) -> None:
    await SiteSetting.insert(SiteSetting(name=SETTING, value=json.dumps(state))).on_conflict(
        target=SiteSetting.name, action="DO UPDATE", values=[SiteSetting.value]
    )
