"""The books as a journal: every account opened once, every movement, and what they come to.

What stands at the end is summed up apart from the movements, so that whoever adds these up proves
both. Entries are never changed: those up to the newest one of the beginning are read, however
long that takes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from domain import calendar, clock, db
from domain.fields import from_ms, to_ms
from domain.ledger.models import Account
from domain.money import Money
from domain.ports.journal import Book, Brought, Directive, Head, Moved, Opened, Owner, Side, Stands
from domain.reports import queries
from domain.staff.models import Operator

OWNERS = 5_000  # whose accounts are read at once
ENTRIES = 2_000

BOOKS: Mapping[Account, tuple[Side, Owner]] = {
    Account.RECEIVABLE: (Side.ASSETS, Owner.CUSTOMER),
    Account.ADVANCE: (Side.LIABILITIES, Owner.CUSTOMER),
    Account.CASH: (Side.ASSETS, Owner.STAFF),
    Account.CLEARING: (Side.ASSETS, Owner.GATEWAY),
    Account.BANK: (Side.ASSETS, Owner.OPERATOR),
    Account.REVENUE: (Side.INCOME, Owner.OPERATOR),
    Account.DEFERRED: (Side.LIABILITIES, Owner.CUSTOMER),
    Account.VAT: (Side.LIABILITIES, Owner.OPERATOR),
    Account.FEES: (Side.EXPENSES, Owner.GATEWAY),
    Account.OPENING: (Side.EQUITY, Owner.OPERATOR),
    Account.WALLET: (Side.LIABILITIES, Owner.OPERATOR),
    Account.CREDITS: (Side.ASSETS, Owner.OPERATOR),
    Account.VOUCHERS: (Side.ASSETS, Owner.LOT),
    Account.COMMISSION: (Side.EXPENSES, Owner.OPERATOR),
}
_OF_CUSTOMERS = ", ".join(f"'{each}'" for each, (_, of) in BOOKS.items() if of is Owner.CUSTOMER)


@dataclass(frozen=True, slots=True)
class Journal:
    """Whose books from which day to which, as they were when it was begun."""

    operators: Mapping[int, Operator]
    named: Mapping[tuple[Owner, int], str]
    since: date | None
    until: date
    upto: int

    def head(self) -> Head:
        """What it is about; of several operators the one above the others gives the title."""
        first = min(self.operators.values(), key=lambda each: (each.path.count("/"), each.id))
        currencies = sorted({each.currency for each in self.operators.values()})
        return Head(first.name, tuple(currencies), self.since, self.until)

    def day(self, at_ms: int, operator_id: int) -> date:
        """The business date of an instant in an operator's books."""
        return from_ms(at_ms).astimezone(_zone(self.operators[operator_id].timezone)).date()

    def book(self, account: Account, owner_id: int, customer: str | None = None) -> Book:
        """An account by whose it is; a customer's code is not among what is known by heart."""
        side, owner = BOOKS[account]
        known = customer if owner is Owner.CUSTOMER else self.named.get((owner, owner_id))
        return Book(side, account.value, owner, owner_id, known or "")


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


async def begin(
    operator: Operator | None = None, since: date | None = None, until: date | None = None
) -> Journal:
    """The journal of an operator and all under it, of everybody without one.

    Days are each operator's own, and both counted; without a last one it goes on to today.
    """
    everybody = await Operator.all()
    rows = [row for row in everybody if operator is None or row.path.startswith(operator.path)]
    now = clock.now()
    last = until or max(calendar.today(now, row.timezone) for row in rows)
    return Journal(
        operators={row.id: row for row in rows},
        named={
            **{(Owner.OPERATOR, row.id): row.code for row in everybody},
            **{(Owner.GATEWAY, row.id): row.code for row in await queries.journal.gateways()},
        },
        since=since,
        until=last,
        upto=await queries.journal.last_entry(),
    )


async def directives(journal: Journal) -> AsyncIterator[Sequence[Directive]]:
    """All that stands in it, part by part; no part is larger than the books of few customers."""
    async for accounts in _accounts(journal):
        yield [directive for each in accounts for directive in each.opened(journal)]
    async for movements in _movements(journal):
        yield movements
    async for accounts in _accounts(journal):
        yield [directive for each in accounts for directive in each.stands(journal)]


@dataclass(slots=True)
class _Balance:
    before: int = 0
    after: int = 0


@dataclass(slots=True)
class _Kept:
    """One account over the books of all operators in which it moves."""

    book: Book
    on: date | None = None
    balances: dict[str, _Balance] = field(default_factory=dict)

    def take(self, row: queries.journal.Stood, on: date | None) -> None:
        balance = self.balances.setdefault(row.currency, _Balance())
        balance.before += row.before
        balance.after += row.after
        if on is not None and (self.on is None or on < self.on):
            self.on = on

    def opened(self, journal: Journal) -> list[Directive]:
        brought = {code: each.before for code, each in self.balances.items() if each.before}
        if not brought and self.on is None:
            return []
        eve = _eve(journal)
        on = eve if brought or self.on is None else self.on
        return [
            Opened(self.book, on, tuple(sorted(self.balances))),
            *(Brought(self.book, eve, Money(minor, code)) for code, minor in brought.items()),
        ]

    def stands(self, journal: Journal) -> list[Directive]:
        if not self.opened(journal):
            return []
        on = journal.until + timedelta(days=1)
        return [
            Stands(self.book, on, Money(each.after, code))
            for code, each in sorted(self.balances.items())
        ]


def _eve(journal: Journal) -> date:
    return (journal.since or journal.until) - timedelta(days=1)


async def _accounts(journal: Journal) -> AsyncIterator[list[_Kept]]:
    """Every account that moved, by few owners at once."""
    for account in BOOKS:
        last = await queries.journal.last_owner(account.value)
        for after in range(0, last, OWNERS):
            yield await _kept(journal, account, after)


async def _kept(journal: Journal, account: Account, after: int) -> list[_Kept]:
    upto = after + OWNERS
    rows = await queries.journal.stood(account.value, after, upto, *_conditions(journal))
    codes: Mapping[int, str] = {}
    if rows and BOOKS[account][1] is Owner.CUSTOMER:
        codes = await queries.journal.customers(after, upto)
    kept: dict[int, _Kept] = {}
    for row in rows:
        book = journal.book(account, row.owner_id, codes.get(row.owner_id))
        on = None if row.first_at is None else journal.day(row.first_at, row.operator_id)
        kept.setdefault(row.owner_id, _Kept(book)).take(row, on)
    return list(kept.values())


async def _movements(journal: Journal) -> AsyncIterator[list[Moved]]:
    within, inside = _conditions(journal)
    after = 0
    while True:
        rows = await queries.journal.entries(
            after, f"{within} AND {inside}", _OF_CUSTOMERS, ENTRIES
        )
        if not rows:
            return
        yield [_moved(journal, row) for row in rows]
        after = rows[-1].id


def _moved(journal: Journal, row: queries.journal.Entry) -> Moved:
    return Moved(
        entry_id=row.id,
        at=from_ms(row.at),
        on=journal.day(row.at, row.operator_id),
        debit=journal.book(Account(row.debit), row.debit_of, row.debit_code),
        credit=journal.book(Account(row.credit), row.credit_of, row.credit_code),
        amount=Money(row.amount_minor, row.currency),
        operator=journal.operators[row.operator_id].code,
        cause=row.cause,
        cause_id=row.cause_id,
        staff_id=row.staff_id,
        reverses_id=row.reverses_id,
    )


def _conditions(journal: Journal) -> tuple[str, str]:
    """On entries `e`: of these operators up to the last day, and from the first day on. A day
    begins when it begins where the operator is."""
    zones: dict[str, list[int]] = {}
    for row in journal.operators.values():
        zones.setdefault(row.timezone, []).append(row.id)
    ends = " OR ".join(
        f"e.operator_id IN ({db.ids(ids)})"
        f" AND e.at < {to_ms(_begin(journal.until + timedelta(days=1), zone))}"
        for zone, ids in zones.items()
    )
    within = f"e.id <= {journal.upto} AND ({ends})"
    if journal.since is None:
        return within, "TRUE"
    begins = " OR ".join(
        f"e.operator_id IN ({db.ids(ids)}) AND e.at >= {to_ms(_begin(journal.since, zone))}"
        for zone, ids in zones.items()
    )
    return within, f"({begins})"


def _begin(day: date, zone: str) -> datetime:
    return calendar.instant(day, time(), zone)
