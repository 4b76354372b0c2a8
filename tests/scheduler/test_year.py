"""A year of an ISP in minutes: bills, reminders, payments, suspensions, broadcasts, day by day.

The suite lives through some weeks; NETKHATA_TEST_DAYS=365 and NETKHATA_TEST_CUSTOMERS=300 say more.
"""

from __future__ import annotations

import gc
import os
import random
from datetime import timedelta
from pathlib import Path

from domain import events, reactions, vault
from domain.accounts.models import Gateway
from domain.billing import dues
from domain.billing.models import Bill, BillRun
from domain.customers.models import Customer
from domain.messaging import dispatcher
from domain.messaging.models import Message
from domain.money import Money
from domain.network.models import Suspension
from domain.outreach import broadcasts, facts, queries
from domain.outreach.audience import Audience
from domain.payments import attempts, beginning, links, posting
from domain.payments.models import Payment
from domain.staff.rights import SYSTEM
from scheduler import inbox as reader
from scheduler.clockwork import Clockwork
from tests import builders, journals
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.fake_web import FakeMessages, FakePay, web_ports
from tests.sealing import VAULT

DAYS = int(os.environ.get("NETKHATA_TEST_DAYS", "45"))
CUSTOMERS = int(os.environ.get("NETKHATA_TEST_CUSTOMERS", "10"))
WARM = 60  # days after which nothing grows any more
MOST_GROWTH = 24 * 2**20


class Isp:
    """The ISP from day to day, and the money that it should have."""

    def __init__(self, cast: Cast, gateway: Gateway) -> None:
        self._cast, self._gateway = cast, gateway
        self._pay, self._phones = FakePay(), FakeMessages()
        self._ports = web_ports(self._pay, self._phones)
        self._ticks = Clockwork("here", self._ports)
        self._dice = random.Random(2026)
        self.received = Money(0)

    async def lives_a_day(self) -> None:
        """What time does, what customers do, and what follows from both."""
        await self._works()
        for customer in await Customer.filter(status__in=["active", "suspended"]):
            if self._dice.random() < 0.05 and (due := await dues.due_of(customer.id)):
                await self._is_paid(customer, due)
        await self._works()
        self._phones.sent.clear()
        self._pay.__init__()  # type: ignore[misc]

    async def _works(self) -> None:
        for _ in range(2):
            await self._ticks.look_now()
            while await reader.work(self._ports):
                pass
            while await dispatcher.work(
                "here", facts.gather, self._ports, allowed=queries.sending.allowed(self._ports)
            ):
                pass

    async def _is_paid(self, customer: Customer, due: Money) -> None:
        if self._dice.random() < 0.5:
            await posting.record(SYSTEM, customer, due, again=True)
        else:
            link, _ = await links.make(SYSTEM, customer)
            attempt = await beginning.begin(link, self._gateway, due, "en", self._ports)
            self._pay.paid(attempt.ref, txn_id=attempt.ref)
            await attempts.find_out(attempt, self._gateway, None, self._ports)
        self.received += due

    async def tells_everybody(self) -> None:
        """A broadcast by Asha."""
        row = await broadcasts.compose(
            self._cast.asha, kind="text", body="Hello {customer_name}", audience=Audience()
        )
        await broadcasts.ask(self._cast.asha, row, self._ports)


async def test_the_books_hold_month_by_month_and_nothing_grows(cast: Cast, moment: Moment) -> None:
    vault.use(VAULT)
    events.listen(reactions.MAP)
    await builders.a_gateway("sms", kind="sms", rate=100_000)
    isp = Isp(cast, await builders.a_gateway("bkash-main", kind="payment", provider="bkash"))
    for _ in range(CUSTOMERS):
        await builders.a_customer()
    before = _held()
    for day in range(1, DAYS + 1):
        moment.move(days=1)
        await isp.lives_a_day()
        if day == WARM:
            before = _held()
        if day % 30 == 0:
            await isp.tells_everybody()
            await books.assert_they_hold()
            await journals.assert_accepted(since=moment.now.date() - timedelta(days=30))

    memory, files = _held()
    assert files <= before[1]
    assert DAYS <= WARM or memory - before[0] < MOST_GROWTH
    await _nothing_is_doubled_and_nothing_missing(isp)


async def _nothing_is_doubled_and_nothing_missing(isp: Isp) -> None:
    await books.assert_they_hold()
    posted = await Payment.filter(status="posted")
    assert sum(each.amount_minor for each in posted) == isp.received.minor
    runs = await BillRun.all()
    assert len(runs) >= DAYS // 31
    assert {run.made + sum(run.skipped.values()) for run in runs} == {CUSTOMERS + 2}
    assert sum(run.made for run in runs) == await Bill.all().count()
    told = await Message.filter(event="bill-created").count()
    assert told == await Bill.all().count()
    assert await Message.filter(event="payment-received").count() == len(posted)
    left = await Message.filter(status__in=["leased", "failed", "unknown"]).count()
    assert left == 0
    assert await Suspension.all().count()


def _held() -> tuple[int, int]:
    """Bytes of memory and open files of this process; none where the system does not tell."""
    gc.collect()
    process = Path("/proc/self")
    if not process.exists():
        return 0, 0
    pages = int((process / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(list((process / "fd").iterdir()))
