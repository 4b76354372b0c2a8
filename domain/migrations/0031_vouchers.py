"""Vouchers: lots of them, each with a mark of its PIN, and the wrong PINs of customers."""

from enum import StrEnum
from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.fields import DayField, InstantField
from domain.ledger.models import Account
from domain.payments.states import Method
from domain.vouchers.states import VoucherStatus

STATES = "\n".join(f"{state.name}: {state.value}" for state in VoucherStatus)
INDEXES = (
    # An id whose system nobody named may be of any, so it stands in the index of each.
    "CREATE UNIQUE INDEX one_voucher_transaction ON payment (txn_id)"
    " WHERE method IN ('voucher', 'cash', 'online', 'other') AND txn_id <> ''"
    " AND status = 'posted' AND apart_from IS NULL",
)


async def promise(apps: Any, editor: Any) -> None:
    for statement in INDEXES:
        await editor.client.execute_script(statement)


async def release(apps: Any, editor: Any) -> None:
    await editor.client.execute_script("DROP INDEX IF EXISTS one_voucher_transaction")


def _id() -> Any:
    return fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)


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


def _at(**more: Any) -> Any:
    return InstantField(generated=False, unique=False, **more)


LOT = ops.CreateModel(
    name="VoucherLot",
    fields=[
        ("id", _id()),
        ("operator", _key("Operator", "operator_id")),
        ("package", _key("Package", "package_id", null=True)),
        ("value_minor", fields.BigIntField()),
        ("currency", fields.CharField(max_length=3)),
        ("count", fields.IntField()),
        ("expires_on", DayField(null=True, generated=False, unique=False)),
        ("distributor", _key("Staff", "distributor_id", null=True)),
        ("reseller", _key("Operator", "reseller_id", null=True)),
        ("commission_minor", fields.BigIntField(default=0)),
        ("percent", fields.CharField(default="", max_length=6)),
        ("made_by", _key("Staff", "made_by_id", null=True)),
        ("made_at", _at(null=False)),
        ("printing", fields.IntField(default=0)),
        ("printed_at", _at(null=True)),
        ("issued_at", _at(null=True)),
        ("voided_at", _at(null=True)),
        ("voided_why", fields.CharField(default="", max_length=200)),
    ],
    options={
        "table": "voucher_lot",
        "app": "domain",
        "pk_attr": "id",
        "table_description": (
            "Vouchers made together: alike, and given together to whoever sells them."
        ),
    },
    bases=["Model"],
)
VOUCHER = ops.CreateModel(
    name="Voucher",
    fields=[
        ("id", _id()),
        ("lot", _key("VoucherLot", "lot_id")),
        ("number", fields.IntField()),
        ("serial", fields.CharField(unique=True, max_length=24)),
        ("pin_hash", fields.CharField(null=True, unique=True, max_length=64)),
        (
            "status",
            fields.CharEnumField(
                default=VoucherStatus.UNISSUED,
                description=STATES,
                enum_type=VoucherStatus,
                max_length=16,
            ),
        ),
        ("customer", _key("Customer", "customer_id", null=True)),
        ("payment_id", fields.BigIntField(null=True, db_index=True)),
        ("staff_id", fields.BigIntField(null=True)),
        ("ended_at", _at(null=True)),
        ("why", fields.CharField(default="", max_length=200)),
    ],
    options={
        "table": "voucher",
        "app": "domain",
        "indexes": [Index(fields=["lot_id", "status"])],
        "pk_attr": "id",
        "table_description": (
            "A recharge card, `pin_hash` is a keyed digest, see `Vault.marks`: its PIN is on paper."
        ),
    },
    bases=["Model"],
)
TRIES = ops.CreateModel(
    name="PinTries",
    fields=[
        ("id", _id()),
        ("customer_id", fields.BigIntField(unique=True)),
        ("wrong", fields.IntField()),
        ("last_at", _at(null=False)),
    ],
    options={
        "table": "pin_tries",
        "app": "domain",
        "pk_attr": "id",
        "table_description": "The wrong PINs of a customer, one after the other.",
    },
    bases=["Model"],
)


class Named(ops.AlterField):
    """Other values that a column may hold: it is as wide as it was."""

    def __init__(self, model_name: str, name: str, kind: type[StrEnum], *values: str) -> None:
        described = "\n".join(f"{value.upper()}: {value}" for value in values)
        field = fields.CharEnumField(description=described, enum_type=kind, max_length=16)
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
    "receivable", "advance", "cash", "clearing", "bank", "revenue", "vat", "fees", "opening",
    "wallet", "credits", "vouchers", "commission",
)  # fmt: skip
METHODS = (
    "cash", "bank", "bkash", "nagad", "rocket", "upay", "card", "online", "voucher", "other",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("domain", "0030_bulks")]
    operations = [
        LOT,
        VOUCHER,
        TRIES,
        Named("Entry", "debit", Account, *ACCOUNTS),
        Named("Entry", "credit", Account, *ACCOUNTS),
        Named("Payment", "method", Method, *METHODS),
        ops.RunPython(promise, release),
    ]
