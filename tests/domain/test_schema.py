"""What the models say, the migrations have made."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.migrations import operations as ops
from tortoise.migrations.executor import MigrationTarget

from domain import db, migrations, schema
from domain.customers.models import Customer
from domain.money import Money
from domain.network.models import Router
from domain.payments import leading, posting
from domain.payments.models import Attempt, Payment
from domain.ports import Redirect
from tests.builders import a_customer, a_gateway, a_router
from tests.cast import Cast


async def test_no_model_says_what_no_migration_does(database: str) -> None:
    assert not await schema.undescribed(database)


def _adds_only(operation: object) -> bool:
    """Whether a program that does not know of it misses nothing."""
    if isinstance(operation, ops.AddField):
        return bool(operation.field.null)
    return isinstance(operation, ops.CreateModel | ops.AddIndex)


def test_a_migration_that_older_programs_do_not_bear_says_so() -> None:
    names = sorted(module.name for module in iter_modules(migrations.__path__))
    behind = names[names.index(migrations.OLDEST) + 1 :]
    found = [import_module(f"domain.migrations.{name}").Migration for name in behind]

    changing = [name for name, made in zip(behind, found, strict=True)
                if not all(map(_adds_only, made.operations))]  # fmt: skip
    assert changing == [], "name the last of them as OLDEST in domain/migrations/__init__.py"


async def test_it_is_kept_which_programs_may_open_the_database(database: str) -> None:
    assert [row.migration for row in await schema.OldestProgram.all()] == [migrations.OLDEST]
    await db.run("UPDATE oldest_program SET migration = $1", "0001_initial")

    await schema.migrate(database)

    assert [row.migration for row in await schema.OldestProgram.all()] == [migrations.OLDEST]


async def _back_to(name: str, database: str) -> None:
    """The tables as they were; what the suite adds to them on SQLite goes first, and a table that
    loses a column there is made anew, whoever points to it."""
    if not db.on_postgres():
        await db.run("PRAGMA foreign_keys = OFF")
        for row in await db.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            await db.run(f"DROP TRIGGER {row['name']}")
    await schema._executor(database).migrate([MigrationTarget("domain", name)])
    if not db.on_postgres():
        await db.run("PRAGMA foreign_keys = ON")


async def test_who_was_called_by_an_id_is_called_by_it_as_their_code(
    cast: Cast, database: str
) -> None:
    await _back_to("0013_spans", database)
    called = "SELECT id FROM customer WHERE customer_id = $1"
    assert await db.value(called, "1001") == cast.rahim.id

    assert (await schema.migrate(database))[0] == "0014_codes"

    assert (await Customer.get(code="1001")).id == cast.rahim.id
    with pytest.raises(IntegrityError):
        await a_customer("Jamal Uddin", code="1001")


async def test_what_a_router_was_made_of_is_the_settings_of_its_element(
    cast: Cast, database: str
) -> None:
    await a_router("plain", host="")
    await _back_to("0016_addresses", database)
    await db.run(
        "UPDATE router SET host = $1, port = 8729, tls = TRUE, username = $2, suspended_list = $3,"
        " drop_sessions = TRUE WHERE id = $4",
        "10.0.0.9", "billing", "cut", cast.router.id,
    )  # fmt: skip
    await db.run("UPDATE router SET suspended_profile = '' WHERE name = 'plain'")
    sealed = await db.value("SELECT password FROM router WHERE id = $1", cast.router.id)

    assert "0017_elements" in await schema.migrate(database)

    row = await Router.get(id=cast.router.id)
    assert (row.backend, row.credentials) == ("mikrotik", sealed)
    assert row.settings == {
        "host": "10.0.0.9", "port": 8729, "tls": True, "username": "billing",
        "suspended_profile": "suspended", "suspended_list": "cut", "drop_sessions": True,
    }  # fmt: skip
    plain = (await Router.get(name="plain")).settings
    assert "host" not in plain
    assert plain["suspended_profile"] == ""
    assert plain["tls"] is False


async def test_who_was_sent_to_a_page_before_is_led_there_still(cast: Cast, database: str) -> None:
    gateway = await a_gateway("bkash-main", kind="payment", provider="bkash")
    await _back_to("0021_zones_of_runs", database)
    await db.run(
        "INSERT INTO attempt (ref, customer_id, operator_id, gateway_id, amount_minor, currency,"
        " status, session, redirect_url, txn_id, error, language, made_at, polls)"
        " VALUES ('NK1', $1, $2, $3, 100, 'BDT', 'initiated', 'S1', $4, '', '', 'bn', 0, 0)",
        cast.rahim.id, cast.north.id, gateway.id, "https://pay.test/go?a=1",
    )  # fmt: skip

    await schema.migrate(database)

    attempt = await Attempt.get(ref="NK1")
    assert leading.way_of(attempt) == Redirect("https://pay.test/go?a=1")
    assert attempt.answers_hash == ""


async def test_of_payments_from_before_all_is_kept_and_no_more_goes_back_than_came(
    cast: Cast, database: str
) -> None:
    payment = await posting.record(cast.bina, cast.rahim, Money(100_00))
    await _back_to("0025_oldest_program", database)

    assert "0026_refunds" in await schema.migrate(database)

    assert (await Payment.get(id=payment.id)).refunded_minor == 0
    for minor in (100_01, -1):
        with pytest.raises(IntegrityError):
            await db.run("UPDATE payment SET refunded_minor = $1", minor)
    assert await db.run("UPDATE payment SET refunded_minor = $1", 100_00) == 1
