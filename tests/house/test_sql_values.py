"""Values are bound beside a statement, never put into it."""

from __future__ import annotations

import ast

import pytest

from tests.house.sqlreader import domain
from tests.house.sqlvalues import ALLOWED, SQL_CLASSES, faults, read

CODE, TREES = read(domain())


def planted(text: str) -> list[str]:
    """What the rule says of a file alone."""
    code, trees = read({"domain/planted.py": text})
    return list(faults("domain/planted.py", trees["domain/planted.py"], code))


def test_no_value_stands_in_the_domains_sql() -> None:
    assert [
        f"{path}:{fault}" for path, tree in TREES.items() for fault in faults(path, tree, CODE)
    ] == []


def test_each_exception_is_still_one() -> None:
    for path, value in ALLOWED:
        others = ALLOWED.keys() - {(path, value)}
        assert any(f": {value} is put" in each for each in faults(path, TREES[path], CODE, others))
    classes = {
        node.name
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    assert SQL_CLASSES.keys() <= classes


@pytest.mark.parametrize(
    "text",
    [
        "async def f(name): await db.rows(f\"SELECT id FROM customer WHERE name = '{name}'\")",
        "async def f(name: str): await db.rows(f\"SELECT id FROM c WHERE name LIKE '%{name}%'\")",
        "async def f(row): await db.rows(f'SELECT id FROM customer WHERE zone_id = {row.zone}')",
        "async def f(row):\n    said = row.name\n    return f\"c.name = '{said}'\"",
        "def f(name: str): return f\"c.name = '{name}'\"\n\ndef g(row): return f(row.name)",
        "def f(row): return row.name\n\ndef g(row): return f\"c.name = '{f(row)}'\"",
        "async def f(limit): await db.rows(f'SELECT id FROM customer LIMIT {limit}')",
        "def f(rows): return f\"SELECT 1 WHERE 'a' <> '{','.join(row.name for row in rows)}'\"",
    ],
)
def test_a_value_in_a_statement_is_named(text: str) -> None:
    (fault,) = planted(text)

    assert fault.endswith("is put into SQL; bind it")


@pytest.mark.parametrize(
    "text",
    [
        "async def f(name): await db.rows('SELECT id FROM customer WHERE name = $1', name)",
        "STATUS = 'active'\n\ndef f(): return f\"c.status = '{STATUS}'\"",
        "def f(): return f\"c.status = '{CustomerStatus.ACTIVE.value}'\"",
        "def f(limit): return f'SELECT id FROM customer LIMIT {int(limit)}'",
        "def f(limit: int | None): return f'SELECT id FROM customer LIMIT {limit}'",
        "def f(place): return f'c.name = ${place}'",
        "def f(name: str): return f\"c.name = '{name}'\"\n\ndef g(): return f('rahim')",
        "def f(name): return f'{name} = {name}: no statement at all'",
    ],
)
def test_what_is_no_value_passes(text: str) -> None:
    assert planted(text) == []
