"""Steps of the end of validity, and since when a customer has been online for the first time."""

from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField, JsonField

STATEMENTS = (
    "UPDATE billing_profile SET expiry_days = '[-3, -1]'",
    # Whoever is served already has been online before anybody looked.
    "UPDATE customer SET online_at = 0 WHERE status <> 'pending'",
    "CREATE INDEX customer_expiry ON customer (expires_on, id) WHERE expires_on IS NOT NULL",
)


async def promise(apps: Any, editor: Any) -> None:
    for statement in STATEMENTS:
        await editor.client.execute_script(statement)


async def release(apps: Any, editor: Any) -> None:
    await editor.client.execute_script("DROP INDEX customer_expiry")


class Migration(migrations.Migration):
    dependencies = [("domain", "0031_vouchers")]
    operations = [
        ops.AddField("BillingProfile", "expiry_days", JsonField(null=True)),
        ops.AddField("Customer", "online_at", InstantField(null=True)),
        ops.RunPython(promise, release),
    ]
