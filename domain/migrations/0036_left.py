"""When customers left, for those who report it."""

from __future__ import annotations

from tortoise import migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField


class Migration(migrations.Migration):
    dependencies = [("domain", "0035_digests")]
    operations = [ops.AddField("Customer", "left_at", InstantField(null=True))]
