"""What the models say, the migrations have made."""

from __future__ import annotations

from domain import schema


async def test_no_model_says_what_no_migration_does(database: str) -> None:
    assert not await schema.undescribed(database)
