"""Chats, messages, topics and updates are named by texts, and things belong to principals by key.

A card, a half-filled flow and a button's token of before are those of Telegram and of staff. Each
table is written once: on PostgreSQL by one statement, on SQLite by copying it.
"""

from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

from domain.fields import CharField

CARDS = (
    "CREATE INDEX card_due ON card (id) WHERE wanted > shown",
    "CREATE INDEX card_of_message ON card (app, chat_id, message_id)",
)
CARDS_BEFORE = (CARDS[0], "CREATE INDEX card_of_message ON card (chat_id, message_id)")
SUBJECTS = 'CREATE INDEX "idx_card_subject_7fe67e" ON card (subject)'

POSTGRES = (
    "ALTER TABLE card DROP CONSTRAINT IF EXISTS card_staff_id_fkey",
    "DROP INDEX card_of_message",
    "ALTER TABLE card ALTER chat_id TYPE VARCHAR(120), ALTER thread_id TYPE VARCHAR(120),"
    " ALTER message_id TYPE VARCHAR(160), ALTER staff_id TYPE VARCHAR(64)"
    " USING CASE WHEN staff_id IS NULL THEN '' ELSE 'staff:' || staff_id END",
    "ALTER TABLE card RENAME staff_id TO owner",
    "ALTER TABLE card ALTER owner SET NOT NULL,"
    " ADD app VARCHAR(16) NOT NULL DEFAULT 'telegram'",
    "ALTER TABLE card ALTER app DROP DEFAULT",
    CARDS[1],
    "ALTER TABLE staff_group DROP CONSTRAINT IF EXISTS uid_staff_group_purpose_c37888,"
    " ALTER chat_id TYPE VARCHAR(120), ALTER thread_id TYPE VARCHAR(120),"
    " ADD app VARCHAR(16) NOT NULL DEFAULT 'telegram'",
    "ALTER TABLE staff_group ALTER app DROP DEFAULT,"
    " ADD CONSTRAINT uid_staff_group_place UNIQUE (purpose, app, chat_id)",
    "ALTER TABLE memory ALTER chat TYPE VARCHAR(255)",
    "ALTER TABLE once_token ALTER staff_id TYPE VARCHAR(64)"
    " USING CASE WHEN staff_id IS NULL THEN '' ELSE 'staff:' || staff_id END",
    "ALTER TABLE once_token RENAME staff_id TO owner",
    "ALTER TABLE once_token ALTER owner SET NOT NULL",
    "ALTER TABLE seen_update ALTER number TYPE VARCHAR(160)",
)
# What staff and Telegram do not have goes.
FOREIGN = (
    "DELETE FROM card WHERE app <> 'telegram' OR owner LIKE 'customer:%'",
    "DELETE FROM staff_group WHERE app <> 'telegram'",
    "DELETE FROM once_token WHERE owner LIKE 'customer:%'",
    "DELETE FROM seen_update WHERE source NOT LIKE 'telegram:%'",
    "DELETE FROM memory WHERE LENGTH(chat) > 64",
)
_STAFF = "CAST(NULLIF(REPLACE(owner, 'staff:', ''), '') AS BIGINT)"
POSTGRES_BACK = (
    "DROP INDEX card_of_message",
    "ALTER TABLE card ALTER owner DROP NOT NULL, DROP app",
    "ALTER TABLE card ALTER chat_id TYPE BIGINT USING chat_id::bigint,"
    " ALTER thread_id TYPE BIGINT USING thread_id::bigint,"
    f" ALTER message_id TYPE BIGINT USING message_id::bigint, ALTER owner TYPE BIGINT USING {_STAFF}",
    "ALTER TABLE card RENAME owner TO staff_id",
    "ALTER TABLE card ADD CONSTRAINT card_staff_id_fkey FOREIGN KEY (staff_id)"
    " REFERENCES staff (id) ON DELETE RESTRICT",
    CARDS_BEFORE[1],
    "ALTER TABLE staff_group DROP CONSTRAINT uid_staff_group_place, DROP app",
    "ALTER TABLE staff_group ALTER chat_id TYPE BIGINT USING chat_id::bigint,"
    " ALTER thread_id TYPE BIGINT USING thread_id::bigint,"
    " ADD CONSTRAINT uid_staff_group_purpose_c37888 UNIQUE (purpose, chat_id)",
    "ALTER TABLE memory ALTER chat TYPE VARCHAR(64)",
    "ALTER TABLE once_token ALTER owner DROP NOT NULL",
    f"ALTER TABLE once_token ALTER owner TYPE BIGINT USING {_STAFF}",
    "ALTER TABLE once_token RENAME owner TO staff_id",
    "ALTER TABLE seen_update ALTER number TYPE BIGINT USING number::bigint",
)

_KEY = "id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
_OWNER = "CASE WHEN staff_id IS NULL THEN '' ELSE 'staff:' || staff_id END"


def _text(name: str, length: int, null: str = "") -> tuple[str, str]:
    return f"{name} VARCHAR({length}){null or ' NOT NULL'}", f"CAST({name} AS TEXT)"


def _number(name: str, null: str = "") -> tuple[str, str]:
    return f"{name} BIGINT{null or ' NOT NULL'}", f"CAST({name} AS INTEGER)"


def _kept(*columns: str) -> list[tuple[str, str]]:
    """Columns that stay as they are, by their definitions."""
    return [(each, each.split()[0]) for each in columns]


def _copied(table: str, columns: list[tuple[str, str]], *rules: str) -> list[str]:
    """The table written anew: each column with what it is filled from."""
    made = ", ".join([*(definition for definition, _ in columns), *rules])
    names = ", ".join(definition.split()[0] for definition, _ in columns)
    values = ", ".join(value for _, value in columns)
    return [
        f"CREATE TABLE new_{table} ({made})",
        f"INSERT INTO new_{table} ({names}) SELECT {values} FROM {table}",  # noqa: S608
        f"DROP TABLE {table}",
        f"ALTER TABLE new_{table} RENAME TO {table}",
    ]


_NULL = " NULL"
_CARD = _kept(
    _KEY, "key VARCHAR(120) NOT NULL UNIQUE", "screen VARCHAR(48) NOT NULL",
    "args TEXT NOT NULL", "subject VARCHAR(48) NOT NULL", "language VARCHAR(8) NOT NULL",
    "wanted INT NOT NULL", "shown INT NOT NULL", "pinned_until INTEGER",
    "holder VARCHAR(64) NOT NULL", "locked_until BIGINT NOT NULL", "tries INT NOT NULL",
    "face VARCHAR(64) NOT NULL DEFAULT ''",
)  # fmt: skip
_GROUP = _kept(
    _KEY, "purpose VARCHAR(16) NOT NULL", "title VARCHAR(128) NOT NULL",
    "language VARCHAR(8) NOT NULL",
    "operator_id BIGINT NOT NULL REFERENCES operator (id) ON DELETE RESTRICT",
)  # fmt: skip
_TOKEN = _kept(
    "digest VARCHAR(64) NOT NULL PRIMARY KEY", "act VARCHAR(48) NOT NULL",
    "made_at INTEGER NOT NULL", "used_at INTEGER",
)  # fmt: skip
_SEEN = _kept(_KEY, "source VARCHAR(64) NOT NULL", "at INTEGER NOT NULL")
_SEEN_ONCE = 'CONSTRAINT "uid_seen_update_source_abe6de" UNIQUE (source, number)'
_APP = ("app VARCHAR(16) NOT NULL", "'telegram'")
_OWNED = ("owner VARCHAR(64) NOT NULL", _OWNER)
_OF_STAFF = ("staff_id BIGINT REFERENCES staff (id) ON DELETE RESTRICT", _STAFF)

SQLITE = (
    *_copied(
        "card",
        [*_CARD, _APP, _text("chat_id", 120), _text("thread_id", 120, _NULL),
         _text("message_id", 160, _NULL), _OWNED],
    ),
    SUBJECTS,
    *CARDS,
    *_copied(
        "staff_group",
        [*_GROUP, _APP, _text("chat_id", 120), _text("thread_id", 120, _NULL)],
        'CONSTRAINT "uid_staff_group_place" UNIQUE (purpose, app, chat_id)',
    ),
    *_copied("once_token", [*_TOKEN, _OWNED]),
    *_copied("seen_update", [*_SEEN, _text("number", 160)], _SEEN_ONCE),
)  # fmt: skip
SQLITE_BACK = (
    *_copied(
        "card",
        [*_CARD, _number("chat_id"), _number("thread_id", _NULL), _number("message_id", _NULL),
         _OF_STAFF],
    ),
    SUBJECTS,
    *CARDS_BEFORE,
    *_copied(
        "staff_group",
        [*_GROUP, _number("chat_id"), _number("thread_id", _NULL)],
        'CONSTRAINT "uid_staff_group_purpose_c37888" UNIQUE (purpose, chat_id)',
    ),
    *_copied("once_token", [*_TOKEN, ("staff_id BIGINT", _STAFF)]),
    *_copied("seen_update", [*_SEEN, _number("number")], _SEEN_ONCE),
)  # fmt: skip


def _column(most: int, **options: Any) -> Any:
    return CharField(max_length=most, cut=False, **options)


class Rename(ops.TortoiseOperation):
    """What the models say, and the statements that make it so on this engine."""

    CHANGES = (
        ops.AlterField("Card", "chat_id", _column(120)),
        ops.AlterField("Card", "message_id", _column(160, null=True)),
        ops.AlterField("Card", "thread_id", _column(120, null=True)),
        ops.AddField("Card", "app", _column(16)),
        ops.AddField("Card", "owner", _column(64, default="")),
        ops.RemoveField("Card", "staff"),
        ops.RemoveConstraint("Group", None, fields=["purpose", "chat_id"]),
        ops.AlterModelOptions(
            "Group",
            {
                "table": "staff_group",
                "app": "domain",
                "unique_together": (("purpose", "app", "chat_id"),),
                "pk_attr": "id",
                "table_description": (
                    "A group of staff that receives cards of one purpose for an operator's subtree."
                ),
            },
        ),
        ops.AlterField("Group", "chat_id", _column(120)),
        ops.AlterField("Group", "thread_id", _column(120, null=True)),
        ops.AddField("Group", "app", _column(16)),
        ops.AddConstraint(
            "Group", UniqueConstraint(fields=("purpose", "app", "chat_id"), name=None)
        ),
        ops.AlterField(
            "Memory", "chat", _column(255, primary_key=True, unique=True, db_index=True)
        ),
        ops.AddField("OnceToken", "owner", _column(64, default="")),
        ops.RemoveField("OnceToken", "staff_id"),
        ops.AlterField("SeenUpdate", "number", _column(160)),
    )

    def state_forward(self, app_label: str, state: Any) -> None:
        for change in self.CHANGES:
            change.state_forward(app_label, state)

    async def database_forward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        await _run(state_editor, POSTGRES, SQLITE)

    async def database_backward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        await _run(state_editor, FOREIGN + POSTGRES_BACK, FOREIGN + SQLITE_BACK)


async def _run(editor: Any, postgres: tuple[str, ...], sqlite: tuple[str, ...]) -> None:
    if editor is None:
        return
    on_postgres = editor.client.capabilities.dialect == "postgres"
    for statement in postgres if on_postgres else sqlite:
        await editor.client.execute_query(statement)


class Migration(migrations.Migration):
    dependencies = [("domain", "0015_heard")]
    operations = [Rename()]
