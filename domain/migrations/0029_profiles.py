"""Late fees, what brings service back, and days on which nobody is suspended."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import CharField, InstantField, JsonField

ONE_FEE = "CREATE UNIQUE INDEX one_late_fee ON charge (customer_id, cycle) WHERE cycle IS NOT NULL"


async def promise(apps: Any, editor: Any) -> None:
    await editor.client.execute_script(ONE_FEE)


async def release(apps: Any, editor: Any) -> None:
    await editor.client.execute_script("DROP INDEX one_late_fee")


def _minor() -> Any:
    return fields.BigIntField(default=0, db_default=0)


def _word(default: str) -> Any:
    return CharField(max_length=16, default=default, db_default=default)


class Migration(migrations.Migration):
    dependencies = [("domain", "0028_package_changes")]
    operations = [
        ops.AddField("BillingProfile", "restores", _word("left")),
        ops.AddField("BillingProfile", "spared_weekdays", JsonField(null=True)),
        ops.AddField("BillingProfile", "spared_days", JsonField(null=True)),
        ops.AddField("BillingProfile", "late_fee", _word("none")),
        ops.AddField("BillingProfile", "late_fee_amount_minor", _minor()),
        ops.AddField(
            "BillingProfile", "late_fee_percent_bp", fields.IntField(default=0, db_default=0)
        ),
        ops.AddField("BillingProfile", "late_fee_every", _word("once")),
        ops.AddField("BillingProfile", "late_fee_on", _word("next-bill")),
        ops.AddField(
            "BillingProfile", "late_fee_vat", fields.BooleanField(default=False, db_default=False)
        ),
        ops.AddField("Bill", "fee_minor", _minor()),
        ops.AddField("Bill", "charged_at", InstantField(null=True)),
        ops.AddField("Bill", "borne_at", InstantField(null=True)),
        ops.AddField("Charge", "cycle", CharField(max_length=10, null=True)),
        ops.AddField("Charge", "has_vat", fields.BooleanField(default=True, db_default=True)),
        ops.RunPython(promise, release),
    ]
