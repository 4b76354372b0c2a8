"""The customer's renewal day, and bill runs over some days of a month."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import DayField


class Migration(migrations.Migration):
    dependencies = [("domain", "0012_costs")]
    operations = [
        ops.AddField("Customer", "renewal_day", fields.IntField(null=True)),
        ops.AddField("BillRun", "since_on", DayField(null=True)),
        ops.AddField("BillRun", "upto_on", DayField(null=True)),
    ]
