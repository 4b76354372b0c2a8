"""One customer's bill by hand is the bill of a run: foreseen, made once, refused for a reason."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from domain import events
from domain.billing import billrun, bills, byhand
from domain.billing.models import Allocation, Bill, BillCounter, BillingProfile, Charge, VatMode
from domain.billing.states import BillStatus
from domain.calendar import Period
from domain.customers.models import Customer, CustomerStatus
from domain.errors import NotBilled, NotFound, PeriodOutOfReach, RightLacking
from domain.events import BillsMade
from domain.ledger import entries
from domain.ledger.models import Account, Entry
from domain.messaging.models import Message
from domain.money import Money
from domain.staff.models import Audit
from domain.staff.rights import SYSTEM
from tests.builders import a_customer
from tests.cast import Cast
from tests.domain.billing import books, money_in

NOVEMBER = Period(2026, 11)


def heard() -> list[BillsMade]:
    told: list[Any] = []

    async def listen(event: Any) -> None:
        told.append(event)

    events.listen({BillsMade: [listen]})
    return told


async def test_it_has_a_number_lines_vat_entries_and_whose_hand_it_was(cast: Cast) -> None:
    told = heard()
    customer = await a_customer(billing_profile=cast.taxed)
    bill = await byhand.make(cast.bina, customer.id, NOVEMBER)
    assert (bill.number, bill.period, bill.run_id) == ("NORTH-2026-000001", "2026-11", None)
    assert (bill.net_minor, bill.vat_minor, bill.total_minor) == (100_000, 5_000, 105_000)
    assert (bill.starts_on, bill.ends_on) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (bill.issued_on, bill.due_on) == (date(2026, 11, 21), date(2026, 11, 30))
    assert told == [BillsMade(None, bill.id, bill.id)]
    assert await entries.balance(Account.VAT, cast.north.id) == -5_000
    assert {row.staff_id for row in await Entry.filter(cause="bill")} == {cast.bina.staff_id}
    assert (await Audit.get(act="bill.make")).after == {"number": bill.number, "total": "1050.00"}
    await books.assert_they_hold()


async def test_the_customer_is_told_once(cast: Cast) -> None:
    bill = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    (message,) = await Message.filter(customer_id=cast.rahim.id)
    assert (message.dedupe, message.about) == (f"bill:{bill.id}:made", {"bill": bill.id})


async def test_advance_settles_it_at_once_by_the_same_hand(cast: Cast) -> None:
    await money_in.pay(cast.rahim, Money(150_000))
    bill = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    assert (bill.status, bill.paid_minor) == (BillStatus.PAID, 100_000)
    settled = await Entry.filter(cause="allocation")
    assert [row.staff_id for row in settled] == [cast.bina.staff_id]
    await books.assert_they_hold()


async def test_it_takes_up_charges_and_is_made_once(cast: Cast) -> None:
    await bills.charge(cast.bina, cast.rahim.id, Money(5_000), "Cable")
    bill = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    assert bill.total_minor == 105_000
    with pytest.raises(NotBilled) as why:
        await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    assert why.value.values == {"reason": "has-bill"}
    plan = await billrun.plan(SYSTEM, NOVEMBER)
    assert (plan.bills, plan.skipped) == (1, {"has-bill": 1})
    await books.assert_they_hold()


async def test_what_stands_on_a_bill_is_on_no_other(cast: Cast) -> None:
    await bills.charge(cast.bina, cast.rahim.id, Money(50_00), "Cable")
    first = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    await bills.charge(cast.bina, cast.rahim.id, Money(70_00), "Router")

    second = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER.next())

    assert [each.bill_id for each in await Charge.all().order_by("id")] == [first.id, second.id]
    await books.assert_they_hold()


async def test_what_is_foreseen_is_what_is_made_and_leaves_nothing(cast: Cast) -> None:
    await BillingProfile.filter(id=cast.rahim.billing_profile_id).update(proration=True)
    await Customer.filter(id=cast.rahim.id).update(joined_on=date(2026, 11, 21))
    await money_in.pay(cast.rahim, Money(10_000))
    told = heard()
    shown = await byhand.foresee(cast.bina, cast.rahim.id, NOVEMBER)
    assert await Bill.all().count() == await Message.all().count() == 0
    assert await Allocation.all().count() == await Audit.filter(act="bill.make").count() == 0
    assert await BillCounter.filter(given__gt=0).count() == 0
    made = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    assert (shown.bill.total_minor, shown.bill.paid_minor) == (33_333, 10_000)
    assert (made.total_minor, made.paid_minor) == (33_333, 10_000)
    assert (shown.bill.starts_on, shown.bill.due_on) == (made.starts_on, made.due_on)
    assert [(line.kind, line.label, line.amount_minor) for line in shown.lines] == [
        (line.kind, line.label, line.amount_minor) for line in await bills.lines_of(made.id)
    ]
    assert told[-1] == BillsMade(None, made.id, made.id)
    await books.assert_they_hold()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": CustomerStatus.LEFT}, "left"),
        ({"status": CustomerStatus.PENDING}, "not-active"),
        ({"status": CustomerStatus.SUSPENDED}, "suspended"),
        ({"joined_on": date(2026, 12, 1)}, "joined-later"),
        ({"price_minor": 0}, "price-zero"),
    ],
)
async def test_whom_a_run_would_pass_over_is_refused_for_the_same_reason(
    cast: Cast, changes: dict[str, Any], reason: str
) -> None:
    await Customer.filter(id=cast.rahim.id).update(**changes)
    for verb in (byhand.foresee, byhand.make):
        with pytest.raises(NotBilled) as why:
            await verb(cast.bina, cast.rahim.id, NOVEMBER)
        assert why.value.values == {"reason": reason}
    assert await Bill.all().count() == await BillCounter.filter(given__gt=0).count() == 0


async def test_it_is_made_by_those_who_may_for_their_own(cast: Cast) -> None:
    for verb in (byhand.foresee, byhand.make):
        with pytest.raises(RightLacking):
            await verb(cast.chand, cast.rahim.id, NOVEMBER)
        with pytest.raises(NotFound):
            await verb(cast.esha, cast.rahim.id, NOVEMBER)
        with pytest.raises(PeriodOutOfReach):
            await verb(cast.bina, cast.rahim.id, Period(2062, 11))
    assert await Bill.all().count() == 0


async def test_of_several_hands_and_a_run_at_once_one_makes_it(cast: Cast) -> None:
    await billrun.start(SYSTEM, NOVEMBER)

    hands = [byhand.make(cast.bina, cast.rahim.id, NOVEMBER) for _ in range(3)]
    told = await asyncio.gather(hands[0], hands[1], billrun.carry_on(), hands[2],
                                return_exceptions=True)  # fmt: skip
    refused = [each for each in told if isinstance(each, BaseException)]
    assert all(isinstance(each, NotBilled) for each in refused)
    assert len(refused) >= 2
    assert await Bill.filter(customer_id=cast.rahim.id).count() == 1
    assert await Message.filter(customer_id=cast.rahim.id).count() == 1
    await books.assert_they_hold()


async def test_an_anniversary_month_is_made_by_hand_as_well(cast: Cast) -> None:
    await BillingProfile.filter(id=cast.rahim.billing_profile_id).update(cycle="anniversary")
    await Customer.filter(id=cast.rahim.id).update(renewal_day=31)
    bill = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    assert (bill.starts_on, bill.ends_on) == (date(2026, 11, 30), date(2026, 12, 30))


@pytest.mark.parametrize(
    ("price", "rate_bp", "inclusive", "net", "vat"),
    [
        (100_000, 0, False, 100_000, 0),
        (100_000, 1_500, False, 100_000, 15_000),
        (105_000, 500, True, 100_000, 5_000),
        (10, 500, False, 10, 1),  # 0.5 rounds up
        (9, 500, False, 9, 0),  # 0.45 rounds down
        (1, 10_000, True, 0, 1),  # 0.5 of it is VAT
        (99_999, 750, False, 99_999, 7_500),
        (99_999, 750, True, 93_022, 6_977),
    ],
)
async def test_vat_is_added_or_contained_and_rounds_half_up(
    cast: Cast, price: int, rate_bp: int, inclusive: bool, net: int, vat: int
) -> None:
    await BillingProfile.filter(id=cast.rahim.billing_profile_id).update(
        vat_rate_bp=rate_bp, vat_mode=VatMode.INCLUSIVE if inclusive else VatMode.EXCLUSIVE
    )
    await Customer.filter(id=cast.rahim.id).update(price_minor=price)
    bill = await byhand.make(cast.bina, cast.rahim.id, NOVEMBER)
    assert (bill.net_minor, bill.vat_minor) == (net, vat)


@pytest.mark.parametrize(
    ("joined_on", "amount"),
    [
        (date(2026, 11, 1), 100_000),
        (date(2026, 11, 16), 50_000),
        (date(2026, 11, 30), 3_333),
        (date(2026, 10, 31), 3_226),
        (date(2027, 2, 15), 50_000),
        (date(2028, 2, 29), 3_448),
    ],
)
async def test_proration_counts_the_day_itself(cast: Cast, joined_on: date, amount: int) -> None:
    await BillingProfile.filter(id=cast.rahim.billing_profile_id).update(proration=True)
    await Customer.filter(id=cast.rahim.id).update(joined_on=joined_on)
    bill = await byhand.make(cast.bina, cast.rahim.id, Period.of(joined_on))
    assert bill.total_minor == amount
