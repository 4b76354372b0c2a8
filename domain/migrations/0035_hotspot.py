"""What is bought for a time, what is granted at a router, and hotspots behind routers."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.customers.models import ValidFrom
from domain.fields import CharField, InstantField, TextField
from domain.hotspot.states import EndedBy, PurchaseStatus
from domain.validity import ValidityUnit

INDEXES = (
    "CREATE UNIQUE INDEX one_order ON purchase (customer_id) WHERE status = 'ordered'",
    "CREATE UNIQUE INDEX one_purchase_now ON purchase (customer_id)"
    " WHERE status IN ('open', 'running')",
)

KEPT = (
    "CREATE INDEX IF NOT EXISTS customer_expiry ON customer (expires_on, id)"
    " WHERE expires_on IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS customer_validity ON customer (status, expires_on)"
    " WHERE expires_on IS NOT NULL",
)


async def nothing(apps: Any, editor: Any) -> None:
    """Forward nothing is lost."""


async def put_back(apps: Any, editor: Any) -> None:
    """SQLite makes a table anew to take a column away, without the indexes that it does not know."""
    for statement in KEPT:
        await editor.client.execute_script(statement)


async def promise(apps: Any, editor: Any) -> None:
    for statement in INDEXES:
        await editor.client.execute_script(statement)
    await editor.client.execute_script(
        "UPDATE router SET kinds = ',dhcp,hotspot,pppoe,static,' WHERE backend = 'mikrotik'"
    )


async def release(apps: Any, editor: Any) -> None:
    for name in ("one_order", "one_purchase_now"):
        await editor.client.execute_script(f"DROP INDEX IF EXISTS {name}")
    await editor.client.execute_script(
        "UPDATE router SET kinds = ',dhcp,pppoe,static,' WHERE backend = 'mikrotik'"
    )


class Migration(migrations.Migration):
    dependencies = [("domain", "0034_validity")]
    operations = [
        ops.RunPython(nothing, put_back),
        ops.CreateModel(
            name="Allowance",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("customer_id", fields.BigIntField(unique=True)),
                ("seconds", fields.BigIntField(null=True)),
                ("octets", fields.BigIntField(null=True)),
                ("used_seconds", fields.BigIntField(default=0)),
                ("used_octets", fields.BigIntField(default=0)),
                ("counted_seconds", fields.BigIntField(default=0)),
                ("counted_octets", fields.BigIntField(default=0)),
                ("counted_at", InstantField(generated=False, null=False, unique=False)),
                ("given_at", InstantField(generated=False, null=False, unique=False)),
                ("used_at", InstantField(null=True, generated=False, unique=False)),
                ("spent_at", InstantField(null=True, generated=False, unique=False)),
            ],
            options={
                "table": "allowance",
                "app": "domain",
                "pk_attr": "id",
                "table_description": "What a customer may use, and what of it was used, as their router counts it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Purchase",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "domain.Customer",
                        source_field="customer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "operator",
                    fields.ForeignKeyField(
                        "domain.Operator",
                        source_field="operator_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "package",
                    fields.ForeignKeyField(
                        "domain.Package",
                        source_field="package_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "bill",
                    fields.ForeignKeyField(
                        "domain.Bill",
                        source_field="bill_id",
                        unique=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("validity", fields.IntField()),
                (
                    "validity_unit",
                    fields.CharEnumField(
                        description="MINUTE: minute\nHOUR: hour\nDAY: day",
                        enum_type=ValidityUnit,
                        max_length=8,
                    ),
                ),
                (
                    "valid_from",
                    fields.CharEnumField(
                        description="PURCHASE: purchase\nLOGIN: login",
                        enum_type=ValidFrom,
                        max_length=8,
                    ),
                ),
                ("cap_mb", fields.BigIntField(null=True)),
                (
                    "status",
                    fields.CharEnumField(
                        default=PurchaseStatus.ORDERED,
                        description="ORDERED: ordered\nWAITING: waiting\nOPEN: open\nRUNNING: running\nENDED: ended\nSTOPPED: stopped\nDROPPED: dropped",
                        enum_type=PurchaseStatus,
                        max_length=16,
                    ),
                ),
                ("ordered_at", InstantField(generated=False, null=False, unique=False)),
                ("paid_at", InstantField(null=True, generated=False, unique=False)),
                ("starts_at", InstantField(null=True, generated=False, unique=False)),
                ("ends_at", InstantField(null=True, generated=False, unique=False)),
                ("ended_at", InstantField(null=True, generated=False, unique=False)),
                (
                    "ended_by",
                    fields.CharEnumField(
                        null=True,
                        description="TIME: time\nDATA: data",
                        enum_type=EndedBy,
                        max_length=8,
                    ),
                ),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "domain.Staff",
                        source_field="staff_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "purchase",
                "app": "domain",
                "indexes": [
                    Index(fields=["customer_id", "id"]),
                    Index(fields=["status", "ends_at"]),
                ],
                "pk_attr": "id",
                "table_description": "A package bought for its validity, with the terms that it had then.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Customer",
            name="password",
            field=TextField(null=True, sealed=True),
        ),
        ops.AddField(
            model_name="Package",
            name="cap_mb",
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name="Package",
            name="valid_from",
            field=CharField(null=True, max_length=8, cut=False),
        ),
        ops.AddField(
            model_name="Package",
            name="validity",
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name="Package",
            name="validity_unit",
            field=CharField(null=True, max_length=8, cut=False),
        ),
        ops.AddField(
            model_name="Remnant",
            name="logs_in",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Service",
            name="logs_in",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.RunPython(promise, release),
    ]
