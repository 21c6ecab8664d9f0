"""Where Piccolo looks for the database and the tables; ``migrate`` fills in the database.

A developer who runs Piccolo's own command line (to make a migration) gets the database of ``CALLBEACON_DATABASE_URL``.
"""

import os
from typing import Any

from piccolo.conf.apps import AppRegistry
from piccolo.engine.sqlite import SQLiteEngine

DB: Any = SQLiteEngine(
    path=os.environ.get("CALLBEACON_DATABASE_URL", "var/callbeacon.sqlite").removeprefix(
        "sqlite:///"
    )
)
APP_REGISTRY = AppRegistry(apps=["models.piccolo_app"])
