"""Statements about whether an operator's customers can pay online."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from domain import db
from domain.payments.rules import TAKA_ONLY

_WALLETS = ", ".join(f"'{method}'" for method in sorted(TAKA_ONLY))


def serves(operator: str) -> str:
    """SQL: whether money for `operator`, a row of that table, can be paid by the account `g`."""
    method = f"COALESCE({db.from_json('g.options', 'method')}, g.provider)"
    return (
        "g.kind = 'payment' AND g.enabled AND (g.operator_id IS NULL"
        f" OR {operator}.path LIKE '%/' || CAST(g.operator_id AS TEXT) || '/%')"
        f" AND ({operator}.currency = 'BDT' OR {method} NOT IN ({_WALLETS}))"
    )


def served(column: str) -> str:
    """SQL: whether the operator with the id in `column` can be paid online."""
    return f"{column} IN (SELECT w.id FROM operator w JOIN gateway g ON {serves('w')})"


async def lead_to_any(operator_ids: Collection[int]) -> bool:
    """Whether one of the operators can be paid online."""
    marks = db.marks(len(operator_ids))
    return bool(
        operator_ids
        and await db.value(
            f"SELECT 1 AS one FROM operator o JOIN gateway g ON {serves('o')}"
            f" WHERE o.id IN ({marks}) LIMIT 1",
            *operator_ids,
        )
    )


class Served(NamedTuple):
    """An operator, and whether it can be paid online."""

    name: str
    currency: str
    served: bool


async def is_served(operator_id: int) -> Served | None:
    """Whether the operator can be paid online."""
    return await db.typed_one(
        Served,
        f"SELECT o.name, o.currency, {served('o.id')} AS served FROM operator o WHERE o.id = $1",
        operator_id,
    )
