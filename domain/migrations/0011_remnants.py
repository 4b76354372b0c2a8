"""What services leave where they no longer are, and by what each is known on its router."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.fields import InstantField

BY_ADDRESS = (
    "UPDATE service SET dials = FALSE WHERE customer_id IN"
    " (SELECT id FROM customer WHERE connection <> 'pppoe' AND service.target = customer.ip)"
)


async def say(apps: Any, editor: Any) -> None:
    await editor.client.execute_script(BY_ADDRESS)


async def unsay(apps: Any, editor: Any) -> None:
    """The column goes as a whole."""


def _key(to: str, column: str) -> Any:
    return fields.ForeignKeyField(
        f"domain.{to}",
        source_field=column,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
    )


class Migration(migrations.Migration):
    dependencies = [("domain", "0010_faces")]
    operations = [
        ops.AddField("Service", "dials", fields.BooleanField(default=True, db_default=True)),
        ops.RunPython(say, unsay),
        ops.CreateModel(
            name="Remnant",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("customer", _key("Customer", "customer_id")),
                ("router", _key("Router", "router_id")),
                ("name", fields.CharField(default="", max_length=64)),
                ("address", fields.CharField(default="", max_length=64)),
                ("kept_at", InstantField(generated=False, null=False, unique=False)),
                ("tries", fields.IntField(default=0)),
                ("due_ms", fields.BigIntField(default=0)),
            ],
            options={
                "table": "remnant",
                "app": "domain",
                "indexes": [Index(fields=["router_id", "due_ms"]), Index(fields=["customer_id"])],
                "pk_attr": "id",
                "table_description": (
                    "What a service left on a router, or under a name there, when it moved: to be"
                    " shut."
                ),
            },
            bases=["Model"],
        ),
    ]
