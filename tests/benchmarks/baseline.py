"""What Callbeacon is measured beside: the same libraries as they come, one Piccolo upsert for each request.

Nothing slows it down but the database: no credentials, no rules, no ledger, no trace, no announcement.
"""

import sys
from typing import Any

import uvicorn
from litestar import Litestar, post
from piccolo.columns import Boolean, Varchar
from piccolo.engine.sqlite import SQLiteEngine
from piccolo.table import Table, create_db_tables

DB = SQLiteEngine(path=sys.argv[1])


class CallState(Table, db=DB):
    """One row for each user, as in Callbeacon."""

    login_name = Varchar(primary_key=True)
    status = Varchar()
    phone_number = Varchar()
    has_clicked_beacon = Boolean()


@post("/", status_code=200)
async def update_call_state(data: dict[str, Any]) -> dict[str, Any]:
    """Write the state; answer when it is committed."""
    login_name, status, phone_number = data["params"]
    await CallState.insert(
        CallState(login_name=login_name, status=status, phone_number=phone_number)
    ).on_conflict(
        target=CallState.login_name,
        action="DO UPDATE",
        values=[CallState.status, CallState.phone_number, CallState.has_clicked_beacon],
    )
    return {"jsonrpc": "2.0", "result": None, "id": data["id"]}


async def make_table() -> None:
    """Make the table before the first request."""
    await create_db_tables(CallState, if_not_exists=True)


if __name__ == "__main__":
    uvicorn.run(
        Litestar([update_call_state], on_startup=[make_table], openapi_config=None),
        port=int(sys.argv[2]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="critical",
        server_header=False,
    )
