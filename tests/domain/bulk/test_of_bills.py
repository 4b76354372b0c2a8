"""What a filter of bills finds becomes lines, within what a person may see."""

from __future__ import annotations

import pytest

from domain.billing import bills
from domain.billing.bills import BillFilter
from domain.billing.models import Bill
from domain.billing.states import BillStatus
from domain.bulk import bulks, lines, of_bills, working
from domain.bulk.errors import LinesMissing, LinesTooMany
from domain.bulk.models import BulkLine
from domain.bulk.states import BulkKind, LineStatus
from domain.customers.models import Customer
from domain.errors import InvalidState, Outdated
from domain.money import Money
from domain.payments import posting
from tests.builders import a_bill, a_customer
from tests.cast import Cast


async def carried_on() -> None:
    while await working.carry_on():
        pass


OPEN = BillFilter(statuses=frozenset({BillStatus.UNPAID, BillStatus.PARTIAL}))


async def test_bills_out_of_reach_are_not_among_them_even_if_picked(cast: Cast) -> None:
    theirs = await a_bill(cast.karim, total=700)
    own = await a_bill(cast.rahim, total=1000)
    await of_bills.begin(cast.chand, BulkKind.PAID, OPEN, picked=[theirs.id, own.id])
    assert [line.bill_ids for line in await BulkLine.all()] == [[own.id]]
    with pytest.raises(LinesMissing):
        await of_bills.begin(cast.esha, BulkKind.PAID, OPEN)


async def test_more_than_are_done_at_once_are_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_bills.rules, "MOST_LINES", 1)
    await a_bill(cast.karim, total=700)
    await a_bill(cast.rahim, total=1000)
    for kind in BulkKind:
        with pytest.raises(LinesTooMany):
            await of_bills.begin(cast.asha, kind, OPEN)


async def test_each_line_is_as_it_was_chosen_and_no_words_change_it(cast: Cast) -> None:
    await a_bill(cast.rahim, total=1000)
    made = await of_bills.begin(cast.asha, BulkKind.PAID, OPEN)
    line = await BulkLine.get()
    with pytest.raises(InvalidState):
        await lines.correct(cast.asha, line.id, bulks.Typed(1, "1001 5"))
    await lines.came_by(cast.asha, made.id, "bank")
    await lines.leave_out(cast.asha, line.id)
    await lines.take_in(cast.asha, line.id)
    await line.refresh_from_db()
    assert (line.status, line.method, line.amount_minor) == (LineStatus.FITS, "bank", 1000_00)


async def test_of_a_list_that_was_typed_each_line_says_its_own_method(cast: Cast) -> None:
    typed = [bulks.Typed(1, "1001 5", {"customer": "1001", "amount": "5"})]
    made = await bulks.begin(cast.asha, BulkKind.PAID, typed)
    with pytest.raises(InvalidState):
        await lines.came_by(cast.asha, made.id, "bank")


async def test_what_was_paid_since_it_was_chosen_is_not_taken_back(cast: Cast) -> None:
    left, paid = await a_bill(cast.karim, total=700), await a_bill(cast.rahim, total=1000)
    part = await a_bill(await a_customer("Part Payer"), total=900)
    await posting.record(cast.asha, await Customer.get(id=part.customer_id), Money(100_00))
    made = await of_bills.begin(cast.asha, BulkKind.VOID, OPEN, reason="by mistake")
    await carried_on()
    await posting.record(cast.asha, cast.rahim, Money(1000_00))
    await bulks.confirm(cast.asha, made.id, bulks.seal(await bulks.sums(made.id)))
    await carried_on()

    stand = {bill.id: bill.status for bill in await Bill.all()}
    assert stand == {left.id: "void", part.id: "void", paid.id: "paid"}
    failed = await BulkLine.get(status=LineStatus.FAILED)
    assert (failed.bill_ids, failed.why) == ([paid.id], "error-bills-changed")


async def test_money_that_comes_at_the_last_moment_is_seen(cast: Cast) -> None:
    bill = await a_bill(cast.rahim, total=1000)
    await posting.record(cast.asha, cast.rahim, Money(300_00))
    with pytest.raises(Outdated):
        await bills.void(cast.asha, bill.id, "by mistake", paid_minor=0)
    await bills.void(cast.asha, bill.id, "by mistake", paid_minor=300_00)
