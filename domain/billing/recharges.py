"""Recharges with a bill of their own: what is paid ahead, and what comes back of it unserved."""

from __future__ import annotations

from domain import calendar, clock
from domain.billing import balances, daily, noting, queries, single
from domain.billing.balances import Balance
from domain.billing.models import Bill, VatMode
from domain.billing.proration import Difference
from domain.billing.single import Draft, Line
from domain.billing.states import LineKind
from domain.calendar import Span
from domain.customers.models import Customer, CustomerStatus
from domain.money import Money


async def bring_in_line(customer_id: int) -> None:
    """Let the customer's money lie where their profile has it, in the caller's transaction, who
    holds the customer.

    Advance is billed where recharges are, and counts as unserved. What is unserved comes back as
    advance where they are not, or nobody is served by the day any more; and where a recharge is
    owed again, since its money went back, as far as it reaches.
    """
    balance = await balances.of(customer_id)
    if balance is None:
        return
    if await queries.prepaid.has_open_recharge(customer_id):
        await _take_out(balance, balance.row.unserved_minor, of_open=True)
    elif balance.row.unserved_minor and _is_over(balance):
        await _take_out(balance, balance.row.unserved_minor)
    elif balance.has_bills_of_recharges and balance.row.advance_minor and not _is_over(balance):
        await _bill(balance)
    if not (balance.row.is_daily and balance.row.status == CustomerStatus.ACTIVE):
        await queries.prepaid.stop([customer_id])


def _is_over(balance: Balance) -> bool:
    return not balance.has_bills_of_recharges or balance.row.status == CustomerStatus.LEFT


async def _bill(balance: Balance) -> None:
    """A bill of all the advance, which settles it: for days to come."""
    row, now = balance.row, clock.now()
    amount = Money(row.advance_minor, row.currency)
    vat = amount.share(row.rate, 10_000 + row.rate)
    is_within = row.vat_mode == VatMode.INCLUSIVE
    lines = [Line(LineKind.RECHARGE, "", amount if is_within else amount - vat)]
    if vat and not is_within:
        lines.append(Line(LineKind.VAT, "", vat))
    today = calendar.today(now, row.timezone)
    draft = Draft(
        await Customer.get(id=row.customer_id), Span(today, today), lines, amount - vat, vat,
        is_ahead=True,
    )  # fmt: skip
    await single.write(draft, now, None)
    await queries.prepaid.add_unserved(row.customer_id, amount.minor, (amount - vat).minor)


async def _take_out(balance: Balance, minor: int, *, of_open: bool = False) -> None:
    """Give back so much of what is unserved, by credit notes on the bills of recharges."""
    row, left, net_left = balance.row, minor, balance.row.unserved_net_minor
    whole = row.unserved_minor
    for each in await queries.prepaid.recharges(row.customer_id):
        part = min(left, each.left_minor, each.open_minor if of_open else left)
        if part <= 0:
            continue
        net = daily.part_of(whole, net_left, part)
        amount = Difference(Money(net, row.currency), Money(part - net, row.currency))
        bill = await Bill.get(id=each.bill_id)
        await queries.prepaid.add_unserved(row.customer_id, -part, -net)
        await noting.write(bill, amount, clock.now(), staff_id=None, of_unserved=True)
        left, whole, net_left = left - part, whole - part, net_left - net
