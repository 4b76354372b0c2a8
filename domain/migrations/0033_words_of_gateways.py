"""How a gateway writes a transaction and by what it was paid, and when it last spoke of a refund."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField


def _line(length: int) -> Any:
    return fields.CharField(max_length=length, default="", db_default="")


class Migration(migrations.Migration):
    dependencies = [("domain", "0032_expiry_days")]
    operations = [
        ops.AddField("Verification", "spelling", _line(80)),
        ops.AddField("Verification", "method", _line(16)),
        ops.AddField("Refund", "heard_at", InstantField(null=True)),
    ]
