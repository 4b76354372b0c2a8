"""Messages and broadcasts through real processes: by the next channel, once, through kills."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from functools import partial

import pytest

from domain import db
from sandbox.faults import Kind
from tests.journeys.harness import QUIET, World
from tests.journeys.isp import RAHIM, Person
from tests.journeys.outside import ASHA, BINA, CHAND, OFFICE
from tests.journeys.people import Colleague
from tests.kills import kills

KILLS = kills(3)
TOLD = max(300, 40 * KILLS) + 3  # the family of North among them


async def sends_the_link(world: World) -> None:
    chand = world.staff(CHAND)
    chand.says("/link rahim")
    assert "on its way" in (await chand.taps("✅ Send")).text


async def test_where_whatsapp_refuses_the_link_comes_by_sms(world: World) -> None:
    await world.run()
    await world.on_whatsapp(RAHIM)
    world.outside.whatsapp.faults.plan("messages", Kind.REFUSE, times=None)

    await sends_the_link(world)

    await world.receives(RAHIM, "/p/", channel="sms")
    assert not world.phone(RAHIM, "/p/", channel="whatsapp")
    await world.until(partial(were_tried, RAHIM, ("whatsapp", "failed"), ("sms", "sent")))


async def test_where_whatsapp_reports_a_failure_later_the_link_comes_by_sms(world: World) -> None:
    await world.run()
    await world.on_whatsapp(RAHIM)
    world.outside.whatsapp.account.fails_with[RAHIM.mobile.removeprefix("+")] = 131026

    await sends_the_link(world)

    await world.receives(RAHIM, "/p/", channel="sms")
    await world.until(partial(were_tried, RAHIM, ("whatsapp", "failed"), ("sms", "sent")))
    assert await db.value("SELECT COUNT(*) AS n FROM message WHERE event = 'payment-link'") == 1


async def were_tried(person: Person, *expected: tuple[str, str]) -> bool:
    """Whether what we told the customer took these channels and ended so, in this order."""
    found = await db.rows(
        "SELECT d.channel, d.status FROM delivery d JOIN message m ON m.id = d.message_id"
        " JOIN customer c ON c.id = m.customer_id WHERE c.code = $1 AND m.event <> 'reply'"
        " ORDER BY d.id",
        person.code,
    )
    return [(row["channel"], row["status"]) for row in found] == list(expected)


async def is_approved(world: World, line: str) -> Colleague:
    """Bina composes, Asha approves in the group; Bina, whose card shows how it goes."""
    bina = world.staff(BINA)
    bina.says(line)
    await bina.sees("recipients", "somebody else will be asked")
    await bina.taps("✅ Send")
    await bina.sees("Waits for approval")
    office = world.staff(ASHA).within(OFFICE)
    await office.sees("Asked for by Bina", "Hello Rahim Uddin")
    await office.taps("✅ Approve")
    await office.sees("Approved by Asha")
    return bina


def received(world: World) -> Counter[str]:
    """How many broadcast messages each number has."""
    return Counter(one.to for one in world.outside.phones.received if "Hello" in one.text)


async def states() -> Counter[str]:
    found = await db.rows(
        "SELECT status, COUNT(*) AS n FROM message WHERE broadcast_id IS NOT NULL GROUP BY status"
    )
    return Counter({row["status"]: int(row["n"]) for row in found})


async def is_over() -> bool:
    return bool(
        await db.value("SELECT 1 AS one FROM broadcast WHERE status = 'done' AND filled = $1", True)
    )


@pytest.mark.parametrize("crowd", [300], indirect=True)
async def test_a_broadcast_of_links_is_approved_paused_resumed_and_reaches_everybody_once(
    world: World,
) -> None:
    await world.run()
    await db.run("UPDATE gateway SET enabled = FALSE WHERE name = 'whatsapp'")
    await db.run("UPDATE gateway SET rate = 30 WHERE name = 'sms'")
    bina = await is_approved(world, "/broadcast link: Hello {customer_name}: {payment_link}")
    await world.until(lambda: received(world))

    await bina.taps("⏸ Pause")
    await world.until(lambda: nothing_is_under_way())
    so_far = sum(received(world).values())
    await bina.taps("▶️ Resume")
    await world.until(is_over)

    assert so_far < 303
    await world.until(partial(more_than, world, 302))
    counted = received(world)
    assert len(counted) == 303
    assert set(counted.values()) == {1}
    await bina.sees("✅ Done", "Sent: 303")


async def nothing_is_under_way() -> bool:
    paused = await db.value("SELECT 1 AS one FROM broadcast WHERE status = 'paused'")
    return bool(paused) and not await db.value(
        "SELECT COUNT(*) AS n FROM message WHERE status = 'leased'"
    )


@pytest.mark.both_engines
@pytest.mark.parametrize("crowd", [TOLD - 3], indirect=True)
async def test_a_broadcast_survives_kills_without_a_second_message_or_a_missing_one(
    world: World,
) -> None:
    dice = random.Random(20)
    world.outside.whatsapp.account.notifier.gaps = (1,) * 600  # Meta repeats a report for days
    await (bot := await world.run("bot")).until_ready()
    process = await world.run(*QUIET)
    world.outside.sms.faults.plan("sendsms", Kind.SLOW, times=None, seconds=0.1)
    bina = await is_approved(world, "/broadcast link: Hello {customer_name}: {payment_link}")
    lost = 0
    for number in range(KILLS):
        await world.until(partial(have_gone, number * TOLD // (KILLS + 1)))
        await asyncio.sleep(dice.random() * 0.3)
        await process.kill()
        lost += await in_flight()
        process = await world.kill_and_start(process)

    await world.until(is_over)
    await world.until(nobody_waits)

    counted, ended = received(world), await states()
    assert set(counted.values()) == {1}
    assert ended["unknown"] <= lost
    assert sum(ended.values()) == TOLD
    assert set(ended) <= {"sent", "delivered", "unknown"}
    missing = TOLD - len(counted)
    assert missing <= ended["unknown"], "whoever has nothing is listed as not known"
    doubtful = ended["unknown"]
    await bina.sees("✅ Done", f"Not known whether sent: {doubtful}" if doubtful else "Sent")
    await bot.terminate()


async def have_gone(floor: int) -> bool:
    """So many are sent, or were in flight when somebody was killed."""
    ended = await states()
    return ended.total() - ended["ready"] - ended["leased"] >= floor


async def nobody_waits() -> bool:
    """No report waits to be read, no message to be sent by another channel."""
    return not await db.value(
        "SELECT (SELECT COUNT(*) FROM inbox WHERE status = 'new')"
        " + (SELECT COUNT(*) FROM message WHERE status IN ('ready', 'leased')) AS n"
    )


def more_than(world: World, floor: int) -> bool:
    return sum(received(world).values()) > floor


async def in_flight() -> int:
    """Tries on record that nobody knows the end of."""
    found = await db.value(
        "SELECT COUNT(*) AS n FROM delivery d JOIN message m ON m.id = d.message_id"
        " WHERE d.status = 'handed' AND m.status = 'leased'"
    )
    return int(found)
