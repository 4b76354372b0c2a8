"""What the models say, the migrations have made."""

from __future__ import annotations

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.migrations.executor import MigrationTarget

from domain import db, schema
from domain.customers.models import Customer
from tests.builders import a_customer
from tests.cast import Cast


async def test_no_model_says_what_no_migration_does(database: str) -> None:
    assert not await schema.undescribed(database)


async def test_who_was_called_by_an_id_is_called_by_it_as_their_code(
    cast: Cast, database: str
) -> None:
    await schema._executor(database).migrate([MigrationTarget("domain", "0013_spans")])
    called = "SELECT id FROM customer WHERE customer_id = $1"
    assert await db.value(called, "1001") == cast.rahim.id

    assert (await schema.migrate(database))[0] == "0014_codes"

    assert (await Customer.get(code="1001")).id == cast.rahim.id
    with pytest.raises(IntegrityError):
        await a_customer("Jamal Uddin", code="1001")
