"""The ISP: its clock, the outside, its people's days, and a downtime across the end of a month."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain import events, reactions, vault
from domain.accounts.models import Gateway
from domain.billing.models import BillingProfile, VatMode
from domain.billing.states import FeeOn, LateFee, Restores
from domain.customers.models import Customer
from domain.messaging import dispatcher
from domain.money import Money
from domain.outreach import facts, queries
from scheduler import inbox as reader
from scheduler.clockwork import Clockwork
from tests import builders
from tests.cast import Cast, Moment
from tests.fake_web import FakeMessages, FakePay, web_ports
from tests.sealing import VAULT
from tests.year.holds import Nights

HOME = ZoneInfo("Asia/Dhaka")
LOOKS = (time(0, 20), time(9, 5), time(10, 5), time(18, 0))
AT_WORK = time(18, 0)  # when its people and customers do what they do
DOWN = (date(2026, 12, 28), date(2027, 1, 3))
SPARED = ("2026-12-16", "2027-02-21", "2027-03-26")


@dataclass
class Isp:
    """The ISP from day to day, and the money that it should have."""

    cast: Cast
    moment: Moment
    gateway: Gateway
    dice: random.Random = field(default_factory=lambda: random.Random(2026))
    received: Money = Money(0)  # noqa: RUF009
    pins: list[tuple[str, Money]] = field(default_factory=list)
    profiles: Sequence[BillingProfile] = ()

    def __post_init__(self) -> None:
        self.pay, self._phones = FakePay(), FakeMessages()
        self.ports = web_ports(self.pay, self._phones)
        self._ticks = Clockwork("here", self.ports)
        self.nights = Nights()

    @property
    def today(self) -> date:
        """The day at the ISP."""
        return self.moment.now.astimezone(HOME).date()

    def is_down(self) -> bool:
        """Whether none of our processes run today."""
        return DOWN[0] <= self.today <= DOWN[1]

    async def lives_until_evening(self) -> None:
        """What time does in a day, at the hours at which profiles have something done."""
        day = self.today + timedelta(days=1)
        for hour in LOOKS:
            self.moment.now = datetime.combine(day, hour, HOME).astimezone(UTC)
            if not self.is_down():
                await self.works()
                await self.nights.look_at_cuts()

    async def works(self) -> None:
        """All that is due is done, and what follows from it."""
        for _ in range(2):
            await self._ticks.look_now()
            while await reader.work(self.ports):
                pass
            while await dispatcher.work(
                "here", facts.gather, self.ports, allowed=queries.sending.allowed(self.ports)
            ):
                pass

    def sleeps(self) -> None:
        """What the outside keeps for tests to see is forgotten."""
        self._phones.sent.clear()
        self.pay.__init__()  # type: ignore[misc]


async def opened(cast: Cast, moment: Moment, customers: int) -> Isp:
    """An ISP with profiles that differ in all that matters, and so many customers."""
    vault.use(VAULT)
    events.listen(reactions.MAP)
    await builders.a_gateway("sms", kind="sms", rate=100_000)
    bkash = await builders.a_gateway("bkash-main", kind="payment", provider="bkash")
    isp = Isp(cast, moment, bkash, profiles=await _profiles(cast))
    for number in range(customers):
        await builders.a_customer(
            billing_profile=isp.profiles[number % len(isp.profiles)],
            package=(cast.home, cast.swift)[number % 2],
            renewal_day=1 + number % 31,
        )
    await Customer.filter(id__in=[cast.rahim.id, cast.karim.id]).update(
        billing_profile_id=isp.profiles[0].id
    )
    return isp


async def _profiles(cast: Cast) -> Sequence[BillingProfile]:
    return [
        await BillingProfile.create(
            code="plain", name="By the calendar", bill_suspended=True,
            spared_weekdays=["fri"], spared_days=list(SPARED),
        ),
        await BillingProfile.create(
            code="renewal", name="By renewal, VAT within", bill_suspended=True, cycle="anniversary",
            vat_rate_bp=500, vat_mode=VatMode.INCLUSIVE, late_fee=LateFee.FIXED,
            late_fee_amount_minor=5_000, restores=Restores.PAID, least_part_minor=30_000,
        ),
        await BillingProfile.create(
            code="strict", name="VAT on top, strict", vat_rate_bp=500, proration=True,
            suspend_over_minor=200_000, late_fee=LateFee.PERCENT, late_fee_percent_bp=250,
            late_fee_on=FeeOn.OWN, due_days=5, grace_days=0,
        ),
    ]  # fmt: skip
