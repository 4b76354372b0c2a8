"""Which programs may open the database: whoever knows this migration, or a later one that is named."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("domain", "0024_moves")]
    operations = [
        ops.CreateModel(
            name="OldestProgram",
            fields=[
                (
                    "migration",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=80),
                ),
            ],
            options={
                "table": "oldest_program",
                "app": "domain",
                "pk_attr": "migration",
                "table_description": "The migration that a program must know to open the database, in one row.",
            },
            bases=["Model"],
        ),
    ]
