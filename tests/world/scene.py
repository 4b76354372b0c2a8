"""The beginning of every sequence: the cast's ISP in its third week of November 2026.

Of four customers one has paid, one owes and was suspended for it, one has promised to pay, and one
has paid a part. All that came about by the product itself, while nothing outside went wrong.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date, datetime

from domain import clock, events
from domain.billing.models import BillingProfile
from domain.customers import customers
from domain.customers.models import Customer, Package
from domain.money import Money
from domain.network import services
from domain.payments import posting
from domain.staff.rights import SYSTEM
from tests import builders, cast
from tests.cast import Cast
from tests.world import checks, facts
from tests.world.books import Books
from tests.world.stage import Playing, Stage
from tests.world.town import BANKS, BY_HAND, Beginning, Town

FIRST = datetime(2026, 10, 31, 18, 30, tzinfo=UTC)  # half an hour after midnight in Dhaka


class Scene:
    """A stage on which the beginning is set up; as long as it is open, worlds can be made."""

    def __init__(self, stage: Stage) -> None:
        self.playing = Playing(stage)
        self._context = ExitStack()
        self.played = 0

    def __enter__(self) -> Scene:
        global current
        self.playing.run(self.playing.stage.open())
        self._context.enter_context(self.playing.stage.played())
        self._beginning = self.playing.run(self._set_up())
        current = self
        return self

    def __exit__(self, *_: object) -> None:
        global current
        current = None
        clock.use(None)
        events.listen({})
        self.playing.close()
        self._context.close()

    def town(self) -> Town:
        """A town that nothing has happened in yet."""
        self.played += 1
        return self.playing.run(self._again())

    async def _again(self) -> Town:
        await self.playing.stage.back()
        return await self._beginning.again(self.playing.stage.death)

    async def _set_up(self) -> Beginning:
        clock.use(lambda: FIRST)
        people = await cast.assemble()
        await _settle(people)
        town = Town(people, FIRST, Books(), self.playing.stage.death)
        await town.furnish()
        await town.lives(services.ensure())
        await _live_through_november(town)
        await checks.after_each(town)
        await checks.when_all_is_well(town)
        await self.playing.stage.keep()
        return Beginning(people, town.now, town.books)


current: Scene | None = None


async def _settle(people: Cast) -> None:
    """Accounts with providers, and two customers more."""
    for name in ("sms", "whatsapp"):
        await builders.a_gateway(name, kind=name, rate=100_000)
    await builders.a_gateway(BANKS[0], kind="payment", provider="fake")
    await builders.a_gateway(BANKS[1], kind="payment", provider="bkash")
    number = {"number": "01711000000", "method": "nagad"}
    await builders.a_gateway(BY_HAND, kind="payment", provider="manual", options=number)
    swift = await Package.get(code="swift")
    taxed = await BillingProfile.get(code="taxed")
    await builders.a_customer(
        "Salma Khatun", code="1003", username="salma", package=swift, billing_profile=taxed
    )
    await builders.a_customer(
        "Jamal Uddin", code="1004", username="jamal", price_minor=800_00, discount_minor=100_00
    )


async def _live_through_november(town: Town) -> None:
    await town.lives(town.passes())
    _, karim, salma, jamal = await Customer.all().order_by("id")
    for customer, minor in ((karim, 1_300_00), (jamal, 300_00)):
        cause = town.new_name("cash")
        town.books.money[cause].add((customer.id, minor))
        await town.lives(posting.record(SYSTEM, customer, Money(minor), note=cause))
    promised = date(2026, 11, 28)
    await town.lives(customers.change(SYSTEM, salma.id, promised_until=promised))
    for days in (4.5, 5, 4, 7):
        await town.lives(town.go_on(days=days))
        await facts.meet(town)
