"""A bill run makes exactly one bill for everybody who is to be billed, and says why not else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain import db, events, reactions
from domain.billing import billrun, bills, byhand, runs
from domain.billing.models import Bill, BillCounter, BillingProfile, BillLine, BillRun, VatMode
from domain.billing.states import BillStatus, LineKind, RunStatus
from domain.calendar import Period
from domain.chat import cards
from domain.chat.models import Card
from domain.customers.models import Customer, CustomerStatus
from domain.errors import NotFound, RightLacking
from domain.messaging.models import EventSetting, Message
from domain.money import Money
from domain.staff.rights import SYSTEM
from tests.builders import a_customer, a_package
from tests.cast import Cast
from tests.domain.billing import books, money_in
from tests.paces import fixed

NOVEMBER = Period(2026, 11)


async def run_to_the_end(period: Period = NOVEMBER, batch: int = 5_000, **where: Any) -> BillRun:
    run = await billrun.start(SYSTEM, period, **where)
    while await billrun.step(run, pace=fixed(batch)):
        pass
    return run


async def bill_of(customer: Customer, period: Period = NOVEMBER) -> Bill:
    return await Bill.get(customer_id=customer.id, period=str(period))


async def lines(bill: Bill) -> list[tuple[str, str, int]]:
    return [(one.kind.value, one.label, one.amount_minor) for one in await bills.lines_of(bill.id)]


async def test_a_run_bills_everybody_once_and_the_books_hold(cast: Cast) -> None:
    run = await run_to_the_end()
    assert (run.status, run.made, run.billed_minor, run.skipped) == (RunStatus.DONE, 2, 200_000, {})
    bill = await bill_of(cast.rahim)
    assert (bill.number, bill.total_minor, bill.status) == (
        "NORTH-2026-000001", 100_000, BillStatus.UNPAID,
    )  # fmt: skip
    assert (bill.issued_on, bill.due_on) == (date(2026, 11, 21), date(2026, 11, 30))
    assert (bill.starts_on, bill.ends_on) == (date(2026, 11, 1), date(2026, 11, 30))
    assert await lines(bill) == [("package", "Home", 100_000)]
    await books.assert_they_hold()


async def test_the_bill_of_a_month_to_come_is_issued_on_its_first_day(cast: Cast) -> None:
    await run_to_the_end(Period(2027, 1))
    bill = await bill_of(cast.rahim, Period(2027, 1))
    assert (bill.number, bill.issued_on, bill.due_on) == (
        "NORTH-2027-000001", date(2027, 1, 1), date(2027, 1, 10),
    )  # fmt: skip


async def test_a_second_run_makes_nothing_and_says_why(cast: Cast) -> None:
    await run_to_the_end()
    again = await run_to_the_end()
    assert (again.made, again.skipped) == (0, {"has-bill": 2})
    assert await Bill.all().count() == 2


async def test_who_came_after_the_run_is_billed_by_the_next(cast: Cast) -> None:
    await run_to_the_end()
    late = await a_customer("Late")
    plan = await billrun.plan(cast.asha, NOVEMBER)
    assert (plan.bills, plan.amounts, plan.skipped) == (1, (Money(100_000),), {"has-bill": 2})
    await run_to_the_end()
    assert (await bill_of(late)).number == "NORTH-2026-000003"
    await books.assert_they_hold()


async def test_a_plan_counts_as_the_run_then_does(cast: Cast) -> None:
    free = await a_package("free", price=0)
    unknown = await BillingProfile.create(code="a", name="A", cycle="lunar")
    billed_though = await BillingProfile.create(code="b", name="B", bill_suspended=True)
    await a_customer(status=CustomerStatus.LEFT)
    await a_customer(status=CustomerStatus.PENDING)
    await a_customer(status=CustomerStatus.EXPIRED)
    await a_customer(status=CustomerStatus.SUSPENDED)
    await a_customer(status=CustomerStatus.SUSPENDED, billing_profile=billed_though)
    await a_customer(status=CustomerStatus.EXPIRED, billing_profile=billed_though)
    await a_customer(joined_on=date(2026, 12, 1))
    await a_customer(billing_profile=unknown)
    await a_customer(package=free)
    await a_customer(exempt=True)
    plan = await billrun.plan(SYSTEM, NOVEMBER)
    run = await run_to_the_end(batch=3)
    assert plan.skipped == run.skipped == {
        "left": 1, "not-active": 1, "suspended": 2, "joined-later": 1, "other-cycle": 1,
        "price-zero": 1,
    }  # fmt: skip
    assert (plan.customers, plan.bills) == (12, 5)
    assert (run.made, await runs.billed(run)) == (plan.bills, plan.amounts)
    assert set(run.skipped) <= set(billrun.SKIPS)


async def test_a_price_in_another_currency_than_the_operators_is_skipped_with_a_word(
    cast: Cast,
) -> None:
    dollars = await a_package("dollars", price=Money(2_000, "USD"))
    paying = await a_customer(package=dollars)
    plan = await billrun.plan(SYSTEM, NOVEMBER)
    run = await run_to_the_end()
    assert plan.skipped == run.skipped == {"price-foreign": 1}
    assert set(run.skipped) <= set(billrun.SKIPS)
    assert not await Bill.exists(customer_id=paying.id)
    unbilled, _ = await runs.unbilled(cast.asha, NOVEMBER)
    assert [(one.id, one.reason) for one in unbilled] == [(paying.id, "price-foreign")]


async def test_discount_charges_and_vat_stand_on_lines_of_their_own(cast: Cast) -> None:
    customer = await a_customer(billing_profile=cast.taxed, discount_minor=10_000)
    await bills.charge(cast.bina, customer.id, Money(5_000), "Cable")
    await bills.charge(cast.bina, customer.id, Money(2_000), "", LineKind.LATE_FEE)
    await run_to_the_end()
    bill = await bill_of(customer)
    assert await lines(bill) == [
        ("package", "Home", 100_000), ("discount", "", -10_000), ("vat", "", 4_850),
        ("charge", "Cable", 5_000), ("late_fee", "", 2_000),
    ]  # fmt: skip
    assert (bill.net_minor, bill.vat_minor, bill.total_minor) == (97_000, 4_850, 101_850)
    await run_to_the_end(NOVEMBER.next())
    assert (await bill_of(customer, NOVEMBER.next())).total_minor == 94_500
    await books.assert_they_hold()


async def test_contained_vat_is_no_line(cast: Cast) -> None:
    within = await BillingProfile.create(
        code="w", name="W", vat_rate_bp=500, vat_mode=VatMode.INCLUSIVE
    )
    bill = None
    customer = await a_customer(billing_profile=within, price_minor=105_000)
    await run_to_the_end()
    bill = await bill_of(customer)
    assert (bill.net_minor, bill.vat_minor, bill.total_minor) == (100_000, 5_000, 105_000)
    assert await lines(bill) == [("package", "Home", 105_000)]
    await books.assert_they_hold()


async def test_a_late_start_is_prorated_where_the_profile_says_so(cast: Cast) -> None:
    fair = await BillingProfile.create(code="fair", name="Fair", proration=True)
    prorated = await a_customer(billing_profile=fair, joined_on=date(2026, 11, 16))
    whole = await a_customer(joined_on=date(2026, 11, 16))
    await run_to_the_end()
    bill = await bill_of(prorated)
    assert await lines(bill) == [("package", "Home", 100_000), ("proration", "", -50_000)]
    assert (bill.total_minor, (await bill_of(whole)).total_minor) == (50_000, 100_000)


async def test_advance_settles_the_new_bill_and_the_oldest_first(cast: Cast) -> None:
    await money_in.pay(cast.rahim, Money(150_000))
    await run_to_the_end()
    await run_to_the_end(NOVEMBER.next())
    first, second = await bill_of(cast.rahim), await bill_of(cast.rahim, NOVEMBER.next())
    assert (first.status, first.paid_minor) == (BillStatus.PAID, 100_000)
    assert first.settled_at is not None
    assert (second.status, second.paid_minor) == (BillStatus.PARTIAL, 50_000)
    assert await books.advance(cast.rahim.id) == 0
    await books.assert_they_hold()


async def test_numbers_run_without_gaps_per_operator_through_small_batches(cast: Cast) -> None:
    for number in range(9):
        await a_customer(operator=cast.south if number % 3 else cast.north)
    await run_to_the_end(batch=2)
    for operator, count in ((cast.north, 5), (cast.south, 6)):
        made = await Bill.filter(operator_id=operator.id).order_by("id")
        assert [bill.serial for bill in made] == list(range(1, count + 1))
        counter = await BillCounter.get(operator_id=operator.id, year=2026)
        assert counter.given == count
    await books.assert_they_hold()


async def test_a_run_for_one_operator_leaves_the_others_alone(cast: Cast) -> None:
    theirs = await a_customer(operator=cast.south)
    run = await billrun.start(cast.esha, NOVEMBER)
    async for _ in billrun.steps(run):
        pass
    assert (run.made, run.operator_id) == (1, cast.south.id)
    assert (await bill_of(theirs)).number == "SOUTH-2026-000001"
    assert await Bill.all().count() == 1


async def test_a_run_needs_the_right_and_the_subtree(cast: Cast) -> None:
    with pytest.raises(RightLacking):
        await billrun.start(cast.chand, NOVEMBER)
    with pytest.raises(RightLacking):
        await billrun.plan(cast.dipa, NOVEMBER)
    with pytest.raises(NotFound):
        await billrun.start(cast.esha, NOVEMBER, cast.north.id)
    assert await BillRun.all().count() == 0


async def test_started_again_while_it_goes_on_it_is_the_same_run(cast: Cast) -> None:
    first = await billrun.start(SYSTEM, NOVEMBER)
    assert (await billrun.start(cast.asha, NOVEMBER)).id == first.id
    assert (await billrun.start(cast.bina, NOVEMBER)).id != first.id


async def test_one_refused_bill_does_not_stop_the_rest(cast: Cast) -> None:
    await run_to_the_end()
    south = await a_customer(operator=cast.south)
    others = [await a_customer() for _ in range(4)]
    await Bill.create(
        operator_id=cast.south.id, customer_id=south.id, number="SOUTH-2026-000001", year=2026,
        serial=1, starts_on="2026-10-01", ends_on="2026-10-31", issued_on="2026-10-01",
        due_on="2026-10-10", currency="BDT", net_minor=1, total_minor=1, made_at=0,
    )  # fmt: skip
    run = await run_to_the_end(NOVEMBER.next())
    assert (run.made, run.skipped) == (6, {"failed": 1})
    for other in others:
        assert (await bill_of(other, NOVEMBER.next())).total_minor == 100_000


async def test_each_bill_is_told_once_unless_the_operator_keeps_silent(cast: Cast) -> None:
    await a_customer(operator=cast.south)
    await EventSetting.create(operator_id=cast.south.id, event="bill-created", enabled=False)
    await run_to_the_end()
    told = await Message.all().order_by("id")
    bill = await bill_of(cast.rahim)
    assert [message.customer_id for message in told] == [cast.rahim.id, cast.karim.id]
    assert (told[0].dedupe, told[0].event) == (f"bill:{bill.id}:made", "bill-created")
    assert (told[0].about, told[0].status.value) == ({"bill": bill.id}, "ready")
    await run_to_the_end()
    assert await Message.all().count() == 2


async def with_card(name: str, **values: Any) -> Customer:
    """A customer whose card somebody has on show."""
    customer = await a_customer(name, **values)
    subject = f"customer:{customer.id}"
    await cards.keep(
        cards.Kept(
            key=subject, screen="customer", args={"customer_id": customer.id}, subject=subject,
            app="telegram", chat_id="5", language="en", message_id=str(customer.id),
        )
    )  # fmt: skip
    return customer


async def drawn_again() -> set[str]:
    return {card.subject for card in await Card.all() if card.wanted > card.shown}


async def test_a_run_draws_the_cards_of_whom_it_bills_again_by_one_statement_a_batch(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    events.listen(reactions.MAP)
    billed = [await with_card(f"Billed {number}") for number in range(3)]
    await with_card("Gone", status=CustomerStatus.LEFT)
    said, run = list[str](), db.run

    async def hear(sql: str, *values: object) -> int:
        said.append(sql)
        return await run(sql, *values)

    monkeypatch.setattr(db, "run", hear)
    await run_to_the_end()

    assert await drawn_again() == {f"customer:{each.id}" for each in billed}
    assert len([sql for sql in said if "card" in sql]) == 1


async def test_a_bill_by_hand_draws_only_the_card_of_its_customer_again(cast: Cast) -> None:
    events.listen(reactions.MAP)
    customer, _ = await with_card("Billed"), await with_card("Other")

    await byhand.make(cast.bina, customer.id, NOVEMBER)

    assert await drawn_again() == {f"customer:{customer.id}"}


async def test_a_void_bill_makes_room_for_another(cast: Cast) -> None:
    await run_to_the_end()
    await bills.void(cast.asha, (await bill_of(cast.rahim)).id, "wrong package")
    run = await run_to_the_end()
    assert (run.made, run.skipped) == (1, {"has-bill": 1})
    await books.assert_they_hold()


async def test_the_lines_say_the_prices_that_the_bill_was_made_of(cast: Cast) -> None:
    """Every line of every bill, and nothing but them: the run's rows are complete."""
    await run_to_the_end()
    assert await BillLine.all().count() == 2
    found = await db.rows("SELECT cause, COUNT(*) AS n FROM entry GROUP BY cause")
    assert [(row["cause"], row["n"]) for row in found] == [("bill", 2)]
