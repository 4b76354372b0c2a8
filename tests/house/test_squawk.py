"""New migrations are looked at for what stops a table of PostgreSQL; what does is caught."""

from __future__ import annotations

import pytest

from tests import squawk


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("ALTER TABLE customer ADD COLUMN tier int NOT NULL;", "adding-required-field"),
        ("ALTER TABLE customer ALTER COLUMN name TYPE text;", "changing-column-type"),
        ("ALTER TABLE customer DROP COLUMN name;", "ban-drop-column"),
    ],
)
def test_what_stops_a_table_is_caught(sql: str, rule: str) -> None:
    assert rule in squawk.faults("planted", sql)


async def test_what_a_migration_says_is_heard_without_a_database() -> None:
    said = await squawk.statements("0020_threads")

    assert 'ALTER TABLE "message" ADD COLUMN "thread"' in said
    assert "CREATE INDEX message_thread" in said
    assert squawk.faults("0020_threads", said) == ""
