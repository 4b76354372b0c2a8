from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter

from sandbox.telegram import TelegramServer
from tests.sandbox.telegram.conftest import GROUP, RAHIM, HandClock


@pytest.fixture(autouse=True)
def started(telegram: TelegramServer) -> None:
    telegram.users.start(RAHIM)


async def test_one_chat_takes_a_burst_and_then_one_message_per_second(
    telegram: TelegramServer, bot: Bot, clock: HandClock
) -> None:
    telegram.limits.enabled = True
    for _ in range(3):
        await bot.send_message(RAHIM, "Hello")
    with pytest.raises(TelegramRetryAfter, match="retry after 3") as refused:
        await bot.send_message(RAHIM, "Hello")
    clock.forward(seconds=refused.value.retry_after)
    await bot.send_message(RAHIM, "Hello")


async def test_a_group_takes_twenty_messages_per_minute(
    telegram: TelegramServer, bot: Bot, clock: HandClock
) -> None:
    telegram.limits.enabled = True
    telegram.world.group(GROUP, "Staff", members=[RAHIM])
    telegram.users.presence.add_bot(RAHIM, GROUP)
    for _ in range(20):
        await bot.send_message(GROUP, "Hello")
        clock.forward(seconds=1)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(GROUP, "Hello")
    assert refused.value.retry_after == 40
    clock.forward(seconds=40)
    await bot.send_message(GROUP, "Hello")


async def test_all_chats_together_take_thirty_messages_per_second(
    telegram: TelegramServer, bot: Bot, clock: HandClock
) -> None:
    telegram.limits.enabled = True
    for number in range(2000, 2031):
        telegram.world.person(number, "Somebody")
        telegram.users.start(number)
    for number in range(2000, 2030):
        await bot.send_message(number, "Hello")
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(2030, "Hello")
    assert refused.value.retry_after == 1
    clock.forward(seconds=1)
    await bot.send_message(2030, "Hello")
