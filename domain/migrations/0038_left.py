"""When customers left, for those who report it."""

from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField

# SQLite makes a table anew that loses a column, and what the migrations before it have promised of
# it is lost with it.
KEPT = (
    "CREATE INDEX IF NOT EXISTS customer_expiry ON customer (expires_on, id)"
    " WHERE expires_on IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS customer_validity ON customer (status, expires_on)"
    " WHERE expires_on IS NOT NULL",
)


async def nothing(apps: Any, editor: Any) -> None:
    """The indexes are there."""


async def keep(apps: Any, editor: Any) -> None:
    for statement in KEPT:
        await editor.client.execute_script(statement)


class Migration(migrations.Migration):
    dependencies = [("domain", "0037_digests")]
    operations = [
        ops.RunPython(nothing, keep),
        ops.AddField("Customer", "left_at", InstantField(null=True)),
    ]
