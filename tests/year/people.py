"""What customers and staff do in a day, by the dice."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from domain.billing import dues, missed, package_changes
from domain.customers import customers
from domain.customers.models import Customer, CustomerStatus
from domain.money import Money
from domain.outreach import broadcasts
from domain.outreach.audience import Audience
from domain.payments import attempts, beginning, links, posting
from domain.payments.models import Payment
from domain.payments.states import Method
from domain.staff.rights import SYSTEM
from domain.vouchers import lots, redeeming, rules
from domain.vouchers.lots import Wanted
from tests.year.isp import Isp

PAYS, JOINS, LEAVES, CHANGES, PROMISES, TAKEN_BACK = 0.05, 0.002, 0.001, 0.002, 0.004, 0.01
CARD = Money(50_000)
_numbers = count(1)


async def do_their_day(isp: Isp) -> None:
    """Some pay, some join or leave, some change: each as many as there are of them."""
    served = await Customer.filter(status__in=["active", "suspended"]).order_by("id")
    for customer in served:
        lot = isp.dice.random()
        if lot < PAYS:
            await _pays(isp, customer)
        elif lot < PAYS + LEAVES:
            await customers.change(isp.cast.asha, customer.id, status=CustomerStatus.LEFT)
        elif lot < PAYS + LEAVES + CHANGES:
            await _takes_the_other_package(isp, customer)
        elif lot < PAYS + LEAVES + CHANGES + PROMISES:
            until = isp.today + timedelta(days=3)
            await customers.change(isp.cast.asha, customer.id, promised_until=until)
        if isp.dice.random() < JOINS:
            await _joins(isp)
    await _some_is_taken_back(isp)


async def _pays(isp: Isp, customer: Customer) -> None:
    due = await dues.due_of(customer.id)
    if not due:
        return
    lot = isp.dice.random()
    if lot < 0.1 and isp.pins:
        pin, worth = isp.pins.pop()
        await redeeming.by_staff(isp.cast.bina, customer.id, pin)
        isp.received += worth
        return
    amount = Money(due.minor // 2) if lot < 0.3 else due if lot < 0.95 else due + CARD
    if isp.dice.random() < 0.5:
        await posting.record(SYSTEM, customer, amount, again=True)
    else:
        await _pays_online(isp, customer, amount)
    isp.received += amount


async def _pays_online(isp: Isp, customer: Customer, amount: Money) -> None:
    link, _ = await links.make(SYSTEM, customer)
    attempt = await beginning.begin(link, isp.gateway, amount, "en", isp.ports)
    isp.pay.paid(attempt.ref, txn_id=attempt.ref)
    await attempts.find_out(attempt, isp.gateway, None, isp.ports)


async def _takes_the_other_package(isp: Isp, customer: Customer) -> None:
    other = isp.cast.swift if customer.package_id == isp.cast.home.id else isp.cast.home
    seen = await package_changes.foresee(isp.cast.asha, customer.id, other.id)
    await package_changes.change(isp.cast.asha, customer.id, other.id, shown=seen.change.shown)


async def _joins(isp: Isp) -> None:
    number = next(_numbers)
    await customers.create(
        isp.cast.asha,
        name=f"Joiner {number}",
        mobile=f"+88019{number:08d}",
        package_id=isp.cast.home.id,
        billing_profile_id=isp.profiles[number % len(isp.profiles)].id,
        operator_id=isp.cast.north.id,
        zone_id=isp.cast.mirpur.id,
        router_id=isp.cast.router.id,
        username=f"joiner{number}",
        language="bn",
    )


async def _some_is_taken_back(isp: Isp) -> None:
    """Money of today was another customer's: a person takes it back."""
    newest = await Payment.filter(status="posted", method=Method.CASH).order_by("-id").limit(30)
    for payment in newest:
        if isp.dice.random() < TAKEN_BACK:
            await posting.reverse(isp.cast.asha, payment.id, "another customer's")
            isp.received -= Money(payment.amount_minor)


async def print_cards(isp: Isp, cards: int) -> None:
    """Recharge cards for a month, sold at once."""
    wanted = Wanted(CARD, cards, commission=rules.commission(CARD, "5%"))
    lot = await lots.make(isp.cast.asha, wanted)
    paper = await lots.print_anew(isp.cast.asha, lot.id, 0)
    await lots.issue(isp.cast.asha, lot.id, 1)
    isp.pins += [(each.pin, CARD) for each in paper.vouchers]


async def bill_what_was_missed(isp: Isp) -> None:
    """Asha is asked about months and days that are long over, and has them billed."""
    for month, profiles in await missed.waiting(isp.cast.asha):
        await missed.bill(isp.cast.asha, month, profiles)


async def tell_everybody(isp: Isp) -> None:
    """A broadcast by Asha."""
    row = await broadcasts.compose(
        isp.cast.asha, kind="text", body="Hello {customer_name}", audience=Audience()
    )
    await broadcasts.ask(isp.cast.asha, row, isp.ports)
