"""What an administrator may change while it runs; what is not in the table has the default given here."""

from piccolo.columns import JSON, BigInt, Varchar
from piccolo.table import Table


class SiteSetting(Table, tablename="site_setting"):
    """One setting that was changed from its default."""

    name = Varchar(length=64, primary_key=True)
    value = JSON()
    version = BigInt(default=1)
