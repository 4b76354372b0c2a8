"""What staff do about customers, their bills and their service."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.billing import billrun, bills, byhand, enforcement
from domain.billing.models import Bill
from domain.calendar import Period, today
from domain.customers import customers
from domain.customers.models import Package
from domain.messaging import outbox
from domain.messaging.models import Message
from domain.money import Money
from domain.outreach import broadcasts
from domain.outreach.audience import Audience
from domain.payments import links
from domain.staff.rights import SYSTEM
from tests.world.rules import Rules, taka, which, who, yes
from tests.world.town import Town

months = st.integers(0, 2)


def _month(town: Town, ahead: int) -> Period:
    return Period.of(today(town.now, "Asia/Dhaka")).later(ahead)


async def billed(town: Town, who: int, ahead: int) -> Any:
    """A bill by hand."""
    customer = await town.customer(who)
    return await byhand.make(town.cast.asha, customer.id, _month(town, ahead))


async def _run(town: Town, ahead: int) -> Any:
    return await billrun.start(SYSTEM, _month(town, ahead))


async def _charged(town: Town, who: int, taka: int) -> Any:
    customer, label = await town.customer(who), town.new_name("Cable")
    town.books.charges[label] = taka * 100
    return await bills.charge(town.cast.asha, customer.id, Money(taka * 100), label)


async def voided(town: Town, which: int) -> Any:
    """One of the newest bills is taken back."""
    newest = await Bill.all().order_by("-id").limit(8)
    bill = newest[which % len(newest)]
    town.books.voids.add(bill.id)
    return await bills.void(town.cast.asha, bill.id, "wrong")


async def _changed(town: Town, who: int, **values: Any) -> Any:
    customer = await town.customer(who)
    return await customers.change(town.cast.asha, customer.id, **values)


async def _packaged(town: Town, who: int, package: str) -> Any:
    return await _changed(town, who, package_id=(await Package.get(code=package)).id)


async def _promised(town: Town, who: int, days: int | None) -> Any:
    until = None if days is None else today(town.now, "Asia/Dhaka") + timedelta(days=days)
    return await _changed(town, who, promised_until=until)


async def _valid(town: Town, who: int, days: int | None) -> Any:
    until = None if days is None else today(town.now, "Asia/Dhaka") + timedelta(days=days)
    return await _changed(town, who, expires_on=until)


async def suspended(town: Town, who: int) -> Any:
    """For a reason of their own."""
    return await enforcement.suspend_by_hand(
        town.cast.asha, (await town.customer(who)).id, "asked for it"
    )


async def _reconnected(town: Town, who: int) -> Any:
    return await enforcement.reconnect_by_hand(
        town.cast.asha, (await town.customer(who)).id, "a friend"
    )


async def _sent_a_link(town: Town, who: int) -> Any:
    return await links.send(town.cast.bina, await town.customer(who))


async def _told_all(town: Town, link: bool) -> Any:
    kind, body = ("link", "") if link else ("text", "Dear {customer_name}, we move.")
    row = await broadcasts.compose(town.cast.asha, kind=kind, body=body, audience=Audience())
    return await broadcasts.ask(town.cast.asha, row, town.ports)


async def _sent_again(town: Town, which: int) -> Any:
    lost = await Message.filter(status__in=["failed", "unknown", "dropped"]).order_by("-id")
    if not lost:
        return None
    message = lost[which % len(lost)]
    town.told.resent[message.id] = town.told.resent.get(message.id, 0) + 1
    await outbox.resend(town.cast.asha, message.id)
    return message


class Office(Rules):
    @rule(who=who, ahead=months)
    def staff_make_a_bill(self, who: int, ahead: int) -> None:
        self.do(billed, self.town, who, ahead)

    @rule(ahead=months)
    def staff_begin_a_bill_run(self, ahead: int) -> None:
        self.do(_run, self.town, ahead)

    @rule(who=who, taka=taka)
    def staff_charge(self, who: int, taka: int) -> None:
        self.do(_charged, self.town, who, taka)

    @rule(which=which)
    def staff_void_a_bill(self, which: int) -> None:
        self.do(voided, self.town, which)

    @rule(who=who, package=st.sampled_from(["home", "swift"]))
    def staff_change_the_package(self, who: int, package: str) -> None:
        self.do(_packaged, self.town, who, package)

    @rule(who=who, days=st.none() | st.integers(-1, 9))
    def customer_promises(self, who: int, days: int | None) -> None:
        self.do(_promised, self.town, who, days)

    @rule(who=who, days=st.none() | st.integers(-3, 9))
    def staff_change_the_validity(self, who: int, days: int | None) -> None:
        self.do(_valid, self.town, who, days)

    @rule(who=who, exempt=yes)
    def staff_exempt(self, who: int, exempt: bool) -> None:
        self.do(_changed, self.town, who, exempt=exempt)

    @rule(who=who)
    def staff_suspend(self, who: int) -> None:
        self.do(suspended, self.town, who)

    @rule(who=who)
    def staff_reconnect(self, who: int) -> None:
        self.do(_reconnected, self.town, who)

    @rule(who=who)
    def staff_send_a_link(self, who: int) -> None:
        self.do(_sent_a_link, self.town, who)

    @rule(link=yes)
    def staff_tell_everybody(self, link: bool) -> None:
        self.do(_told_all, self.town, link)

    @rule(which=which)
    def staff_send_a_message_again(self, which: int) -> None:
        self.do(_sent_again, self.town, which)
