"""The books as a journal has them: accounts opened, movements, and what stands at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.money import Money


class Side(StrEnum):
    """What kind of account it is, as accountants sort them."""

    ASSETS = "assets"
    LIABILITIES = "liabilities"
    INCOME = "income"
    EXPENSES = "expenses"
    EQUITY = "equity"


class Owner(StrEnum):
    """Whose an account may be; a member of staff, and a lot, is known by a number alone."""

    CUSTOMER = "customer"
    STAFF = "staff"
    GATEWAY = "gateway"
    OPERATOR = "operator"
    LOT = "lot"  # of recharge cards


@dataclass(frozen=True, slots=True)
class Book:
    """An account of the ledger: what it is, whose, and by which `code` that one is known."""

    side: Side
    account: str
    owner: Owner
    owner_id: int
    code: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An account, the day of its first movement, and the currencies that it holds."""

    book: Book
    on: date
    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What stood on an account in the evening before the first day."""

    book: Book
    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement from the credited account to the debited one, with what it happened for."""

    entry_id: int
    at: datetime
    on: date
    debit: Book
    credit: Book
    amount: Money
    operator: str
    cause: str
    cause_id: int
    staff_id: int | None
    reverses_id: int | None


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands on an account in the morning of a day, debits less credits."""

    book: Book
    on: date
    amount: Money


Directive = Opened | Brought | Moved | Stands


@dataclass(frozen=True, slots=True)
class Head:
    """What a journal is about: whose books, in which currencies, from when to when."""

    title: str
    currencies: tuple[str, ...]
    since: date | None
    until: date
