from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.methods import SendMessage
from aiogram.types import BufferedInputFile, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from sandbox.telegram import TelegramServer
from tests.sandbox.telegram.conftest import KARIM, RAHIM, HandClock, client_of
from tests.waiting import LIMIT


@asynccontextmanager
async def listening(handler: Callable[[web.Request], Awaitable[Any]]) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_updates_stay_until_the_offset_confirms_them(
    telegram: TelegramServer, bot: Bot
) -> None:
    for word in ("one", "two", "three"):
        telegram.users.say(RAHIM, RAHIM, word)
    first = await bot.get_updates(limit=2)
    assert [update.message and update.message.text for update in first] == ["one", "two"]
    assert await bot.get_updates(limit=2) == first
    (third,) = await bot.get_updates(offset=first[-1].update_id + 1)
    assert third.update_id == first[-1].update_id + 1
    assert await bot.get_updates(offset=third.update_id + 1) == []
    assert await bot.get_updates() == []


async def test_a_negative_offset_forgets_all_but_the_last(
    telegram: TelegramServer, bot: Bot
) -> None:
    for word in ("one", "two", "three"):
        telegram.users.say(RAHIM, RAHIM, word)
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "three"
    assert await bot.get_updates() == [last]


async def test_a_long_poll_ends_with_the_first_update(telegram: TelegramServer, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram_is_called(telegram, "getUpdates")
    telegram.users.say(RAHIM, RAHIM, "hello")
    assert len(await waiting) == 1


async def test_a_long_poll_ends_empty_when_its_time_is_over(
    telegram: TelegramServer, bot: Bot
) -> None:
    assert await bot.get_updates(timeout=1) == []


async def test_a_second_poller_throws_the_first_one_out(telegram: TelegramServer, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram_is_called(telegram, "getUpdates")
    other = client_of(telegram)
    second = asyncio.create_task(other.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    telegram.users.say(RAHIM, RAHIM, "hello")
    assert len(await second) == 1
    await other.session.close()


async def test_only_the_kinds_asked_for_arrive(telegram: TelegramServer, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    said = telegram.users.say(RAHIM, RAHIM, "one")
    telegram.users.edit(RAHIM, RAHIM, said.id, "two")
    (update,) = await bot.get_updates()
    assert update.event_type == "edited_message"


async def test_updates_are_kept_for_a_day(
    telegram: TelegramServer, bot: Bot, clock: HandClock
) -> None:
    telegram.users.say(RAHIM, RAHIM, "yesterday")
    clock.forward(hours=23)
    telegram.users.say(RAHIM, RAHIM, "today")
    clock.forward(hours=1)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "today"


async def test_a_webhook_with_its_secret_gets_updates_and_may_answer_in_its_body(
    telegram: TelegramServer, bot: Bot
) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> SendMessage:
        return message.answer(f"You said <b>{message.text}</b>", parse_mode="HTML")

    handler = SimpleRequestHandler(
        dispatcher, bot, handle_in_background=False, secret_token="S3cret_-"
    )
    async with listening(handler.handle) as url:
        await bot.set_webhook(url, secret_token="S3cret_-")
        telegram.users.say(RAHIM, RAHIM, "hello")
        await telegram.world.until(lambda: len(telegram.world.transcript(RAHIM)) == 2)
        assert telegram.world.transcript(RAHIM)[1].text == "You said hello"
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (url, 0)
        with pytest.raises(TelegramConflictError, match="webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert (await bot.get_webhook_info()).url == ""
        assert await bot.get_updates() == []


async def test_a_wrong_secret_is_seen_in_the_webhook_info(
    telegram: TelegramServer, bot: Bot
) -> None:
    handler = SimpleRequestHandler(Dispatcher(), bot, secret_token="right")
    async with listening(handler.handle) as url:
        await bot.set_webhook(url, secret_token="wrong")
        telegram.users.say(RAHIM, RAHIM, "hello")
        webhook = telegram.world.first_bot().mailbox.webhook
        assert webhook is not None
        await telegram.world.until(lambda: webhook.last_error)
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 401 Unauthorized"
        assert info.pending_update_count == 1
        await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_a_webhook_gets_the_same_update_again_until_it_answers_2xx(
    telegram: TelegramServer, bot: Bot
) -> None:
    seen: list[Any] = []
    done = asyncio.Event()

    async def hook(request: web.Request) -> web.Response:
        seen.append(await request.json())
        if len(seen) == 4:
            done.set()
        return web.Response(status=500 if len(seen) < 3 else 200)

    telegram.users.say(RAHIM, RAHIM, "one")
    telegram.users.say(RAHIM, RAHIM, "two")
    async with listening(hook) as url:
        await bot.set_webhook(url)
        async with asyncio.timeout(LIMIT):
            await done.wait()
        await bot.delete_webhook()
    assert [update["message"]["text"] for update in seen] == ["one", "one", "one", "two"]


async def test_a_stuck_chat_does_not_hold_up_others(telegram: TelegramServer, bot: Bot) -> None:
    seen: list[str] = []
    served = asyncio.Event()

    async def hook(request: web.Request) -> web.Response:
        text = (await request.json())["message"]["text"]
        seen.append(text)
        if text == "karim":
            served.set()
        return web.Response(status=500 if text == "rahim" else 200)

    async with listening(hook) as url:
        await bot.set_webhook(url)
        telegram.users.say(RAHIM, RAHIM, "rahim")
        telegram.users.say(KARIM, KARIM, "karim")
        async with asyncio.timeout(LIMIT):
            await served.wait()
        await bot.delete_webhook()
    assert "rahim" in seen


async def test_a_webhook_that_nobody_serves_keeps_its_updates(
    telegram: TelegramServer, bot: Bot
) -> None:
    async def gone(_: web.Request) -> web.Response:
        return web.Response()

    async with listening(gone) as url:
        free = url
    await bot.set_webhook(free)
    telegram.users.say(RAHIM, RAHIM, "hello")
    webhook = telegram.world.first_bot().mailbox.webhook
    assert webhook is not None
    await telegram.world.until(lambda: webhook.last_error)
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"method": "sendMessage", "chat_id": 1001, "text": "ok"}', "application/json"),
        (b"method=sendmessage&chat_id=1001&text=ok", "application/x-www-form-urlencoded"),
    ],
)
async def test_the_answer_of_a_webhook_may_be_json_or_a_form(
    telegram: TelegramServer, bot: Bot, body: bytes, kind: str
) -> None:
    async def hook(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind)

    async with listening(hook) as url:
        await bot.set_webhook(url)
        telegram.users.say(RAHIM, RAHIM, "hello")
        await telegram.world.until(lambda: len(telegram.world.transcript(RAHIM)) == 2)
        await bot.delete_webhook()
    assert telegram.world.transcript(RAHIM)[1].text == "ok"


async def test_setting_a_webhook_ends_the_poll(telegram: TelegramServer, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram_is_called(telegram, "getUpdates")
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await waiting


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("ftp://a.example/", None, "invalid URL"),
        ("https://a.example/", "a b", "unallowed characters"),
        ("https://a.example/", "a" * 257, "too long"),
        ("http://a.example/", None, "HTTPS URL must be provided"),
        ("https://a.example:8080/", None, "only on ports 80, 88, 443 or 8443"),
    ],
)
async def test_webhook_addresses_and_secrets_are_checked(
    telegram: TelegramServer, bot: Bot, url: str, secret: str | None, reason: str
) -> None:
    telegram.public_rules = True
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.set_webhook(url, secret_token=secret)
    assert telegram.world.first_bot().mailbox.webhook is None


async def test_an_upload_in_the_answer_of_a_webhook_is_sent(
    telegram: TelegramServer, bot: Bot
) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def paper(message: Message) -> Any:
        return message.answer_document(BufferedInputFile(b"%PDF", "bill.pdf"))

    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False)
    async with listening(handler.handle) as url:
        await bot.set_webhook(url)
        telegram.users.say(RAHIM, RAHIM, "bill")
        await telegram.world.until(lambda: len(telegram.world.transcript(RAHIM)) == 2)
        await bot.delete_webhook()
    file = telegram.world.transcript(RAHIM)[1].file
    assert file is not None
    assert (file.name, file.data) == ("bill.pdf", b"%PDF")


async def telegram_is_called(telegram: TelegramServer, method: str) -> None:
    """Wait until a method has arrived at the server."""
    await telegram.world.until(lambda: any(name == method for name, _ in telegram.calls))
