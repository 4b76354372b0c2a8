"""A bill run of somebody who is limited to zones bills the customers of these zones alone."""

from tortoise import migrations
from tortoise.migrations import operations as ops

from domain.fields import JsonField


class Migration(migrations.Migration):
    dependencies = [("domain", "0020_threads")]
    operations = [
        ops.AddField("BillRun", "zone_ids", JsonField(null=True)),
    ]
