"""Proves that the books hold by themselves; what a cause should have moved is its room's proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from domain import db
from domain.ledger.models import Account


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold: `kind` names the rule, `detail` the first thing to look at."""

    kind: str
    detail: str


_ACCOUNTS = ", ".join(f"'{account.value}'" for account in Account)
_SIDES = (
    "(SELECT debit AS account, debit_of AS owner, currency, amount_minor AS moved FROM entry"
    " UNION ALL SELECT credit, credit_of, currency, -amount_minor FROM entry) AS sides"
)
# What was taken back moved nothing in the end, so its currency may be another.
_NOT_UNDONE = (
    "e.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM entry back WHERE back.reverses_id = e.id)"
)
_STANDING = (
    f"(SELECT e.debit AS account, e.debit_of AS owner, e.currency FROM entry e WHERE {_NOT_UNDONE}"
    f" UNION ALL SELECT e.credit, e.credit_of, e.currency FROM entry e WHERE {_NOT_UNDONE})"
    " AS standing"
)
# A person, or a gateway, may serve operators of several currencies.
_MIXED = f"'{Account.CASH.value}', '{Account.CLEARING.value}'"
_CHECKS = (
    (
        "entry-amount",
        "SELECT id AS detail FROM entry WHERE amount_minor <= 0 ORDER BY id LIMIT $1",
    ),
    (
        "entry-account",
        f"SELECT id AS detail FROM entry WHERE debit NOT IN ({_ACCOUNTS})"
        f" OR credit NOT IN ({_ACCOUNTS}) OR (debit = credit AND debit_of = credit_of)"
        " ORDER BY id LIMIT $1",
    ),
    (
        "entry-cause",
        "SELECT id AS detail FROM entry WHERE cause = '' OR cause_id <= 0 ORDER BY id LIMIT $1",
    ),
    (
        "entry-reversal",
        "SELECT later.id AS detail FROM entry later LEFT JOIN entry first"
        " ON first.id = later.reverses_id WHERE later.reverses_id IS NOT NULL AND ("
        " first.id IS NULL OR first.id >= later.id OR first.reverses_id IS NOT NULL"
        " OR later.debit <> first.credit OR later.debit_of <> first.credit_of"
        " OR later.credit <> first.debit OR later.credit_of <> first.debit_of"
        " OR later.amount_minor <> first.amount_minor OR later.currency <> first.currency)"
        " ORDER BY later.id LIMIT $1",
    ),
    (
        "account-currency",
        f"SELECT account || ' ' || owner AS detail FROM {_STANDING}"
        f" WHERE account NOT IN ({_MIXED}) GROUP BY account, owner"
        " HAVING COUNT(DISTINCT currency) > 1 ORDER BY account, owner LIMIT $1",
    ),
    (
        "ledger-balance",
        f"SELECT currency AS detail FROM {_SIDES} GROUP BY currency"
        " HAVING SUM(moved) <> 0 ORDER BY currency LIMIT $1",
    ),
)


class _Detail(NamedTuple):
    detail: object


async def faults(limit: int = 1) -> list[Fault]:
    """What does not hold, at most `limit` of each kind."""
    found = []
    for kind, sql in _CHECKS:
        found += [Fault(kind, str(row.detail)) for row in await db.typed(_Detail, sql, limit)]
    return found


class _Balance(NamedTuple):
    account: str
    currency: str
    balance: int


async def trial_balance() -> list[tuple[Account, str, int]]:
    """Every account's total by currency, debits less credits in minor units; they sum to zero."""
    found = await db.typed(
        _Balance,
        f"SELECT account, currency, SUM(moved) AS balance FROM {_SIDES}"
        " GROUP BY account, currency ORDER BY account, currency",
    )
    return [(Account(row.account), row.currency, int(row.balance)) for row in found]
