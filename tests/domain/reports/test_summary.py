"""The summary adds up from every side, and shows nobody what is not theirs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from domain import db
from domain.billing import billrun, bills, credit_notes, opening_rows
from domain.billing.models import Bill
from domain.calendar import Period
from domain.errors import RightLacking
from domain.money import Money
from domain.payments import posting
from domain.payments.models import Payment
from domain.payments.states import Method
from domain.reports import charts, figure_list
from domain.reports.summary import Ageing, Figures, Part, Summary, summary
from domain.staff.models import Role
from domain.staff.rights import SYSTEM
from tests.builders import a_bill, a_customer, a_gateway, a_person
from tests.cast import Cast

NOVEMBER = Period(2026, 11)


def taka(amount: int) -> Money:
    return Money(amount * 100)


def figures(billed: int, collected: int, outstanding: int, credited: int = 0) -> Figures:
    return Figures(taka(billed), taka(collected), taka(outstanding), taka(credited))


def shown(parts: tuple[Part, ...]) -> dict[str, Figures]:
    return {part.name: part.figures for part in parts}


@pytest.fixture
async def month(cast: Cast) -> Cast:
    """November billed for three customers; Chand and Bina took money, one payment was undone."""
    theirs = await a_customer("Theirs", operator=cast.south, zone=cast.gulshan, package=cast.swift)
    await billrun.start(SYSTEM, NOVEMBER)
    await billrun.carry_on()
    async with db.transaction():
        await opening_rows.bill({cast.karim.id: taka(300)}, None)
    await Bill.filter(customer_id=cast.karim.id, period="").update(due_on=date(2026, 7, 1))
    await posting.record(cast.chand, cast.rahim, taka(1000))
    await posting.record(cast.bina, cast.karim, taka(500), Method.BANK)
    undone = await posting.record(cast.esha, theirs, taka(100))
    await posting.undo(cast.esha, undone.id)
    return cast


async def test_the_root_sees_everything(month: Cast) -> None:
    seen = await summary(month.asha, NOVEMBER)
    assert seen.total == figures(3500, 1500, 2300)
    assert (seen.bills, seen.paid_bills) == (3, 1)
    assert seen.rate_bp == 3_428  # Karim's 500 went to the old balance first
    assert shown(seen.by_operator) == {
        "North Net": figures(2000, 1500, 800), "South Net": figures(1500, 0, 1500),
    }  # fmt: skip
    assert shown(seen.by_zone) == {
        "Gulshan": figures(1500, 0, 1500), "Mirpur": figures(1000, 1000, 0),
        "Uttara": figures(1000, 500, 800),
    }  # fmt: skip
    assert shown(seen.by_package) == {
        "Home": figures(2000, 1500, 800), "Swift": figures(1500, 0, 1500),
    }  # fmt: skip


async def test_an_operator_sees_their_own(month: Cast) -> None:
    seen = await summary(month.esha, NOVEMBER)
    assert seen.total == figures(1500, 0, 1500)
    assert [part.name for part in seen.by_operator] == ["South Net"]
    assert seen.collectors == ()
    for stranger in (month.chand, month.dipa):
        with pytest.raises(RightLacking):
            await summary(stranger, NOVEMBER)


async def test_every_side_adds_up_to_the_total(month: Cast) -> None:
    seen = await summary(month.asha, NOVEMBER)
    for side in (seen.by_operator, seen.by_zone, seen.by_package):
        for name in ("billed", "collected", "outstanding"):
            parts = sum(getattr(part.figures, name).minor for part in side)
            assert parts == getattr(seen.total, name).minor
    assert _outstanding(seen) == seen.total.outstanding.minor


def _outstanding(seen: Summary) -> int:
    ages = seen.ageing
    buckets = (ages.not_due, ages.to_30, ages.to_60, ages.to_90, ages.over_90)
    return sum(bucket.minor for bucket in buckets)


@pytest.mark.parametrize(
    ("due_on", "bucket"),
    [
        (date(2026, 11, 21), "not_due"),
        (date(2026, 11, 20), "to_30"),
        (date(2026, 10, 22), "to_30"),
        (date(2026, 10, 21), "to_60"),
        (date(2026, 9, 22), "to_60"),
        (date(2026, 9, 21), "to_90"),
        (date(2026, 8, 23), "to_90"),
        (date(2026, 8, 22), "over_90"),
    ],
)
async def test_what_is_outstanding_is_aged_by_its_due_date(
    cast: Cast, due_on: date, bucket: str
) -> None:
    await a_bill(cast.rahim, total=700, due_on=due_on)
    ages = (await summary(cast.asha, NOVEMBER)).ageing
    empty = dict.fromkeys(Ageing.__slots__, taka(0))
    assert ages == Ageing(**{**empty, bucket: taka(700)})


async def test_months_stand_in_order_with_what_is_open_of_each(month: Cast) -> None:
    await a_bill(month.rahim, total=800, period="2026-09", due_on=date(2026, 9, 10))
    await billrun.start(SYSTEM, NOVEMBER.next())
    await billrun.carry_on()
    seen = await summary(month.asha, NOVEMBER)
    assert [part.name for part in seen.by_month] == [
        "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11",
    ]  # fmt: skip
    assert shown(seen.by_month)["2026-09"] == figures(800, 0, 800)
    assert shown(seen.by_month)["2026-10"] == figures(0, 0, 0)
    assert shown(seen.by_month)["2026-11"] == figures(3500, 1500, 2300)


async def test_collectors_are_told_with_the_cash_in_their_pockets(month: Cast) -> None:
    seen = await summary(month.asha, NOVEMBER)
    told = [(one.name, one.payments, one.collected, one.in_hand) for one in seen.collectors]
    assert told == [("Chand", 1, taka(1000), taka(1000)), ("Bina", 1, taka(500), taka(0))]


async def test_money_counts_for_the_day_on_which_it_was_paid(cast: Cast) -> None:
    await posting.record(cast.bina, cast.rahim, taka(400), paid_on=date(2026, 10, 31))
    assert (await summary(cast.asha, NOVEMBER)).total.collected == taka(0)
    assert (await summary(cast.asha, NOVEMBER.previous())).total.collected == taka(400)


async def test_a_month_without_bills_is_all_zero(cast: Cast) -> None:
    seen = await summary(cast.asha, NOVEMBER)
    assert (seen.total, seen.rate_bp, seen.bills) == (figures(0, 0, 0), 0, 0)


async def test_void_bills_were_never_billed(month: Cast) -> None:
    (row, *_) = await bills.page(month.esha, bills.BillFilter())
    await bills.void(month.esha, row.id, "wrong")
    assert (await summary(month.esha, NOVEMBER)).total == figures(0, 0, 0)


async def test_another_currency_is_summed_apart(month: Cast) -> None:
    assert (await summary(month.asha, NOVEMBER, "USD")).total.billed == Money(0, "USD")


async def test_what_came_by_hand_and_online_adds_up_to_what_was_collected(month: Cast) -> None:
    gateway = await a_gateway("manual", kind="payment", provider="manual")
    async with db.transaction():
        await posting.post(
            posting.Incoming(
                customer_id=month.karim.id,
                operator_id=month.karim.operator_id,
                amount=taka(250),
                method=Method.ONLINE,
                paid_on=date(2026, 11, 21),
                gateway_id=gateway.id,
                txn_id="9ONLINE1",
            )
        )
    seen = await summary(month.asha, NOVEMBER)
    assert seen.online.collected == taka(250)
    by_hand = sum(each.collected.minor for each in seen.collectors)
    assert by_hand + seen.online.collected.minor == seen.total.collected.minor
    assert sum(each.collected.minor for each in seen.by_method.values()) == taka(1750).minor
    assert list(seen.by_method) == ["cash", "bank", "online"]


async def test_what_went_back_was_not_collected(month: Cast) -> None:
    by_bank = await Payment.get(customer_id=month.karim.id)
    await Payment.filter(id=by_bank.id).update(refunded_minor=200_00)
    seen = await summary(month.asha, NOVEMBER)

    assert seen.total.collected == taka(1300)
    assert seen.by_method["bank"].collected == taka(300)
    assert seen.by_month[-1].figures.collected == taka(1300)
    assert {one.name: one.collected for one in seen.collectors} == {
        "Chand": taka(1000), "Bina": taka(300),
    }  # fmt: skip


async def test_credit_notes_stand_beside_what_was_billed_for_the_days_on_which_they_hold(
    month: Cast,
) -> None:
    (bill, *_) = await bills.page(month.asha, bills.BillFilter(customer_id=month.rahim.id))
    note = await credit_notes.give(month.asha, bill.id, taka(150), "outage")
    wrong = await credit_notes.give(month.asha, bill.id, taka(40), "slip")
    await credit_notes.withdraw(month.asha, wrong.id, "slip")
    seen = await summary(month.asha, NOVEMBER)
    assert seen.total.credited == taka(150)
    assert shown(seen.by_zone)["Mirpur"].credited == taka(150)
    assert (await summary(month.esha, NOVEMBER)).total.credited == taka(0)
    assert (await summary(month.asha, NOVEMBER.next())).total.credited == taka(0)
    assert note.total_minor == 150_00


async def test_each_part_of_the_file_adds_up_to_the_month(month: Cast) -> None:
    listed = await figure_list.listed(month.asha, NOVEMBER)
    rows = [row for page in [page async for page in listed.pages] for row in page]
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for part, _, *amounts in rows:
        for number, amount in enumerate(amounts[:3]):
            sums[str(part)][number] += amount.minor if isinstance(amount, Money) else 0
    month_of = sums["list-part-all"]
    assert month_of == [3500_00, 1500_00, 2300_00]
    assert all(sums[f"list-{side}"] == month_of for side in ("operator", "zone", "package"))
    ages = [sums[f"age-{age}"][2] for age in ("not-due", "30", "60", "90", "over")]
    assert sum(ages) == month_of[2]
    taken = [sums[part][1] for part in sums if part.startswith("method-")]
    assert sum(taken) == month_of[1]


async def test_a_manager_of_a_zone_sees_that_zone_on_the_picture_and_in_the_file(
    month: Cast,
) -> None:
    lima = await a_person("Lima", Role.MANAGER, month.north, zones=[month.mirpur])
    (chart,) = await charts.month(lima, NOVEMBER, "zone")
    assert [bar.label for bar in chart.groups[0].bars] == ["Mirpur"]
    listed = await figure_list.listed(lima, NOVEMBER)
    rows = [row for page in [page async for page in listed.pages] for row in page]
    assert {row[1] for row in rows if row[0] == "list-zone"} == {"Mirpur"}


async def test_the_picture_has_a_bar_for_all_who_have_no_place(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "BARS", 1)
    await a_bill(cast.rahim, total=1000, period="2026-11")
    await a_bill(cast.karim, total=700, period="2026-11")
    (chart,) = await charts.month(cast.asha, NOVEMBER, "zone")
    first, others = chart.groups[0].bars
    assert (first.label, first.amounts[0]) == ("Mirpur", taka(1000))
    assert (others.key, others.amounts[0]) == ("chart-others", taka(700))
