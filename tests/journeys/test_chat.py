"""Conversations through restarts, orderly ends, and Telegram's webhook mode."""

from __future__ import annotations

import asyncio
import signal
import sys
from functools import partial

import pytest

from domain import db
from sandbox.faults import Kind
from tests.journeys.harness import QUIET, World
from tests.journeys.isp import KARIM, RAHIM
from tests.journeys.outside import ASHA, BINA, CHAND
from tests.journeys.people import Colleague

AHEAD = 20  # lines that somebody writes before the first of them is answered


@pytest.mark.both_engines
@pytest.mark.parametrize("end", ["killed", "stopped"])
async def test_a_restart_in_the_middle_of_a_conversation_goes_on_where_it_was(
    world: World, end: str
) -> None:
    process = await world.run("bot")
    chand = world.staff(CHAND)
    chand.says("/paid")
    await chand.sees("Which customer?")
    chand.says("rahim")
    await chand.sees("How much did Rahim Uddin pay?")

    if end == "killed":
        await process.kill()
    else:
        assert await process.terminate() == 0
    chand.says("300")
    await world.run("bot")

    await chand.sees("Record", "৳300", RAHIM.name)
    await chand.taps("✅ Confirm")
    await chand.sees("Recorded")
    assert await world.payments(RAHIM) == [30_000]
    await world.audit()


async def is_answered() -> bool:
    return not await db.value("SELECT COUNT(*) AS n FROM inbox WHERE status = 'new'")


async def test_a_button_from_before_a_restart_records_once_however_often_it_is_tapped(
    world: World,
) -> None:
    process = await world.run("bot")
    chand = world.staff(CHAND)
    chand.says("/paid rahim 300")
    asked = await chand.sees("Record", "৳300")
    await world.until(is_answered)
    await process.kill()
    await world.run("bot")

    button = next(each.data for each in asked.buttons if "Confirm" in each.text) or ""
    users = world.outside.telegram.users
    taps = [users.tap(CHAND, CHAND, asked.id, button) for _ in range(3)]
    await asyncio.gather(*(tap.answered(60) for tap in taps))
    await chand.sees("Recorded")

    assert await world.payments(RAHIM) == [30_000]


@pytest.mark.both_engines
async def test_telegram_by_webhook_with_bot_and_web_apart(world: World) -> None:
    await world.run("web")
    await world.run("bot", telegram_mode="webhook")
    await world.run("worker", "scheduler")
    hook = world.outside.telegram.world.first_bot().mailbox.webhook
    assert hook is not None

    chand = world.staff(CHAND)
    chand.says("rahm")
    await chand.sees(RAHIM.name, "Due")
    await chand.taps("Send payment link")
    assert "on its way" in (await chand.taps("✅ Send")).text
    await world.receives(RAHIM, "/p/")


async def test_what_was_said_while_nobody_listened_is_answered_after(world: World) -> None:
    chand, asha = world.staff(CHAND), world.staff(ASHA)
    chand.says("rahim")
    asha.says("karim")

    await world.run("bot")

    await chand.sees(RAHIM.name)
    await asha.sees(KARIM.name)


async def writes_on(someone: Colleague, stop: asyncio.Event) -> int:
    """Record small payments one after the other, a few lines ahead of the answers."""
    count = 0
    while not stop.is_set():
        if count - answers(someone) < AHEAD:
            count += 1
            someone.says(f"/paid {RAHIM.code} {count}")
        await asyncio.sleep(0.02)
    return count


def answers(someone: Colleague) -> int:
    return len([m for m in someone.screens if "Record ৳" in m.shown])


def has_answers(someone: Colleague, lines: int) -> bool:
    """Every line was answered, and none twice."""
    return answers(someone) == lines


async def test_a_bot_that_starts_before_telegram_is_reachable_serves_when_it_is(
    world: World,
) -> None:
    faults = world.outside.telegram.faults
    faults.plan("*", Kind.RESET_BEFORE, times=None)
    await world.run()
    chand = world.staff(CHAND)
    chand.says("rahim")

    faults.lift()

    await chand.sees(RAHIM.name, RAHIM.code)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_asked_to_end_under_load_it_ends_with_nothing_lost(
    world: World, sign: signal.Signals
) -> None:
    process = await world.run()
    stop = asyncio.Event()
    people = [world.staff(number) for number in (ASHA, BINA, CHAND)]
    load = [asyncio.ensure_future(writes_on(each, stop)) for each in people]
    visitor = await world.visitor("198.51.100.5")
    await visitor.open(f"{world.places.public_url}/held")
    await visitor.press("See my bill", customer_id=KARIM.code, mobile=KARIM.mobile)
    await visitor.press("Card")
    world.outside.sslcommerz.lose_redirect = True
    await visitor.press("Confirm")

    loop = asyncio.get_running_loop()
    asked = loop.time()
    process.send(sign)
    code = await process.ended()
    took = loop.time() - asked
    stop.set()
    said = await asyncio.gather(*load)

    assert code == 0, process.tail()
    sys.stdout.write(f"ended {took:.1f} s after it was asked to, under load\n")
    assert "Traceback" not in process.said, process.tail()
    await world.run(*QUIET, "bot")
    for each, lines in zip(people, said, strict=True):
        await world.until(partial(has_answers, each, lines))

    async def is_paid() -> bool:
        return await world.payments(KARIM) == [80_000]

    await world.until(is_paid)
    await world.audit()
