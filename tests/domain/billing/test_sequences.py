"""Whatever happens to a customer's money, in whatever order, the books hold.

What a customer owes is their bills less what settled them, and nobody owes and has advance at once.
"""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.billing import billrun, bills, byhand, dues
from domain.billing.models import Bill, Credit
from domain.billing.states import BillStatus, CreditSource
from domain.calendar import Period
from domain.customers.models import Customer
from domain.ledger import entries
from domain.money import Money
from domain.staff.rights import SYSTEM
from tests.builders import a_customer
from tests.cast import Cast
from tests.domain.billing import books, money_in

_months = itertools.cycle(range(2027 * 12, 2031 * 12))
taka = st.integers(1, 2_500)
steps = st.one_of(
    st.tuples(st.sampled_from(["pay", "bill", "charge"]), taka),
    st.tuples(st.sampled_from(["run", "void", "take back"]), st.integers(0, 9)),
)


async def happen(cast: Cast, customer: Customer, what: str, number: int) -> None:
    amount = Money(number * 100)
    if what == "pay":
        await money_in.pay(customer, amount)
    elif what == "bill":
        month = next(_months)
        await byhand.make(cast.asha, customer.id, Period(month // 12, month % 12 + 1))
    elif what == "charge":
        await bills.charge(cast.asha, customer.id, amount, "Cable")
    elif what == "run":
        month = next(_months)
        await billrun.start(SYSTEM, Period(month // 12, month % 12 + 1))
        await billrun.carry_on()
    elif what == "void":
        live = await Bill.filter(customer_id=customer.id).exclude(status=BillStatus.VOID)
        if live:
            await bills.void(cast.asha, live[number % len(live)].id, "wrong")
    else:
        kept = await Credit.filter(customer_id=customer.id, withdrawn_at=None)
        if kept:
            await money_in.take_back(kept[number % len(kept)])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=2, max_size=14))
async def test_the_books_hold_after_any_sequence(cast: Cast, taken: list[tuple[str, int]]) -> None:
    customer = await a_customer(billing_profile=cast.taxed)
    for what, number in taken:
        await happen(cast, customer, what, number)
    owed = (await dues.due_of(customer.id)).minor
    advance = (await dues.advance_of(customer.id)).minor
    assert owed == await entries.receivable(customer.id) == await books.owed_by_bills(customer.id)
    assert advance == await books.advance(customer.id)
    assert owed == 0 or advance == 0
    paid_in = sum(
        one.amount_minor
        for one in await Credit.filter(
            customer_id=customer.id, withdrawn_at=None, source=CreditSource.PAYMENT
        )
    )
    billed = sum(
        bill.total_minor
        for bill in await Bill.filter(customer_id=customer.id).exclude(status=BillStatus.VOID)
    )
    assert owed - advance == billed - paid_in
    await books.assert_they_hold()
