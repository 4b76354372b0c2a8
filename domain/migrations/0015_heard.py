"""What customers say, to be answered in order."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField, JsonField
from domain.messaging.states import HeardStatus

INDEXES = {
    "heard_waiting": "heard (sender, at, inbox_id, id) WHERE status = 'new'",
    "heard_done": "heard (at) WHERE status = 'done'",
}


async def add_indexes(apps: Any, editor: Any) -> None:
    for name, what in INDEXES.items():
        await editor.client.execute_script(f"CREATE INDEX {name} ON {what}")


async def drop_indexes(apps: Any, editor: Any) -> None:
    for name in INDEXES:
        await editor.client.execute_script(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("domain", "0014_codes")]
    operations = [
        ops.CreateModel(
            name="Heard",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("gateway", fields.CharField(max_length=64)),
                ("provider_id", fields.CharField(max_length=160)),
                ("sender", fields.CharField(max_length=120)),
                ("said", JsonField(generated=False, unique=False)),
                ("at", InstantField(generated=False, unique=False)),
                ("inbox_id", fields.BigIntField()),
                (
                    "status",
                    fields.CharEnumField(
                        default=HeardStatus.NEW,
                        description="NEW: new\nDONE: done\nFAILED: failed",
                        enum_type=HeardStatus,
                        max_length=16,
                    ),
                ),
                ("tries", fields.IntField(default=0)),
                ("due_ms", fields.BigIntField(default=0)),
                ("error", fields.CharField(default="", max_length=200)),
            ],
            options={
                "table": "heard",
                "app": "domain",
                "unique_together": (("gateway", "provider_id"),),
                "pk_attr": "id",
                "table_description": "One thing that somebody said to us: the words, what was"
                " chosen, a file, a place.",
            },
            bases=["Model"],
        ),
        ops.RunPython(add_indexes, drop_indexes),
    ]
