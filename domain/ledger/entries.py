"""Writing the books, and reading balances off them: a balance is a sum, never a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from domain import db, signs
from domain.fields import to_ms
from domain.ledger.models import Account
from domain.money import Money

_COLUMNS = (
    "at, operator_id, debit, debit_of, credit, credit_of, amount_minor, currency,"
    " cause, cause_id, staff_id, reason"
)
_LINES_A_STATEMENT = 500  # SQLite takes 32,766 values in one statement


@dataclass(frozen=True, slots=True)
class Line:
    """One movement to be written; `cause` and `cause_id` say what it happened for.

    Raises `ValueError` for an amount that is not positive, and for an account that would be
    debited and credited at once: neither moves anything.
    """

    operator_id: int
    debit: Account
    debit_of: int
    credit: Account
    credit_of: int
    amount: Money
    cause: str
    cause_id: int
    staff_id: int | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise ValueError("an entry moves a positive amount")
        if (self.debit, self.debit_of) == (self.credit, self.credit_of):
            raise ValueError("an entry moves between two accounts")

    def values(self, at_ms: int) -> tuple[object, ...]:
        """In the order of the table's columns."""
        return (
            at_ms,
            self.operator_id,
            self.debit.value,
            self.debit_of,
            self.credit.value,
            self.credit_of,
            self.amount.minor,
            self.amount.currency,
            self.cause,
            self.cause_id,
            self.staff_id,
            signs.within("reason", self.reason, 200),
        )


async def post(lines: Iterable[Line], at: datetime) -> int:
    """Write the movements in the caller's transaction; how many there were."""
    at_ms, written, rest = to_ms(at), 0, iter(lines)
    while part := [line.values(at_ms) for line in islice(rest, _LINES_A_STATEMENT)]:
        width = len(part[0])
        places = ", ".join(
            "(" + ", ".join(f"${row * width + i + 1}" for i in range(width)) + ")"
            for row in range(len(part))
        )
        await db.run(
            f"INSERT INTO entry ({_COLUMNS}) VALUES {places}",
            *(value for values in part for value in values),
        )
        written += len(part)
    return written


async def reverse(
    cause: str,
    cause_id: int,
    *,
    new_cause: str,
    new_cause_id: int,
    staff_id: int | None,
    reason: str,
    at: datetime,
) -> int:
    """Take back what a cause moved, by entries with debit and credit exchanged; how many.

    What was taken back before is passed over, so a repetition adds nothing.
    """
    why = signs.within("reason", reason, 200)
    return await db.run(
        f"INSERT INTO entry ({_COLUMNS}, reverses_id)"
        " SELECT CAST($1 AS BIGINT), operator_id, credit, credit_of, debit, debit_of,"
        " amount_minor, currency, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT),"
        " CAST($5 AS TEXT), id FROM entry"
        " WHERE cause = $6 AND cause_id = $7 AND reverses_id IS NULL ORDER BY id"
        " ON CONFLICT (reverses_id) DO NOTHING",
        to_ms(at), new_cause, new_cause_id, staff_id, why, cause, cause_id,
    )  # fmt: skip


async def balance(account: Account, owner_id: int) -> int:
    """Debits less credits of one account, in minor units."""
    return (await balances(account, [owner_id])).get(owner_id, 0)


async def balances(
    account: Account, owner_ids: Sequence[int], currency: str = ""
) -> dict[int, int]:
    """Debits less credits of many owners' accounts; an owner without entries is left out.

    What a person or a gateway holds may be of several currencies: then one is named.
    """
    if not owner_ids:
        return {}
    of, values = (" AND currency = $2", (currency,)) if currency else ("", ())
    owners = ", ".join(str(int(owner_id)) for owner_id in owner_ids)
    found = await db.rows(
        "SELECT owner_id, SUM(moved) AS balance FROM ("
        " SELECT debit_of AS owner_id, amount_minor AS moved FROM entry"
        f" WHERE debit = $1 AND debit_of IN ({owners}){of} UNION ALL"
        " SELECT credit_of, -amount_minor FROM entry"
        f" WHERE credit = $1 AND credit_of IN ({owners}){of}) AS sides GROUP BY owner_id",
        account.value,
        *values,
    )
    return {int(row["owner_id"]): int(row["balance"]) for row in found}


async def standing(owner_id: int, *accounts: Account) -> list[int]:
    """Debits less credits of several accounts of one owner, in their order."""
    named = ", ".join(f"'{account.value}'" for account in accounts)
    found = await db.rows(
        "SELECT account, SUM(moved) AS balance FROM ("
        " SELECT debit AS account, amount_minor AS moved FROM entry"
        f" WHERE debit IN ({named}) AND debit_of = $1 UNION ALL"
        " SELECT credit, -amount_minor FROM entry"
        f" WHERE credit IN ({named}) AND credit_of = $1) AS sides GROUP BY account",
        owner_id,
    )
    balances = {row["account"]: int(row["balance"]) for row in found}
    return [balances.get(account.value, 0) for account in accounts]


async def receivable(customer_id: int) -> int:
    """What a customer owes by the books, in minor units."""
    return await balance(Account.RECEIVABLE, customer_id)
