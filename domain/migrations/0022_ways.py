"""An attempt keeps by which way its customer pays: what was a page's address still is one."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("domain", "0021_zones_of_runs")]
    operations = [ops.RenameField("Attempt", "redirect_url", "way")]
