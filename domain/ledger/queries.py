"""Statements of the books: entries written in sets, and sums over them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain import db
from domain.ledger.models import Account

_COLUMNS = (
    "at, operator_id, debit, debit_of, credit, credit_of, amount_minor, currency,"
    " cause, cause_id, staff_id, reason"
)


@dataclass(frozen=True, slots=True)
class Each:
    """A movement for each row of a query; what is no account or cause is SQL over its tables."""

    at: str
    operator_id: str
    debit: Account
    debit_of: str
    credit: Account
    credit_of: str
    amount_minor: str
    currency: str
    cause: str
    cause_id: str


async def write(lines: Sequence[Sequence[object]]) -> None:
    """Write entries, each in the order of the columns."""
    width = len(lines[0])
    places = ", ".join(f"({db.marks(width, after=row * width)})" for row in range(len(lines)))
    await db.run(
        f"INSERT INTO entry ({_COLUMNS}) VALUES {places}",
        *(value for line in lines for value in line),
    )


async def write_each(each: Each, source: str, *values: object, staff_id: int | None) -> int:
    """Write an entry for each row of `source`, which is `FROM ...` with its values; how many."""
    return await db.run(
        f"INSERT INTO entry ({_COLUMNS}) SELECT {each.at}, {each.operator_id},"
        f" '{each.debit.value}', {each.debit_of}, '{each.credit.value}', {each.credit_of},"
        f" {each.amount_minor}, {each.currency}, '{each.cause}', {each.cause_id},"
        f" CAST(${len(values) + 1} AS BIGINT), '' {source}",
        *values,
        staff_id,
    )


class Cause(NamedTuple):
    """What an entry was made for."""

    name: str
    row_id: int


async def write_back(cause: Cause, new: Cause, at: int, staff_id: int | None, reason: str) -> int:
    """Write what a cause moved with debit and credit exchanged, once; how many entries."""
    return await db.run(
        f"INSERT INTO entry ({_COLUMNS}, reverses_id)"
        " SELECT CAST($1 AS BIGINT), operator_id, credit, credit_of, debit, debit_of,"
        " amount_minor, currency, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT),"
        " CAST($5 AS TEXT), id FROM entry"
        " WHERE cause = $6 AND cause_id = $7 AND reverses_id IS NULL ORDER BY id"
        " ON CONFLICT (reverses_id) DO NOTHING",
        at, *new, staff_id, reason, *cause,
    )  # fmt: skip


class Owed(NamedTuple):
    """Debits less credits of an owner's account."""

    owner_id: int
    balance: int


async def balances(account: Account, owner_ids: Collection[int], currency: str) -> list[Owed]:
    """Of many owners' accounts, in one currency where one is named."""
    of, values = (" AND currency = $2", (currency,)) if currency else ("", ())
    owners = ", ".join(str(int(owner_id)) for owner_id in owner_ids)
    return await db.typed(
        Owed,
        "SELECT owner_id, CAST(SUM(moved) AS BIGINT) AS balance FROM ("
        " SELECT debit_of AS owner_id, amount_minor AS moved FROM entry"
        f" WHERE debit = $1 AND debit_of IN ({owners}){of} UNION ALL"
        " SELECT credit_of, -amount_minor FROM entry"
        f" WHERE credit = $1 AND credit_of IN ({owners}){of}) AS sides GROUP BY owner_id",
        account.value,
        *values,
    )


class Stands(NamedTuple):
    """Debits less credits of one of an owner's accounts."""

    account: str
    balance: int


async def standing(owner_id: int, accounts: Collection[Account]) -> list[Stands]:
    """Of several accounts of one owner; those without entries are left out."""
    named = ", ".join(f"'{account.value}'" for account in accounts)
    return await db.typed(
        Stands,
        "SELECT account, CAST(SUM(moved) AS BIGINT) AS balance FROM ("
        " SELECT debit AS account, amount_minor AS moved FROM entry"
        f" WHERE debit IN ({named}) AND debit_of = $1 UNION ALL"
        " SELECT credit, -amount_minor FROM entry"
        f" WHERE credit IN ({named}) AND credit_of = $1) AS sides GROUP BY account",
        owner_id,
    )
