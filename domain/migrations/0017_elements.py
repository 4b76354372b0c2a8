"""What a router is made of is declared by its backend: settings, and credentials that are sealed.

What the vault sealed stays as it is, under another name.
"""

import json
from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from domain.fields import JsonField

MOVED = {
    "host": "VARCHAR(120) NOT NULL DEFAULT ''",
    "port": "INT NOT NULL DEFAULT 8728",
    "tls": "BOOLEAN NOT NULL DEFAULT FALSE",
    "fingerprint": "VARCHAR(95) NOT NULL DEFAULT ''",
    "username": "VARCHAR(64) NOT NULL DEFAULT ''",
    "suspended_profile": "VARCHAR(64) NOT NULL DEFAULT 'suspended'",
    "suspended_list": "VARCHAR(64) NOT NULL DEFAULT 'suspended'",
    "drop_sessions": "BOOLEAN NOT NULL DEFAULT FALSE",
}
FLAGS = ("tls", "drop_sessions")
KINDS = ",dhcp,pppoe,static,"


class Take(ops.RemoveField):
    """The column goes by itself: nothing that points to the table is touched."""

    async def database_forward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        if state_editor:
            await state_editor.client.execute_script(f"ALTER TABLE router DROP COLUMN {self.name}")

    async def database_backward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        if state_editor:
            await state_editor.client.execute_script(
                f"ALTER TABLE router ADD COLUMN {self.name} {MOVED[self.name]}"
            )


class Give(ops.AddField):
    """A column that goes by itself as well."""

    async def database_backward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        if state_editor:
            await state_editor.client.execute_script(f"ALTER TABLE router DROP COLUMN {self.name}")


async def gather(apps: Any, editor: Any) -> None:
    columns = ", ".join(MOVED)
    for row in await editor.client.execute_query_dict(f"SELECT id, {columns} FROM router"):
        settings = {
            name: bool(row[name]) if name in FLAGS else row[name]
            for name in MOVED
            if row[name] != "" or name.startswith("suspended")
        }
        await editor.client.execute_query(
            "UPDATE router SET settings = $1 WHERE id = $2", [json.dumps(settings), row["id"]]
        )


async def spread(apps: Any, editor: Any) -> None:
    for row in await editor.client.execute_query_dict("SELECT id, settings FROM router"):
        for name, value in json.loads(row["settings"] or "{}").items():
            if name in MOVED:
                await editor.client.execute_query(
                    f"UPDATE router SET {name} = $1 WHERE id = $2", [value, row["id"]]
                )


class Migration(migrations.Migration):
    dependencies = [("domain", "0016_addresses")]
    operations = [
        Give(
            "Router",
            "backend",
            fields.CharField(max_length=32, default="mikrotik", db_default="mikrotik"),
        ),
        Give("Router", "kinds", fields.CharField(max_length=64, default=KINDS, db_default=KINDS)),
        Give("Router", "settings", JsonField(null=True)),
        ops.RenameField("Router", "password", "credentials"),
        ops.RunPython(gather, spread),
        *(Take("Router", name) for name in MOVED),
        ops.AlterModelOptions(
            "Router",
            {
                "table": "router",
                "app": "domain",
                "pk_attr": "id",
                "table_description": "An access element that customers hang behind, under the"
                " terms of its backend.",
            },
        ),
    ]
