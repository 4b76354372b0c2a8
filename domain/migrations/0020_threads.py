"""Conversations in the outbox: what belongs to one goes in the order in which it was written."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

INDEX = (
    "CREATE INDEX message_thread ON message (thread, id)"
    " WHERE thread IS NOT NULL AND status IN ('ready', 'leased')"
)


async def add_index(apps: Any, editor: Any) -> None:
    await editor.client.execute_script(INDEX)


async def drop_index(apps: Any, editor: Any) -> None:
    await editor.client.execute_script("DROP INDEX message_thread")


class Migration(migrations.Migration):
    dependencies = [("domain", "0019_asked")]
    operations = [
        ops.AddField("Message", "thread", fields.CharField(null=True, max_length=160)),
        ops.RunPython(add_index, drop_index),
    ]
