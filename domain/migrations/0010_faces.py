"""What a card that is kept true shows now, so that it is not sent again unchanged."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("domain", "0009_widths")]
    operations = [
        ops.AddField("Card", "face", fields.CharField(max_length=64, default="", db_default="")),
    ]
