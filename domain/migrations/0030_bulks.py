"""What is done to many at once, and the lines of it."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.bulk.states import BulkKind, BulkStatus, LineStatus
from domain.fields import DayField, InstantField, JsonField

KINDS = "\n".join(f"{kind.name}: {kind.value}" for kind in BulkKind)
STATES = "\n".join(f"{state.name}: {state.value}" for state in BulkStatus)
LINE_STATES = "\n".join(f"{state.name}: {state.value}" for state in LineStatus)


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


def _id() -> Any:
    return fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)


def _at() -> Any:
    return InstantField(null=True, generated=False, unique=False)


class Migration(migrations.Migration):
    dependencies = [("domain", "0029_profiles")]
    operations = [
        ops.CreateModel(
            name="Bulk",
            fields=[
                ("id", _id()),
                ("operator", _key("Operator", "operator_id")),
                ("author", _key("Staff", "author_id")),
                (
                    "kind",
                    fields.CharEnumField(description=KINDS, enum_type=BulkKind, max_length=16),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=BulkStatus.READING,
                        description=STATES,
                        enum_type=BulkStatus,
                        max_length=16,
                    ),
                ),
                ("source", fields.CharField(default="", max_length=80)),
                ("of_bills", fields.BooleanField(default=False)),
                ("reason", fields.CharField(default="", max_length=200)),
                ("lines", fields.IntField(default=0)),
                ("cursor", fields.IntField(default=0)),
                ("made_at", InstantField(generated=False, unique=False)),
                ("asked_at", _at()),
                ("decided_by", _key("Staff", "decided_by_id", null=True)),
                ("decided_at", _at()),
                ("decided_why", fields.CharField(default="", max_length=200)),
                ("started_at", _at()),
                ("ended_at", _at()),
                ("undone_by", _key("Staff", "undone_by_id", null=True)),
                ("undone_at", _at()),
            ],
            options={
                "table": "bulk",
                "app": "domain",
                "indexes": [Index(fields=["status"]), Index(fields=["author_id", "id"])],
                "pk_attr": "id",
                "table_description": (
                    "One act on many, resumable at `cursor` (the number of the last line that was"
                    " taken up)."
                ),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="BulkLine",
            fields=[
                ("id", _id()),
                ("bulk", _key("Bulk", "bulk_id")),
                ("number", fields.IntField()),
                ("said", fields.CharField(default="", max_length=300)),
                ("parts", JsonField(default=dict, generated=False, unique=False)),
                ("customer", _key("Customer", "customer_id", null=True)),
                ("bill_ids", JsonField(default=list, generated=False, unique=False)),
                ("amount_minor", fields.BigIntField(null=True)),
                ("currency", fields.CharField(default="", max_length=3)),
                ("method", fields.CharField(default="", max_length=16)),
                ("txn_id", fields.CharField(default="", max_length=80)),
                ("paid_on", DayField(null=True, generated=False, unique=False)),
                ("meant", fields.CharField(default="", max_length=40)),
                (
                    "status",
                    fields.CharEnumField(
                        default=LineStatus.UNREAD,
                        description=LINE_STATES,
                        enum_type=LineStatus,
                        max_length=16,
                    ),
                ),
                ("why", fields.CharField(default="", max_length=60)),
                ("told", JsonField(default=dict, generated=False, unique=False)),
                ("payment_id", fields.BigIntField(null=True)),
            ],
            options={
                "table": "bulk_line",
                "app": "domain",
                "indexes": [
                    Index(fields=["bulk_id", "number"]),
                    Index(fields=["bulk_id", "customer_id"]),
                    Index(fields=["bulk_id", "txn_id"]),
                ],
                "pk_attr": "id",
                "table_description": (
                    "One of them: what was typed, what it means, and what became of it."
                ),
            },
            bases=["Model"],
        ),
    ]
