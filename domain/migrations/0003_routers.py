"""How full passes went, whose name a service was asked for, and a smaller list that was accepted."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField

# As it stands at the customer now: nobody's service is asked for anew by this.
_NAMED = (
    "UPDATE service SET target = (SELECT CASE c.connection WHEN 'pppoe' THEN c.username ELSE c.ip"
    " END FROM customer c WHERE c.id = service.customer_id)"
)


class Migration(migrations.Migration):
    dependencies = [("domain", "0002_promises")]
    operations = [
        ops.AddField("RouterState", "failed", fields.IntField(default=0, db_default=0)),
        ops.AddField("RouterState", "due_at", InstantField(null=True)),
        ops.AddField("RouterState", "accepted", fields.IntField(null=True)),
        ops.AddField(
            "Service", "target", fields.CharField(max_length=64, default="", db_default="")
        ),
        ops.RunSQL(_NAMED),
    ]
