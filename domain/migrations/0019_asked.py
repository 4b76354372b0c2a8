"""When somebody last asked for news or for none, apart from when they last wrote anything."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField


async def take_over(apps: Any, editor: Any) -> None:
    """What was asked before is as old as what was heard last, as it counted until now."""
    await editor.client.execute_script("UPDATE reach SET asked_at = heard_at")


async def leave(apps: Any, editor: Any) -> None:
    """The columns go."""


class Migration(migrations.Migration):
    dependencies = [("domain", "0018_telegram")]
    operations = [
        ops.AddField("Reach", "asked_at", InstantField(null=True)),
        ops.AddField("Reach", "asked", fields.BooleanField(null=True)),
        ops.RunPython(take_over, leave),
    ]
