"""Two of everything on one PostgreSQL, a database that goes away, and a world full of faults."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import aiohttp
import pytest

from domain import db
from sandbox.faults import Faults, Kind
from tests.journeys.harness import BACK, World
from tests.journeys.isp import Person, crowd
from tests.journeys.outside import ASHA, BINA, OFFICE
from tests.journeys.people import Visitor
from tests.kills import kills
from tests.postgres import LocalPostgres

KILLS = kills(3)
AT_ONCE = 24
PAYERS = crowd(max(AT_ONCE, 2 * KILLS))
CROWD = max(120, len(PAYERS))
TRIES = 150
NETWORK = (aiohttp.ClientError, TimeoutError)


@dataclass
class Payer:
    """A customer who pays from the held page on, and tries again whatever breaks on the way.

    Who has confirmed at the gateway waits for the page to say how it stands, as it asks.
    """

    person: Person
    visitor: Visitor
    gateway: str
    link: str = ""
    has_confirmed: bool = False

    async def goes_on(self, public_url: str) -> bool:
        """The next step; True when nothing is left to pay."""
        if not self.link:
            await self.visitor.open(f"{public_url}/held")
            who = {"customer_id": self.person.code, "mobile": self.person.mobile}
            page = await self.visitor.press("See my bill", **who)
            assert page.status == 200, page.text
            self.link = page.url
        page = await self.visitor.open(self.link)
        assert page.status == 200, page.text
        if "Nothing to pay" in page.text:
            return True
        if self.has_confirmed and "You began to pay" in page.text:
            return False
        self.has_confirmed = False
        await self.visitor.press(self.gateway)
        self.has_confirmed = True
        page = await self.visitor.press("Confirm")
        if "Going back" in page.text:
            await self.visitor.press("Continue")
        return False


async def pays(world: World, person: Person, number: int) -> None:
    """Until the customer's page says that nothing is left to pay."""
    visitor = await world.visitor(f"198.51.100.{number + 1}")
    payer = Payer(person, visitor, ("bKash", "Card")[number % 2])
    trouble: list[str] = []
    for _ in range(TRIES):
        try:
            if await payer.goes_on(world.places.public_url):
                return
        except (*NETWORK, AssertionError) as why:
            trouble.append(f"{type(why).__name__}: {str(why)[:200]}")
        await asyncio.sleep(0.5)
    raise AssertionError("\n".join([person.code, *trouble[-5:], await world.logs()]))


async def everybody_pays(world: World) -> None:
    """All of them, so many at once; notifications come several times, before and after the rest."""
    bkash, sslcommerz = world.outside.bkash, world.outside.sslcommerz
    bkash.pushes.times, sslcommerz.pushes.times = 3, 5
    bkash.pushes.before_return, sslcommerz.pushes.delay = True, 0.3
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, person: Person) -> None:
        async with turns:
            await pays(world, person, number)

    await asyncio.gather(*(one(n, person) for n, person in enumerate(PAYERS)))


async def everybody_is_credited_once(world: World) -> None:
    """Each payer has exactly one payment of what they owed, and the books hold."""

    async def settled() -> bool:
        counted = await posted()
        return all(counted[person.code] for person in PAYERS)

    await world.until(settled)
    await world.until(nothing_waits)
    assert {(await posted())[person.code] for person in PAYERS} == {1}
    await world.audit()


async def posted() -> Counter[str]:
    found = await db.rows(
        "SELECT c.code, COUNT(*) AS n FROM payment p JOIN customer c"
        " ON c.id = p.customer_id WHERE p.status = 'posted' GROUP BY c.code"
    )
    return Counter({row["code"]: int(row["n"]) for row in found})


async def nothing_waits() -> bool:
    return not await db.value(
        "SELECT (SELECT COUNT(*) FROM inbox WHERE status = 'new')"
        " + (SELECT COUNT(*) FROM message WHERE status IN ('ready', 'leased')) AS n"
    )


def received(world: World, word: str) -> Counter[str]:
    return Counter(one.to for one in world.outside.phones.received if word in one.text)


def receipts(world: World) -> list[int]:
    """How many each payer has."""
    counted = received(world, "received")
    return [counted[person.mobile.removeprefix("+")] for person in PAYERS]


async def two_of_everything(world: World) -> None:
    await asyncio.gather(
        world.run("bot", name="bot-a", telegram_mode="webhook"),
        world.run("bot", name="bot-b", telegram_mode="webhook"),
        world.run_two_webs(),
        world.run(*BACK, name="back-a"),
        world.run(*BACK, name="back-b"),
    )


@pytest.mark.parametrize("crowd", [CROWD], indirect=True)
async def test_two_of_everything_pay_and_tell_exactly_once(postgres_world: World) -> None:
    world = postgres_world
    await two_of_everything(world)
    bina, office = world.staff(BINA), world.staff(ASHA).within(OFFICE)
    bina.says("/broadcast text: Hello {customer_name}")
    await bina.taps("✅ Send")
    await office.taps("✅ Approve")

    await everybody_pays(world)

    await everybody_is_credited_once(world)
    await bina.sees("✅ Done")
    await world.until(lambda: len(received(world, "Hello")) >= CROWD + 3)
    await world.until(nothing_waits)
    told = received(world, "Hello")
    assert len(told) == CROWD + 3
    assert set(told.values()) == {1}
    await world.until(lambda: min(receipts(world)) == 1)
    assert set(receipts(world)) == {1}
    cards = [m for m in office.screens if "Asked for by" in m.shown]
    assert len(cards) == 1


@pytest.mark.parametrize("crowd", [CROWD], indirect=True)
async def test_processes_killed_in_a_storm_of_payments_lose_and_double_nothing(
    postgres_world: World,
) -> None:
    world = postgres_world
    await asyncio.gather(world.run_two_webs(), *(world.run(*BACK) for _ in range(2)))
    alive = list(world.processes)
    storm = asyncio.create_task(everybody_pays(world))
    for number in range(KILLS):
        await world.until(partial(count_reaches, number * len(PAYERS) // (KILLS + 1)))
        alive.append(await world.kill_and_start(alive.pop(0)))
    await storm

    await world.time_passes()
    await everybody_is_credited_once(world)


async def count_reaches(wanted: int) -> bool:
    return sum((await posted()).values()) >= wanted


@pytest.mark.parametrize("crowd", [CROWD], indirect=True)
async def test_postgres_restarted_in_the_middle_costs_time_only(
    postgres_world: World, postgres: LocalPostgres
) -> None:
    world = postgres_world
    await asyncio.gather(world.run(*BACK, "bot"), world.run_two_webs())
    storm = asyncio.create_task(everybody_pays(world))
    # The sequences of a copied database survive a crash from the next checkpoint on only.
    await asyncio.to_thread(postgres.execute, "CHECKPOINT")
    await world.until(lambda: count_reaches(2))

    await asyncio.to_thread(postgres.restart, crash=True)

    await storm
    await world.until(is_there_again)
    await world.time_passes()
    await everybody_is_credited_once(world)
    asha = world.staff(ASHA)
    asha.says(PAYERS[0].code)
    await asha.sees(PAYERS[0].name, "Nothing due")
    for process in world.processes:
        assert "Traceback" not in process.said, process.tail()


async def is_there_again() -> bool:
    with suppress(Exception):
        return await db.is_alive()
    return False


@pytest.mark.parametrize("crowd", [CROWD], indirect=True)
async def test_with_a_fifth_of_all_calls_failing_everything_ends_right(
    postgres_world: World,
) -> None:
    world = postgres_world
    await asyncio.gather(world.run(*BACK, "bot"), world.run_two_webs())
    outside = world.outside
    troubled: list[Faults] = [
        each.faults
        for each in (
            outside.bkash, outside.sslcommerz, outside.sms, outside.whatsapp, outside.telegram,
        )
    ]  # fmt: skip
    for number, faults in enumerate(troubled):
        kinds = (Kind.RESET_BEFORE, Kind.RESET_AFTER, Kind.HTTP_500, Kind.HTTP_429, Kind.JUNK)
        faults.at_random(0.2, *kinds, seed=number)

    storm = asyncio.create_task(everybody_pays(world))
    asha = world.staff(ASHA)
    asha.says("/summary")
    while not storm.done():
        await world.time_passes()
        await asyncio.wait([storm], timeout=2)
    await storm
    for faults in troubled:
        faults.lift()
    await asha.sees("Collected")

    await world.until(lambda: passes_until_all_is_posted(world))
    await everybody_is_credited_once(world)
    doubled = [number for number, n in received(world, "received").items() if n > 1]
    assert not doubled, "a receipt that may have arrived is not sent again"


async def passes_until_all_is_posted(world: World) -> bool:
    await world.time_passes()
    return await count_reaches(len(PAYERS))
