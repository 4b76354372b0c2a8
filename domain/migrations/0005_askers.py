"""Who asks a gateway about an attempt has it alone for a while."""

from tortoise import migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField


class Migration(migrations.Migration):
    dependencies = [("domain", "0004_manners")]
    operations = [
        ops.AddField(
            model_name="Attempt",
            name="asking_until",
            field=InstantField(null=True, generated=False, unique=False),
        )
    ]
