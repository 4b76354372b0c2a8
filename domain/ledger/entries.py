"""Writing the books, and reading balances off them: a balance is a sum, never a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from domain import signs
from domain.fields import to_ms
from domain.ledger import queries
from domain.ledger.models import Account
from domain.ledger.queries import Each
from domain.money import Money

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


async def post_each(each: Each, source: str, *values: object, staff_id: int | None) -> int:
    """Write the movements in one statement; `source` is `FROM ...`, with its values. How many.

    Its amounts are positive, and none moves within one account.
    """
    return await queries.write_each(each, source, *values, staff_id=staff_id)


async def post(lines: Iterable[Line], at: datetime) -> int:
    """Write the movements in the caller's transaction; how many there were."""
    at_ms, written, rest = to_ms(at), 0, iter(lines)
    while part := [line.values(at_ms) for line in islice(rest, _LINES_A_STATEMENT)]:
        await queries.write(part)
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
    taken, by = queries.Cause(cause, cause_id), queries.Cause(new_cause, new_cause_id)
    return await queries.write_back(taken, by, to_ms(at), staff_id, why)


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
    found = await queries.balances(account, owner_ids, currency)
    return {row.owner_id: row.balance for row in found}


async def standing(owner_id: int, *accounts: Account) -> list[int]:
    """Debits less credits of several accounts of one owner, in their order."""
    found = await queries.standing(owner_id, accounts)
    balances = {row.account: row.balance for row in found}
    return [balances.get(account.value, 0) for account in accounts]


async def receivable(customer_id: int) -> int:
    """What a customer owes by the books, in minor units."""
    return await balance(Account.RECEIVABLE, customer_id)
