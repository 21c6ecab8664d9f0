"""Tell Piccolo which tables there are and where their migrations lie."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from models.tables import ALL_TABLES

APP_CONFIG = AppConfig(
    app_name="callbeacon",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=[table for table in ALL_TABLES if table._meta.tablename != "migration"],
    migration_dependencies=[],
    commands=[],
)
