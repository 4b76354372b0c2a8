"""Who wants nothing that goes to many on one channel; how far a gateway has been slowed down."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField


class Migration(migrations.Migration):
    dependencies = [("domain", "0003_routers")]
    operations = [
        ops.AddField("Reach", "declined_at", InstantField(null=True)),
        ops.AddField("Gateway", "slowness", fields.FloatField(default=1, db_default=1)),
        ops.AddField("Gateway", "slowed_us", fields.BigIntField(default=0, db_default=0)),
        ops.AddField("Gateway", "paused_us", fields.BigIntField(default=0, db_default=0)),
    ]
