"""Balances brought in, set-based: one bill for what was owed, one credit for what was paid ahead.

Each customer has at most one of either, so bringing them in again adds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from domain import calendar, clock
from domain.billing import counters, queries, rules, settling
from domain.errors import CurrencyForeign
from domain.fields import to_ms
from domain.ledger import entries
from domain.ledger.models import Account
from domain.ledger.queries import Each
from domain.money import Money
from domain.staff.models import Operator

_OWED = Each(
    at="b.made_at",
    operator_id="b.operator_id",
    debit=Account.RECEIVABLE,
    debit_of="b.customer_id",
    credit=Account.OPENING,
    credit_of="b.operator_id",
    amount_minor="b.total_minor",
    currency="b.currency",
    cause="bill",
    cause_id="b.id",
)
_PAID_AHEAD = Each(
    at="k.made_at",
    operator_id="k.operator_id",
    debit=Account.OPENING,
    debit_of="k.operator_id",
    credit=Account.ADVANCE,
    credit_of="k.customer_id",
    amount_minor="k.amount_minor",
    currency="k.currency",
    cause="advance",
    cause_id="k.id",
)


async def bill(owed: Mapping[int, Money], staff_id: int | None) -> set[int]:
    """Bill these customers for what they owed before; those who had no such bill yet.

    Advance that is there settles it. One that was taken back stays so: only another amount is
    billed afresh. Raises `CurrencyForeign`, as `credit` does.
    """
    before = await _before(owed)
    fresh = {one for one, money in owed.items() if before[one].isdisjoint({"", money.wire()})}
    if not fresh:
        return fresh
    by_operator: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in await queries.opening.due_days(fresh):
        by_operator[row.operator_id].append((row.id, row.due_days))
    await _check_currency({one: owed[one] for one in fresh})
    for operator_id, customers in sorted(by_operator.items()):
        operator = await Operator.get(id=operator_id)
        day = calendar.today(clock.now(), operator.timezone)
        given = await _serials(operator_id, day.year, len(customers))
        await _bill_some(operator, day, given, [(*who, owed[who[0]]) for who in customers])
        these = (operator_id, day.year, given, given + len(customers))
        await queries.opening.insert_lines(these)
        await entries.post_each(_OWED, queries.opening.THESE_BILLS, *these, staff_id=staff_id)
    await _settle(fresh, staff_id)
    return fresh


async def taken_back(owed: Mapping[int, Money]) -> set[int]:
    """Those of the customers whose bill for just this was taken back, and who have no other."""
    before = await _before(owed)
    return {
        one for one, money in owed.items() if money.wire() in before[one] and "" not in before[one]
    }


async def _before(owed: Iterable[int]) -> dict[int, set[str]]:
    """What each was billed for what they owed before: nothing in words where it stands, else the
    amounts that were taken back."""
    told: dict[int, set[str]] = {one: set() for one in owed}
    for row in await queries.opening.billed_before(told):
        was_taken_back = row.status == "void"
        amount = Money(row.total_minor, row.currency).wire() if was_taken_back else ""
        told[row.customer_id].add(amount)
    return told


async def _serials(operator_id: int, year: int, count: int) -> int:
    """Take so many numbers; the last that was given before them."""
    await counters.lock([(operator_id, year)])
    return await queries.opening.take_numbers(operator_id, year, count) - count


async def _bill_some(
    operator: Operator, day: date, given: int, customers: Iterable[tuple[int, int, Money]]
) -> None:
    now = to_ms(clock.now())
    await queries.opening.insert_bills(
        queries.opening.Bill(
            operator.id, customer_id, rules.number_of(operator.code, day.year, serial),
            day.year, serial, day.isoformat(), (day + timedelta(days=due_days)).isoformat(),
            amount.currency, amount.minor, now,
        )
        for serial, (customer_id, due_days, amount) in enumerate(customers, given + 1)
    )  # fmt: skip


async def credit(ahead: Mapping[int, Money], staff_id: int | None) -> set[int]:
    """Credit these customers with what they had paid ahead; those who had no such credit yet.

    It settles what they owe, oldest bill first.
    """
    fresh = set(ahead) - await queries.opening.credited(ahead)
    if not fresh:
        return fresh
    await _check_currency({one: ahead[one] for one in fresh})
    now = to_ms(clock.now())
    await queries.opening.insert_credits(
        (one, ahead[one].minor, ahead[one].currency, now) for one in sorted(fresh)
    )
    await entries.post_each(_PAID_AHEAD, queries.opening.credits_of(fresh), staff_id=staff_id)
    await _settle(fresh, staff_id)
    return fresh


async def _settle(customers: Iterable[int], staff_id: int | None) -> None:
    """Let advance of these customers meet what they owe."""
    both = await queries.opening.with_both(customers)
    for customer_id in sorted(both):
        await settling.lock(customer_id)
        await settling.settle(settling.One(customer_id), clock.now(), staff_id=staff_id)


async def _check_currency(amounts: Mapping[int, Money]) -> None:
    """Raise `CurrencyForeign` for money that the customer's operator does not keep."""
    for row in await queries.opening.currencies(amounts):
        if amounts[row.id].currency != row.currency:
            raise CurrencyForeign(amount=amounts[row.id], currency=row.currency)
