"""Money on its way back through the gateway that took it, and how much of a payment went back."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.fields import InstantField
from domain.payments.states import RefundStatus

STATES = "\n".join(f"{state.name}: {state.value}" for state in RefundStatus)
INDEXES = (
    "CREATE UNIQUE INDEX one_open_refund ON refund (payment_id)"
    " WHERE status IN ('asked', 'handed', 'pending')",
    "CREATE INDEX refund_due ON refund (poll_at) WHERE poll_at IS NOT NULL",
)
RULES = {
    "refund": ("{new}amount_minor > 0", "amount_minor", "a refund is more than nothing"),
    "payment": (
        "{new}refunded_minor >= 0 AND {new}refunded_minor <= {new}amount_minor",
        "refunded_minor",
        "no more goes back than came",
    ),
}


def _on_sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_given BEFORE UPDATE OF {column} ON {table}"
        f" WHEN NOT ({rule.format(new='NEW.')}) BEGIN SELECT RAISE(ABORT, '{why}'); END"
        for table, (rule, column, why) in RULES.items()
    ]


def _on_postgres() -> list[str]:
    """Rows that are there hold by themselves, so nobody has to look at them all."""
    return [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_given CHECK ({rule.format(new='')}) NOT VALID"
        for table, (rule, _, _) in RULES.items()
    ]


async def promise(apps: Any, editor: Any) -> None:
    dialect = editor.client.capabilities.dialect
    for statement in (*INDEXES, *(_on_sqlite() if dialect == "sqlite" else _on_postgres())):
        await editor.client.execute_script(statement)


async def release(apps: Any, editor: Any) -> None:
    """What the column promises goes with it; SQLite has to be told."""
    if editor.client.capabilities.dialect == "sqlite":
        await editor.client.execute_script("DROP TRIGGER IF EXISTS payment_given")


def _key(to: str, column: str, **more: Any) -> Any:
    return fields.ForeignKeyField(
        f"domain.{to}",
        source_field=column,
        **more,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
    )


class Migration(migrations.Migration):
    dependencies = [("domain", "0025_oldest_program")]
    operations = [
        ops.AddField("Payment", "refunded_minor", fields.BigIntField(default=0, db_default=0)),
        ops.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("payment", _key("Payment", "payment_id")),
                ("customer", _key("Customer", "customer_id")),
                ("operator", _key("Operator", "operator_id")),
                ("gateway", _key("Gateway", "gateway_id")),
                ("amount_minor", fields.BigIntField()),
                ("currency", fields.CharField(max_length=3)),
                ("ref", fields.CharField(unique=True, max_length=30)),
                ("reason", fields.CharField(max_length=200)),
                ("staff", _key("Staff", "staff_id", null=True)),
                (
                    "status",
                    fields.CharEnumField(
                        default=RefundStatus.ASKED,
                        description=STATES,
                        enum_type=RefundStatus,
                        max_length=16,
                    ),
                ),
                ("refund_id", fields.CharField(default="", max_length=80)),
                ("why", fields.CharField(default="", max_length=120)),
                ("asked_at", InstantField(generated=False, null=False, unique=False)),
                ("handed_at", InstantField(null=True, generated=False, unique=False)),
                ("ended_at", InstantField(null=True, generated=False, unique=False)),
                ("doubted_at", InstantField(null=True, generated=False, unique=False)),
                ("polls", fields.IntField(default=0)),
                ("poll_at", InstantField(null=True, generated=False, unique=False)),
            ],
            options={
                "table": "refund",
                "app": "domain",
                "indexes": [Index(fields=["payment_id", "id"])],
                "pk_attr": "id",
                "table_description": (
                    "Money of a payment that goes back through the gateway, `ref` is our reference"
                    " there."
                ),
            },
            bases=["Model"],
        ),
        ops.RunPython(promise, release),
    ]
