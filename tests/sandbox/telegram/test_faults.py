from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import BufferedInputFile
from aiohttp import ClientResponseError

from sandbox.faults import Kind
from sandbox.telegram import TelegramServer
from tests.sandbox.telegram.conftest import RAHIM


@pytest.fixture(autouse=True)
def started(telegram: TelegramServer) -> None:
    telegram.users.start(RAHIM)


@pytest.mark.parametrize(
    ("kind", "error", "arrived"),
    [
        (Kind.REFUSE, TelegramBadRequest, False),
        (Kind.RESET_BEFORE, TelegramNetworkError, False),
        (Kind.RESET_AFTER, TelegramNetworkError, True),
        (Kind.HTTP_500, TelegramServerError, False),
        (Kind.HTTP_429, TelegramRetryAfter, False),
        (Kind.JUNK, ClientDecodeError, False),
        (Kind.SILENCE, TelegramNetworkError, False),
    ],
)
async def test_a_planned_fault_strikes_once(
    telegram: TelegramServer, bot: Bot, kind: Kind, error: type[Exception], arrived: bool
) -> None:
    telegram.faults.plan("sendMessage", kind, seconds=0.01)
    with pytest.raises(error):
        await bot.send_message(RAHIM, "first")
    await bot.send_message(RAHIM, "second")
    texts = [message.text for message in telegram.world.transcript(RAHIM)]
    assert texts == ["/start", *(["first"] if arrived else []), "second"]


async def test_a_slow_answer_comes_in_the_end(telegram: TelegramServer, bot: Bot) -> None:
    telegram.faults.plan("sendMessage", Kind.SLOW, seconds=0.01)
    await bot.send_message(RAHIM, "slow")
    assert telegram.world.transcript(RAHIM)[-1].text == "slow"


async def test_a_caller_who_gives_up_may_have_been_served(
    telegram: TelegramServer, bot: Bot
) -> None:
    telegram.faults.plan("sendMessage", Kind.SLOW, seconds=0.2)
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.send_message(RAHIM, "slow", request_timeout=0.05)  # type: ignore[arg-type]
    await telegram.world.until(lambda: len(telegram.world.transcript(RAHIM)) == 2)


async def test_downloads_fail_as_well(telegram: TelegramServer, bot: Bot) -> None:
    sent = await bot.send_document(RAHIM, BufferedInputFile(b"x", "x.txt"))
    assert sent.document is not None
    telegram.faults.plan("file", Kind.HTTP_500)
    with pytest.raises(ClientResponseError):
        await bot.download(sent.document)


async def test_one_method_failing_leaves_the_others(telegram: TelegramServer, bot: Bot) -> None:
    telegram.faults.plan("sendMessage", Kind.HTTP_500, times=None)
    assert (await bot.get_me()).is_bot
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await bot.send_message(RAHIM, "x")
    telegram.faults.lift("sendMessage")
    await bot.send_message(RAHIM, "x")
