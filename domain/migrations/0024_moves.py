"""How attempts to pay come from one state to another."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField
from domain.payments.states import AttemptStatus, Mover

STATES = "\n".join(f"{state.name}: {state.value}" for state in AttemptStatus)
MOVERS = "\n".join(f"{mover.name}: {mover.value}" for mover in Mover)


class Migration(migrations.Migration):
    dependencies = [("domain", "0023_answers")]
    operations = [
        ops.CreateModel(
            name="AttemptMove",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("attempt_id", fields.BigIntField(db_index=True)),
                ("at", InstantField(generated=False, unique=False)),
                (
                    "came_from",
                    fields.CharEnumField(
                        description=STATES, enum_type=AttemptStatus, max_length=16
                    ),
                ),
                (
                    "became",
                    fields.CharEnumField(
                        description=STATES, enum_type=AttemptStatus, max_length=16
                    ),
                ),
                (
                    "mover",
                    fields.CharEnumField(description=MOVERS, enum_type=Mover, max_length=16),
                ),
                ("staff_id", fields.BigIntField(null=True)),
                ("why", fields.CharField(default="", max_length=120)),
            ],
            options={
                "table": "attempt_move",
                "app": "domain",
                "pk_attr": "id",
                "table_description": "How an attempt came from one state to another.",
            },
            bases=["Model"],
        ),
    ]
