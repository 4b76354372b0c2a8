"""Changes of package and what they come to, and credit notes with numbers of their own."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.billing.states import ChangeStatus
from domain.fields import DayField, InstantField

STATES = "\n".join(f"{state.name}: {state.value}" for state in ChangeStatus)


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
    dependencies = [("domain", "0026_refunds")]
    operations = [
        ops.CreateModel(
            name="CreditNoteCounter",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("operator", _key("Operator", "operator_id")),
                ("year", fields.IntField()),
                ("given", fields.BigIntField(default=0)),
            ],
            options={
                "table": "credit_note_counter",
                "app": "domain",
                "unique_together": (("operator_id", "year"),),
                "pk_attr": "id",
                "table_description": "The last serial given to a credit note, per operator and year.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PackageChange",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("customer", _key("Customer", "customer_id")),
                ("operator", _key("Operator", "operator_id")),
                ("old", _key("Package", "old_id")),
                ("new", _key("Package", "new_id")),
                ("from_on", DayField(generated=False, null=False, unique=False)),
                ("own_price_minor", fields.BigIntField(null=True)),
                (
                    "status",
                    fields.CharEnumField(description=STATES, enum_type=ChangeStatus, max_length=16),
                ),
                ("made_at", InstantField(generated=False, null=False, unique=False)),
                ("staff", _key("Staff", "staff_id", null=True)),
            ],
            options={
                "table": "package_change",
                "app": "domain",
                "indexes": [Index(fields=["customer_id", "id"])],
                "pk_attr": "id",
                "table_description": "A customer's change of package, and by which price of their own it ended.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CreditNote",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("operator", _key("Operator", "operator_id")),
                ("customer", _key("Customer", "customer_id")),
                ("bill", _key("Bill", "bill_id")),
                ("number", fields.CharField(max_length=64)),
                ("year", fields.IntField()),
                ("serial", fields.BigIntField()),
                ("issued_on", DayField(generated=False, null=False, unique=False)),
                ("currency", fields.CharField(max_length=3)),
                ("net_minor", fields.BigIntField()),
                ("vat_minor", fields.BigIntField()),
                ("total_minor", fields.BigIntField()),
                ("reason", fields.CharField(default="", max_length=200)),
                ("change", _key("PackageChange", "change_id", null=True)),
                ("made_at", InstantField(generated=False, null=False, unique=False)),
                ("staff", _key("Staff", "staff_id", null=True)),
                ("withdrawn_at", InstantField(null=True, generated=False, unique=False)),
            ],
            options={
                "table": "credit_note",
                "app": "domain",
                "unique_together": (("operator_id", "year", "serial"),),
                "indexes": [Index(fields=["customer_id", "id"]), Index(fields=["bill_id"])],
                "pk_attr": "id",
                "table_description": "What is taken off a bill, which settles what is open as money does.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PackageChangePart",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("change", _key("PackageChange", "change_id")),
                ("span_bill", _key("Bill", "span_bill_id")),
                ("starts_on", DayField(generated=False, null=False, unique=False)),
                ("ends_on", DayField(generated=False, null=False, unique=False)),
                ("back_minor", fields.BigIntField()),
                ("back_vat_minor", fields.BigIntField()),
                ("back_within", fields.BooleanField()),
                ("charge_minor", fields.BigIntField()),
                ("charge_vat_minor", fields.BigIntField()),
                ("charge_within", fields.BooleanField()),
                ("bill", _key("Bill", "bill_id", null=True)),
                ("note", _key("CreditNote", "note_id", null=True)),
            ],
            options={
                "table": "package_change_part",
                "app": "domain",
                "indexes": [
                    Index(fields=["change_id"]),
                    Index(fields=["span_bill_id", "id"]),
                    Index(fields=["bill_id"]),
                ],
                "pk_attr": "id",
                "table_description": "What a change came to for the days left of a billed span: what came back, what was charged.",
            },
            bases=["Model"],
        ),
    ]
