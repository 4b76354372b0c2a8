"""A table is written by its own room alone, and read by none below it: SQL and models alike."""

from __future__ import annotations

import pytest

from tests.house.rules import ROOT
from tests.house.sqlreader import (
    ANY_TABLE,
    WITH_ITS_SUBJECT,
    House,
    constants,
    domain,
    house,
    place_faults,
    row_faults,
    sql_faults,
    untyped_faults,
    uses,
)

SOURCES = domain()
WORDS = constants(SOURCES)


@pytest.fixture(scope="module")
def there() -> House:
    """The domain as it stands."""
    return house(SOURCES, (ROOT / "pyproject.toml").read_text())


def planted(there: House, path: str, text: str) -> list[str]:
    """What the rules say of a file, as if it stood in the domain."""
    return [*sql_faults(path, text, there, WORDS), *row_faults(path, text, there)]


def test_every_table_is_written_by_its_own_room_and_read_by_none_below(there: House) -> None:
    faults = [
        f"{path}:{fault}" for path, text in SOURCES.items() for fault in planted(there, path, text)
    ]

    assert faults == []


def test_the_reader_knows_the_tables_and_sees_them_used(there: House) -> None:
    used = {use.table for text in SOURCES.values() for use in uses(text, WORDS)}

    assert len(there.tables) > 40
    assert len(used & set(there.tables)) > 35
    assert there.tables["entry"] == "ledger"
    assert there.models["Customer"] == "customers"


@pytest.mark.parametrize(
    "code",
    [
        'async def f(): await db.run("UPDATE customer SET name = $1", name)',
        'async def f(): await db.run("DELETE FROM customer WHERE id = $1", 1)',
        "async def f(): await db.run(f'INSERT INTO customer (code) VALUES {places}')",
        'TABLE = "customer"\n\nasync def f(): await db.run(f"UPDATE {TABLE} SET name = $1", name)',
        "SQL = \"WITH x AS (SELECT 1) UPDATE customer SET name = ''\"",
    ],
)
def test_a_table_that_another_room_writes_is_named(there: House, code: str) -> None:
    words = {**WORDS, "TABLE": "customer"}

    (fault,) = sql_faults("domain/network/planted.py", code, there, words)

    assert "writes customer, a table of customers" in fault
    assert not list(sql_faults("domain/customers/planted.py", code, there, words))


def test_a_table_that_nobody_can_tell_is_not_written(there: House) -> None:
    code = 'async def f(table): await db.run(f"UPDATE {table} SET name = $1", name)'

    (fault,) = sql_faults("domain/network/planted.py", code, there, WORDS)

    assert "a table that can't be told" in fault


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("domain/customers/planted.py", "bill"),  # above
        ("domain/messaging/planted.py", "router"),  # beside
        ("domain/staff/planted.py", "gateway"),
    ],
)
def test_a_table_of_a_room_above_or_beside_is_not_read(there: House, path: str, table: str) -> None:
    for clause in (
        f"FROM {table} t",
        f"FROM operator o JOIN {table} t ON TRUE",
        f"FROM x, {table}",
    ):
        (fault,) = sql_faults(path, f'SQL = "SELECT 1 {clause}"', there, WORDS)
        assert f"reads {table}" in fault


def test_a_table_of_a_room_below_is_read(there: House) -> None:
    code = 'SQL = "SELECT 1 FROM customer c JOIN operator o ON o.id = c.operator_id"'

    assert not list(sql_faults("domain/billing/planted.py", code, there, WORDS))


@pytest.mark.parametrize(
    "body",
    [
        "await Customer.filter(id=1).update(name='x')",
        "await Customer.create(name='x')",
        "await Customer.bulk_create(rows)",
        "await Customer.all().delete()",
        "row = await Customer.get(id=1)\n    await row.save()",
        "row = await customers.get(actor, 1)\n    await row.update_from_dict({}).save()",
        "for row in await Customer.filter(id=1):\n        await row.delete()",
        "await db.advance(given, to, of=[])",
        "await batches.take(given, 0, 9)",
        "await batches.delete(Customer.filter(id=1))",
        "row = Customer(name='x')\n    await db.add(row)",
    ],
)
def test_a_row_that_another_room_writes_is_named(there: House, body: str) -> None:
    code = f"async def f(given: Customer) -> None:\n    {body}\n"

    faults = list(row_faults("domain/network/planted.py", code, there))

    assert faults
    assert all("writes a Customer, a row of customers" in fault for fault in faults)
    assert not list(row_faults("domain/customers/planted.py", code, there))


def test_a_row_of_another_room_may_be_read(there: House) -> None:
    code = "async def f() -> int:\n    return (await Customer.get(id=1)).zone_id\n"

    assert not list(row_faults("domain/network/planted.py", code, there))


def test_statements_stand_together_in_each_room(there: House) -> None:
    faults = [
        f"{path}:{fault}"
        for path, text in SOURCES.items()
        for fault in place_faults(path, text, there, WORDS)
    ]

    assert faults == []


def test_a_statement_among_verbs_is_named(there: House) -> None:
    code = 'async def f(): await db.rows("SELECT id FROM staff WHERE role = $1", role)'

    (fault,) = place_faults("domain/staff/planted.py", code, there, WORDS)

    assert "belongs into queries.py" in fault
    assert not list(place_faults("domain/staff/queries.py", code, there, WORDS))
    assert not list(place_faults("domain/staff/queries/people.py", code, there, WORDS))


def test_a_kind_of_things_says_itself_what_its_rows_are(there: House) -> None:
    code = 'THING = reach.Thing("person", Staff, "staff t JOIN customer c ON c.id = t.customer_id")'

    assert not list(place_faults("domain/staff/planted.py", code, there, WORDS))


def test_rows_have_types() -> None:
    faults = [
        f"{path}:{fault}" for path, text in SOURCES.items() for fault in untyped_faults(path, text)
    ]

    assert faults == []


@pytest.mark.parametrize("call", ["db.rows", "db.one"])
def test_rows_without_types_are_named(call: str) -> None:
    code = f'async def f(): return await {call}("SELECT id FROM staff")'

    (fault,) = untyped_faults("domain/staff/queries.py", code)

    assert "gives rows without types" in fault


def test_a_file_that_keeps_its_statements_has_some(there: House) -> None:
    for path in WITH_ITS_SUBJECT:
        assert any(use.table in there.tables for use in uses(SOURCES[path], WORDS))


def test_who_may_write_any_table_still_does() -> None:
    writing = {
        path
        for path, text in SOURCES.items()
        if any(use.writes and use.table.startswith("{") for use in uses(text, WORDS))
    }

    assert writing == set(ANY_TABLE)
