"""When a customer was warned about a bill; when a broadcast last went on, or was held as late."""

from tortoise import migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField

# Who was reminded since an open bill was made need not be warned again.
_WARNED = (
    "UPDATE bill SET warned_at = (SELECT MIN(m.made_at) FROM message m"
    " WHERE m.customer_id = bill.customer_id AND m.made_at >= bill.made_at"
    " AND m.event IN ('due-reminder', 'due-today', 'suspension-warning'))"
    " WHERE status IN ('unpaid', 'partial')"
)


class Migration(migrations.Migration):
    dependencies = [("domain", "0005_askers")]
    operations = [
        ops.AddField("Bill", "warned_at", InstantField(null=True)),
        ops.RunSQL(_WARNED),
        ops.AddField("Broadcast", "moved_at", InstantField(null=True)),
        ops.AddField("Broadcast", "held_at", InstantField(null=True)),
    ]
