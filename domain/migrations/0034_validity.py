"""Customers who are never billed, and who was warned before their validity ends."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import DayField, InstantField

BY_LAST_DAY = (
    "CREATE INDEX customer_validity ON customer (status, expires_on) WHERE expires_on IS NOT NULL"
)


# SQLite makes a table anew that loses a column, and what the migrations before it have promised of
# it is lost with it.
KEPT = (
    "CREATE INDEX IF NOT EXISTS customer_expiry ON customer (expires_on, id)"
    " WHERE expires_on IS NOT NULL"
)


async def nothing(apps: Any, editor: Any) -> None:
    """The index is there."""


async def keep(apps: Any, editor: Any) -> None:
    await editor.client.execute_script(KEPT)


async def promise(apps: Any, editor: Any) -> None:
    await editor.client.execute_script(BY_LAST_DAY)


async def release(apps: Any, editor: Any) -> None:
    await editor.client.execute_script("DROP INDEX customer_validity")


class Migration(migrations.Migration):
    dependencies = [("domain", "0033_words_of_gateways")]
    operations = [
        ops.RunPython(nothing, keep),
        ops.AddField(
            "Customer", "never_billed", fields.BooleanField(default=False, db_default=False)
        ),
        ops.CreateModel(
            name="ValidityWarning",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("customer_id", fields.BigIntField(unique=True)),
                ("ends_on", DayField(null=False, generated=False, unique=False)),
                ("warned_at", InstantField(null=False, generated=False, unique=False)),
            ],
            options={
                "table": "validity_warning",
                "app": "domain",
                "pk_attr": "id",
                "table_description": (
                    "When a customer was warned of the end of their validity, and of which."
                ),
            },
            bases=["Model"],
        ),
        ops.RunPython(promise, release),
    ]
