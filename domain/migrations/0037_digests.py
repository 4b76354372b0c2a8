"""Which digests come to a group and when; and credit notes by their day, for the summary."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import InstantField


async def promise(apps: Any, editor: Any) -> None:
    await editor.client.execute_script(
        "CREATE INDEX credit_note_issued ON credit_note (issued_on)"
    )


async def release(apps: Any, editor: Any) -> None:
    await editor.client.execute_script("DROP INDEX credit_note_issued")


class Migration(migrations.Migration):
    dependencies = [("domain", "0036_prepaid")]
    operations = [
        ops.AddField("Group", "digests", fields.CharField(max_length=32, null=True)),
        ops.AddField("Group", "digest_hour", fields.IntField(null=True)),
        ops.AddField("Group", "digest_from", InstantField(null=True)),
        ops.RunPython(promise, release),
    ]
