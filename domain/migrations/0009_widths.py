"""Columns wide enough for the longest number of a bill, and for what gateways call a try to pay."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Widen(ops.AlterField):
    """A text that may be longer: PostgreSQL writes down the new length, SQLite heeds none."""

    def __init__(self, model_name: str, name: str, most: int, **options: Any) -> None:
        super().__init__(model_name, name, fields.CharField(max_length=most, **options))
        self.most = most

    async def database_forward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        if state_editor is None or state_editor.client.capabilities.dialect != "postgres":
            return
        table = new_state.apps.get_model(f"{app_label}.{self.model_name}")._meta.db_table
        await state_editor.client.execute_script(
            f'ALTER TABLE "{table}" ALTER COLUMN "{self.name}" TYPE VARCHAR({self.most})'
        )


class Migration(migrations.Migration):
    dependencies = [("domain", "0008_identities")]
    operations = [
        Widen("Bill", "number", 64),
        Widen("Attempt", "session", 255, default="", db_index=True),
        Widen("Verification", "txn_id", 120),
    ]
