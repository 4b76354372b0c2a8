"""What a customer is called by is their code; `customer_id` is the row of a customer everywhere."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("domain", "0013_spans")]
    operations = [ops.RenameField("Customer", "customer_id", "code")]
