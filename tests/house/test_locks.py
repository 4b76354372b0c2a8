"""What has a row is held by its row; a lock by name is for what has none."""

from __future__ import annotations

import ast

from tests.house.sqlreader import domain, texts

SOURCES = domain()
# What is locked by name, and what there is no row of.
NAMED = {
    "f'attempt of {customer.id}'": "an attempt that may be made",
    "f'identities {channel.value}'": "names of a channel that nobody knows yet",
    "f'incident {kind} {subject}'": "an incident that may begin",
    "f'transaction {rules.tidy_txn(txn_id.partition(AGAIN)[0])}'": "a transaction not yet posted",
    "'bill run'": "a run that may begin",
    "'customer ids'": "customer IDs and addresses that are free",
    "'heard'": "who said something, of whom one thing is taken at a time",
    "'operator tree'": "operators that may be made, and paths that move",
    "'search words'": "words that are not in the index yet",
}


def by_name(text: str) -> set[str]:
    """The names of the locks that a file takes."""
    return {
        ast.unparse(node.args[0])
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "db.lock"
    }


def test_a_lock_by_name_is_for_what_has_no_row() -> None:
    assert set().union(*map(by_name, SOURCES.values())) == set(NAMED)


def test_rows_are_locked_by_one_spelling() -> None:
    spelled = {
        path
        for path, text in SOURCES.items()
        for _, sql in texts(ast.parse(text))
        if "FOR UPDATE" in sql or "FOR NO KEY" in sql
    }

    assert spelled == {"domain/db.py"}


def test_a_lock_on_a_row_by_name_is_seen() -> None:
    code = "async def f(customer): await db.lock(f'customer {customer.id}')"

    assert not by_name(code) <= set(NAMED)
