"""Make a database ready for use: its tables, and the few rows that every installation has."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.database import migrate
from models.scripts.flow import ScriptPage
from models.scripts.reasons import NewReason, add_reason
from models.scripts.scripts import add_published_script
from models.scripts.tables import CallField, CallReason

if TYPE_CHECKING:
    from models.database import Database

DEFAULT_SCRIPT = Path(__file__).parent / "scripts" / "general-inquiry.md"


async def prepare(database: Database) -> list[str]:
    """Run the migrations that have not run and add the first rows; return the migrations that ran.

    Doing it twice changes nothing, and what an administrator has changed since is left alone. It is one transaction, so
    that of two processes which start at once the second waits and finds everything there.
    """
    async with database.transaction():
        ran = await migrate(database)
        if not await CallReason.exists().where(CallReason.is_default.eq(True)):
            await _add_default_reason()
            await _declare_call_fields()
    return ran


async def _add_default_reason() -> None:
    text = DEFAULT_SCRIPT.read_text(encoding="utf-8")
    page = ScriptPage(id="welcome", title="Welcome", text=text)
    script_id = await add_published_script("General Inquiry", [page], now=datetime.now(UTC))
    await add_reason(
        NewReason(
            name="General Inquiry",
            description="Used when a call comes without a reason, or with one that nobody defined.",
            script_id=script_id,
            is_default=True,
        )
    )


async def _declare_call_fields() -> None:
    await CallField.insert(
        CallField(
            name="account_number",
            label="Account number",
            type="TEXT",
            is_masked=True,
            is_identifier=True,
            position=0,
        ),
        CallField(name="line_dialled", label="Line dialled", type="PHONE_NUMBER", position=1),
        CallField(name="verified_by_ivr", label="Verified by the IVR", type="BOOLEAN", position=2),
    )
