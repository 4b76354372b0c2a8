"""Whose a name on a channel is, and by which id a number is reached there as well."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.fields import InstantField
from domain.messaging.states import Channel

INDEXES = {
    "customer_of_whatsapp": "customer (whatsapp) WHERE whatsapp <> ''",
    "identity_stopped": "identity (channel) WHERE stopped_at IS NOT NULL",
}


async def add_indexes(apps: Any, editor: Any) -> None:
    for name, what in INDEXES.items():
        await editor.client.execute_script(f"CREATE INDEX {name} ON {what}")


async def drop_indexes(apps: Any, editor: Any) -> None:
    for name in INDEXES:
        await editor.client.execute_script(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("domain", "0007_transactions")]
    operations = [
        ops.AddField("Reach", "other", fields.CharField(null=True, max_length=120)),
        ops.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "channel",
                    fields.CharEnumField(
                        description="WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email",
                        enum_type=Channel,
                        max_length=16,
                    ),
                ),
                ("address", fields.CharField(max_length=120)),
                ("phone", fields.CharField(default="", max_length=20)),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "domain.Customer",
                        source_field="customer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("seen_at", InstantField(generated=False, unique=False)),
                ("stopped_at", InstantField(null=True, generated=False, unique=False)),
            ],
            options={
                "table": "identity",
                "app": "domain",
                "unique_together": (("channel", "address"),),
                "indexes": [Index(fields=["channel", "phone"])],
                "pk_attr": "id",
                "table_description": "Whose a name on a channel is: an id beside the number, or a"
                " number that was left.",
            },
            bases=["Model"],
        ),
        ops.RunPython(add_indexes, drop_indexes),
    ]
