"""An attempt remembers what its gateway asked the customer, as a digest."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("domain", "0022_ways")]
    operations = [
        ops.AddField(
            "Attempt", "answers_hash", fields.CharField(max_length=64, default="", db_default="")
        ),
    ]
