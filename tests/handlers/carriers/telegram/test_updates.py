"""Updates on their way in: none is lost, whatever dies or hangs meanwhile."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import Response, SendMessage
from aiogram.types import User

from domain import clock, inbox, jobs, wakes
from domain.inbox import Inbox, InboxStatus, Received
from domain.incidents import incidents
from domain.incidents.models import Incident
from domain.ports import Ports
from handlers.carriers.telegram.carrier import Telegram
from handlers.carriers.telegram.troubles import OtherPoller
from handlers.ui.conversation import Conversation, Reply
from handlers.ui.turns import Turn
from sandbox.telegram import TelegramServer
from tests.cast import Cast, Moment
from tests.handlers.carriers.telegram.conftest import Line
from tests.handlers.carriers.telegram.test_telegram import Chat
from tests.waiting import until

LineOf = Callable[[Telegram], Line]


@pytest.fixture
def asha(server: TelegramServer, cast: Cast) -> Chat:
    return Chat(server, cast.asha.telegram_id or 0)


@pytest.fixture
def chand(server: TelegramServer, cast: Cast) -> Chat:
    return Chat(server, cast.chand.telegram_id or 0)


class Slow(Conversation):
    """Thinks about what one person says until it may go on."""

    def __init__(self, ports: Ports, person: int | None) -> None:
        super().__init__(ports)
        self.person = str(person)
        self.taken, self.go_on = asyncio.Event(), asyncio.Event()

    async def handle(self, turn: Turn) -> Reply:
        if turn.person == self.person:
            self.taken.set()
            await self.go_on.wait()
        return await super().handle(turn)


async def test_what_a_dying_process_had_in_hand_is_answered_by_the_next(
    telegram: Telegram, asha: Chat, ports: Ports, line_of: LineOf
) -> None:
    slow = telegram.conversation = Slow(ports, asha.person)
    dying = line_of(telegram)
    dying.open()
    asha.server.users.say(asha.person, asha.chat, "/start")
    await slow.taken.wait()
    await dying.nursery.wind_down(0)
    telegram.conversation = Conversation(ports)
    next_ = line_of(telegram)
    next_.open()
    assert "Nagar Net" in (await asha.hears()).shown
    await next_.close()
    assert not await Inbox.filter(status=InboxStatus.NEW).exists()


async def test_one_who_takes_long_holds_up_nobody_else(
    telegram: Telegram, asha: Chat, chand: Chat, ports: Ports, line_of: LineOf
) -> None:
    slow = telegram.conversation = Slow(ports, asha.person)
    line = line_of(telegram)
    line.open()
    asha.server.users.say(asha.person, asha.chat, "/start")
    await slow.taken.wait()
    assert "Chand" in (await chand.says("/start")).shown
    slow.go_on.set()
    assert "Asha" in (await asha.hears()).shown
    await line.close()


async def test_stopping_finishes_what_was_taken(
    telegram: Telegram, asha: Chat, ports: Ports, line_of: LineOf
) -> None:
    slow = telegram.conversation = Slow(ports, asha.person)
    line = line_of(telegram)
    line.open()
    asha.server.users.say(asha.person, asha.chat, "/start")
    await slow.taken.wait()
    stopping = asyncio.create_task(line.close())
    await asyncio.sleep(0)
    assert not stopping.done()
    slow.go_on.set()
    await stopping
    assert "Nagar Net" in asha.server.world.transcript(asha.chat)[-1].shown


async def test_what_a_webhook_brought_is_answered(
    telegram: Telegram, asha: Chat, line_of: LineOf
) -> None:
    asha.server.users.say(asha.person, asha.chat, "/start")
    *_, update = await telegram.bot.get_updates()
    body = update.model_dump_json(exclude_none=True, exclude_unset=True)
    line = line_of(telegram)
    line.listen()
    for _ in range(2):
        await inbox.store([Received("telegram", "main", "{}", body)], clock.now())
        wakes.wake(wakes.UPDATES)
    assert "Nagar Net" in (await asha.hears()).shown
    await line.close()
    assert await Inbox.all().count() == 1


async def test_an_answer_that_the_line_did_not_take_is_tried_again_later(
    telegram: Telegram, asha: Chat, ports: Ports, line_of: LineOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        method = SendMessage(chat_id=asha.chat, text="")
        raise TelegramNetworkError(method=method, message="the line is down")

    line = line_of(telegram)
    with monkeypatch.context() as down:
        down.setattr(telegram.sender, "show", broken)
        line.open()
        asha.server.users.say(asha.person, asha.chat, "/start")
        await until(Inbox.filter(error="TelegramNetworkError").exists)
    await Inbox.all().update(due_ms=0)
    wakes.wake(wakes.UPDATES)
    assert "Nagar Net" in (await asha.hears()).shown
    await line.close()


async def test_handled_updates_are_dropped_after_days_and_what_providers_said_is_kept(
    cast: Cast,
) -> None:
    from datetime import timedelta

    await inbox.store(
        [Received("telegram", "main", "{}", "1"), Received("payment", "bkash", "{}", "2")],
        clock.now(),
    )
    await Inbox.all().update(status=InboxStatus.DONE)
    await inbox.tidy(clock.now())
    assert await Inbox.all().count() == 2
    await inbox.tidy(clock.now() + timedelta(days=4))
    assert [row.kind for row in await Inbox.all()] == ["payment"]


async def test_the_form_of_an_answer_outlives_the_answer(telegram: Telegram) -> None:
    await telegram.bot.get_me()
    form = weakref.ref(Response[User])
    gc.collect()
    assert form() is not None


async def test_a_second_bot_with_our_token_is_told_until_it_is_gone(
    cast: Cast, moment: Moment
) -> None:
    await jobs.beat("house-2", "bot", clock.now())
    others = OtherPoller("house-1")
    await others.refused()
    assert await incidents.open_now(cast.asha) == [], "the process before us may still be ending"
    await others.refused()
    (told,) = await incidents.open_now(cast.asha)
    assert (told.kind, told.data) == ("telegram-shared", {"others": ["house-2"]})
    await others.fetched()
    assert await incidents.open_now(cast.asha)
    moment.move(minutes=3)
    await others.fetched()
    assert await incidents.open_now(cast.asha) == []


async def test_two_bots_with_one_token_hear_of_each_other(
    telegram: Telegram, polled: Telegram, line_of: LineOf, cast: Cast
) -> None:
    second = line_of(telegram)
    second.open()
    try:
        await until(Incident.filter(kind="telegram-shared").exists)
    finally:
        await second.close()
