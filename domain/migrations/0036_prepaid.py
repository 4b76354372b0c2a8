"""Service that is charged by the day, and recharges of which some is not served yet."""

from enum import StrEnum
from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.billing.states import LineKind
from domain.fields import CharField, DayField, InstantField
from domain.ledger.models import Account


def _id() -> Any:
    return fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)


def _key(to: str, column: str) -> Any:
    return fields.ForeignKeyField(
        f"domain.{to}",
        source_field=column,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
    )


def _at(**more: Any) -> Any:
    return InstantField(generated=False, unique=False, **more)


def _word(default: str) -> Any:
    return CharField(max_length=16, default=default, db_default=default)


PREPAID = ops.CreateModel(
    name="Prepaid",
    fields=[
        ("id", _id()),
        ("customer_id", fields.BigIntField(unique=True)),
        ("charged_until", _at(null=False)),
        ("look_at", _at(null=True)),
        ("warned_at", _at(null=True)),
        ("warned_of", _at(null=True)),
        ("unserved_minor", fields.BigIntField(default=0)),
        ("unserved_net_minor", fields.BigIntField(default=0)),
    ],
    options={
        "table": "prepaid",
        "app": "domain",
        "indexes": [Index(fields=["look_at", "customer_id"])],
        "pk_attr": "id",
        "table_description": (
            "Up to when the service of a customer who is charged by the day is charged."
        ),
    },
    bases=["Model"],
)
SERVED = ops.CreateModel(
    name="ServedDay",
    fields=[
        ("id", _id()),
        ("customer", _key("Customer", "customer_id")),
        ("operator", _key("Operator", "operator_id")),
        ("served_on", DayField(null=False, generated=False, unique=False)),
        ("starts_at", _at(null=False)),
        ("ends_at", _at(null=False)),
        ("is_billed", fields.BooleanField()),
        ("total_minor", fields.BigIntField()),
        ("net_minor", fields.BigIntField()),
        ("currency", CharField(max_length=3)),
        ("made_at", _at(null=False)),
    ],
    options={
        "table": "served_day",
        "app": "domain",
        "unique_together": (("customer_id", "served_on"),),
        "pk_attr": "id",
        "table_description": (
            "A day of prepaid service that a customer was charged for, once."
        ),
    },
    bases=["Model"],
)


class Named(ops.AlterField):
    """Other values that a column may hold: it is as wide as it was."""

    def __init__(self, model_name: str, name: str, kind: type[StrEnum], *values: str, **more: Any) -> None:
        described = "\n".join(f"{value.upper()}: {value}" for value in values)
        field = fields.CharEnumField(description=described, enum_type=kind, max_length=16, **more)
        super().__init__(model_name, name, field)

    async def database_forward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        """The database does not know of them."""

    async def database_backward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        """The database did not know of them."""


ACCOUNTS = (
    "receivable", "advance", "cash", "clearing", "bank", "revenue", "deferred", "vat", "fees",
    "opening", "wallet", "credits", "vouchers", "commission",
)  # fmt: skip

LINES = (
    "package", "discount", "proration", "late_fee", "charge", "opening", "recharge", "vat",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("domain", "0035_hotspot")]
    operations = [
        ops.AddField("BillingProfile", "prepaid_day", _word("hours")),
        ops.AddField("BillingProfile", "prepaid_bill", _word("day")),
        ops.AddField("Package", "priced_per", _word("month")),
        PREPAID,
        SERVED,
        Named("Entry", "debit", Account, *ACCOUNTS),
        Named("Entry", "credit", Account, *ACCOUNTS),
        Named("BillLine", "kind", LineKind, *LINES),
        Named("Charge", "kind", LineKind, *LINES, default="charge"),
    ]
