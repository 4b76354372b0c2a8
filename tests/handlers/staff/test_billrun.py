"""The bill run in the chat: seen first, begun once, shown while it goes on, and what is missing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from domain.billing import billrun, bills, cycle, runs
from domain.billing.models import Bill, BillingProfile, BillRun
from domain.billing.states import RunStatus
from domain.calendar import Period
from domain.chat import cards, groups
from domain.chat.models import Card, Purpose
from domain.customers.models import Customer, CustomerStatus
from domain.errors import NotFound
from domain.money import Money
from domain.network import services
from domain.ports import Output, Ports
from domain.staff.models import Role
from domain.staff.rights import SYSTEM
from handlers.ui import commands
from handlers.ui.drawing import Reader, draw
from scheduler.jobs import JOBS
from tests.builders import a_customer, a_package, a_person, an_operator
from tests.cast import Cast, Moment
from tests.paces import fixed
from tests.person import Person

PersonOf = Callable[..., Person]
Tick = Callable[[], Awaitable[object]]


@pytest.fixture
def tick(ports: Ports) -> Tick:
    """One look of the job that carries runs on."""
    job = next(job for job in JOBS if job.name == "bill-run-steps")
    return lambda: job.look("test", ports)


async def test_the_dry_run_says_how_many_how_much_and_who_not(asha: Person, cast: Cast) -> None:
    await a_customer("Gone", status=CustomerStatus.LEFT)
    await asha.says("/billrun")
    asha.sees("Bill run November 2026", "2 bills over ৳2,000, looking at 3 customers", "have left")
    assert await Bill.all().count() == 0


async def test_each_currency_is_summed_by_itself(asha: Person, cast: Cast, tick: Tick) -> None:
    lanka = await an_operator("lanka", parent=cast.isp, currency="USD")
    dollars = await a_package("dollars", price=Money(2_000, "USD"), operator_id=lanka.id)
    await a_customer("Nimal", operator=lanka, package=dollars)
    await asha.says("/billrun")
    asha.sees("3 bills over ৳2,000, $20")
    await asha.taps("Make 3 bills")
    asha.sees("0 bills made so far over ৳0")
    await tick()
    await asha.taps("Refresh")
    asha.sees("Done: 3 bills over ৳2,000, $20")


async def test_who_is_limited_to_zones_reads_which_are_billed(
    person_of: PersonOf, cast: Cast, tick: Tick
) -> None:
    zones = [cast.uttara]
    mina = person_of(await a_person("Mina", Role.MANAGER, cast.north, zones=zones))
    await mina.says("/billrun")
    mina.sees("1 bill over ৳1,000, looking at 1 customer", "Only customers in Uttara")
    await mina.taps("Make 1 bill")
    await tick()
    await mina.taps("Refresh")
    mina.sees("Done: 1 bill over ৳1,000", "Only customers in Uttara")
    assert [bill.customer_id for bill in await Bill.all()] == [cast.karim.id]


async def test_dollars_alone_are_no_taka(asha: Person, cast: Cast, tick: Tick) -> None:
    lanka = await an_operator("lanka", parent=cast.isp, currency="USD")
    dollars = await a_package("dollars", price=Money(2_000, "USD"), operator_id=lanka.id)
    await Customer.all().delete()
    await a_customer("Nimal", operator=lanka, package=dollars)
    await asha.says("/billrun")
    await asha.taps("Make 1 bill")
    await tick()
    await asha.taps("Refresh")
    asha.sees("Done: 1 bill over $20")


async def test_it_is_begun_once_and_the_card_shows_the_result(
    asha: Person, cast: Cast, tick: Tick
) -> None:
    await asha.says("/billrun")
    start = asha.key("Make 2 bills")
    await asha.taps("Make 2 bills")
    asha.sees("0 bills made so far", "0 %")
    await asha.presses(start)
    assert await BillRun.all().count() == 1
    await tick()
    await asha.taps("Refresh")
    asha.sees("Done: 2 bills over ৳2,000")
    assert await Bill.all().count() == 2


async def test_who_starts_it_a_second_time_is_shown_the_one_that_goes_on(
    asha: Person, cast: Cast
) -> None:
    await asha.says("/billrun")
    again = asha.key("Make 2 bills")
    await billrun.start(cast.asha, Period(2026, 11))
    await asha.presses(again)
    asha.sees("going on already")
    await asha.says("/billrun")
    asha.sees("going on already", "made so far")
    assert await BillRun.all().count() == 1


async def test_a_run_that_a_process_left_behind_goes_on(cast: Cast, tick: Tick) -> None:
    for number in range(5):
        await a_customer(f"Customer {number}")
    run = await billrun.start(cast.asha, Period(2026, 11))
    await billrun.step(run, pace=fixed(2))
    assert (await BillRun.get(id=run.id)).made == 2
    await tick()
    run = await BillRun.get(id=run.id)
    assert (run.status, run.made) == (RunStatus.DONE, 7)
    assert await Bill.all().count() == 7


async def test_the_kept_card_is_asked_to_be_drawn_at_every_step(cast: Cast, tick: Tick) -> None:
    run = await billrun.start(cast.asha, Period(2026, 11))
    await cards.keep(cards.Kept(
        key="test", screen="billrun", args={"run_id": run.id}, subject=f"billrun:{run.id}",
        app="telegram", chat_id="1", language="en", owner=cast.asha.key, message_id="5",
    ))  # fmt: skip
    await tick()
    kept = await Card.get(key="test")
    assert kept.wanted > kept.shown


async def test_month_and_operator_are_typed_in_any_order(asha: Person, cast: Cast) -> None:
    await a_customer("Other", operator=cast.south, zone=cast.gulshan)
    await asha.says("/billrun south 2026-12")
    asha.sees("Bill run December 2026", "South Net", "1 bill over ৳1,000")
    await asha.taps("Operator")
    await asha.taps("North Net")
    asha.sees("North Net", "2 bills")


@pytest.mark.parametrize("typed", ["nowhere", "2026-11 nroth", "2026-13", "2026-11 2026-12"])
async def test_nobody_is_billed_on_a_guess(asha: Person, cast: Cast, typed: str) -> None:
    await asha.says(f"/billrun {typed}")
    asha.sees(f"“{typed.split()[-1]}”", "nobody is billed on a guess")
    asha.does_not_see("Make", "2 bills")
    await asha.taps("November 2026, ")
    asha.sees("Bill run November 2026", "2 bills")


async def test_customers_without_a_bill_are_listed_with_the_reason(
    asha: Person, cast: Cast, tick: Tick
) -> None:
    await billrun.start(cast.asha, Period(2026, 11))
    await tick()
    await a_customer("Late Comer")
    await a_customer("Cut Off", status=CustomerStatus.SUSPENDED)
    await asha.says("/billrun")
    await asha.taps("Customers without a bill")
    asha.sees("2 customers", "Late Comer", "next run bills them", "Cut Off", "suspended")
    asha.does_not_see("Rahim")


async def test_one_without_a_bill_is_billed_from_the_list(
    asha: Person, cast: Cast, tick: Tick
) -> None:
    await billrun.start(cast.asha, Period(2026, 11))
    await tick()
    late = await a_customer("Late Comer", billing_profile=cast.taxed)
    await asha.says("/billrun")
    await asha.taps("Customers without a bill")
    await asha.taps("Late Comer")
    asha.sees("Bill for November 2026", "Late Comer", "Home: ৳1,000", "VAT: ৳50", "Total: ৳1,050")
    assert await Bill.filter(customer_id=late.id).count() == 0
    key = asha.key("Make this bill")
    await asha.presses(key)
    bill = await Bill.get(customer_id=late.id)
    asha.sees(bill.number, "Late Comer", "Total: ৳1,050")
    await asha.presses(key)
    asha.sees("Bill for November 2026", "No bill can be made now: have their bill already.")
    assert await Bill.filter(customer_id=late.id).count() == 1
    await asha.taps(bill.number)
    asha.sees(bill.number, "Late Comer", "Total: ৳1,050")
    await asha.presses(key)
    await asha.taps("Back")
    asha.sees("Everybody has a bill")


async def test_a_bill_that_would_be_another_than_was_shown_is_shown_anew(
    asha: Person, cast: Cast
) -> None:
    await asha.says("/billrun")
    await asha.taps("Customers without a bill")
    await asha.taps("Rahim")
    asha.sees("Total: ৳1,000")
    await bills.charge(cast.asha, cast.rahim.id, Money(5_000), "Cable")
    await asha.taps("Make this bill")
    asha.sees("Bill for November 2026", "Cable: ৳50", "Total: ৳1,050")
    assert "changed meanwhile" in asha.toast
    assert await Bill.all().count() == 0
    await asha.taps("Make this bill")
    asha.sees("NORTH-2026-000001", "Total: ৳1,050")


async def test_an_operator_bills_own_customers_only(
    person_of: PersonOf, cast: Cast, tick: Tick
) -> None:
    other = await a_customer("Other", operator=cast.south, zone=cast.gulshan)
    esha = person_of(cast.esha)
    await esha.says("/billrun north")
    esha.sees("“north”")
    esha.does_not_see("Make")
    await esha.taps("November 2026, South Net")
    esha.sees("1 bill")
    await esha.taps("Make 1 bill")
    await tick()
    assert {bill.customer_id for bill in await Bill.all()} == {other.id}
    run = await BillRun.get(operator_id=cast.south.id)
    with pytest.raises(NotFound):
        await runs.get(cast.bina, run.id)


async def test_it_speaks_bengali(asha: Person, cast: Cast) -> None:
    await Customer.filter(id=cast.karim.id).update(status=CustomerStatus.LEFT)
    await asha.says("/language")
    await asha.taps("বাংলা")
    await asha.says("/billrun")
    asha.sees("নভেম্বর ২০২৬ মাসের বিল রান", "১টি বিল হবে, মোট ৳১,০০০")


async def test_a_group_is_shown_the_result_without_buttons(cast: Cast, ports: Ports) -> None:
    run = await billrun.start(SYSTEM, Period(2026, 11), profiles=[cast.standard.id])
    await billrun.carry_on()
    shown = await commands.SCREENS["report.billrun"](SYSTEM, ports, run_id=run.id)
    drawn = await draw(shown, Reader("en", "Asia/Dhaka"), ports.texts, Output.PLAIN)
    assert "Done: 2 bills over ৳2,000" in drawn.text
    assert not drawn.keys


async def test_a_month_that_nobody_was_there_to_bill_is_decided_by_one_person_in_the_group(
    cast: Cast, asha: Person, moment: Moment, tick: Tick
) -> None:
    await groups.bind(cast.asha, "-700", Purpose.REPORTS, "Office")
    moment.now = datetime(2026, 12, 20, 6, 0, tzinfo=UTC)
    await cycle.begin_due("a scheduler")
    assert await Bill.all().count() == 0
    assert await Card.filter(chat_id="-700", screen="report.billrun-missed").count() == 1
    await asha.says("/billrun")
    await asha.taps("December 2026 was missed")
    asha.sees("December 2026 was not billed", "2 bills over ৳2,000")
    leave = asha.key("Leave this month out")
    await asha.taps("Make 2 bills")
    asha.sees("Asha had it billed")
    await asha.presses(leave)
    assert "Asha was first" in asha.toast
    await tick()
    assert {bill.period for bill in await Bill.all()} == {"2026-12"}


async def test_a_missed_month_can_be_left_out(cast: Cast, asha: Person, moment: Moment) -> None:
    moment.now = datetime(2026, 12, 20, 6, 0, tzinfo=UTC)
    await cycle.begin_due("a scheduler")
    await asha.says("/billrun")
    await asha.taps("December 2026 was missed")
    await asha.taps("Leave this month out")
    asha.sees("Asha left this month out")
    await asha.says("/billrun")
    assert not [label for label in asha.labels if "was missed" in label]


async def test_a_month_that_is_over_is_billed_as_customers_stood_then(
    cast: Cast, asha: Person, moment: Moment
) -> None:
    await BillingProfile.all().update(bill_day=28)
    moment.now = datetime(2026, 10, 15, 6, 0, tzinfo=UTC)
    await services.suspend(SYSTEM, cast.rahim.id, "manual", {})
    moment.now = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
    await services.reconnect(SYSTEM, cast.rahim.id, "manual", {})
    await asha.says("/billrun 2026-10")
    asha.sees("1 bill over ৳1,000", "suspended", "As customers stood on their bill day")
    await asha.taps("Customers without a bill")
    asha.sees("Rahim Uddin", "suspended")
