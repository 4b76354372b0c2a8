"""What a broadcast costs by currency, and who fell out of it since it was asked for."""

from tortoise import migrations
from tortoise.migrations import operations as ops

from domain.fields import JsonField


class Migration(migrations.Migration):
    dependencies = [("domain", "0011_remnants")]
    operations = [
        ops.AddField("Broadcast", "costs", JsonField(null=True)),
        ops.AddField("Broadcast", "fell_out", JsonField(null=True)),
    ]
