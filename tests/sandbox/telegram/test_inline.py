from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    ChosenInlineResult,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from sandbox.telegram import TelegramServer
from tests.sandbox.telegram.conftest import KARIM, RAHIM, HandClock, polling

OPEN = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Open", callback_data="open:7")]]
)


def article(number: int | str, text: str = "<b>Rahim</b>", **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text, parse_mode="HTML")
    return InlineQueryResultArticle(
        id=str(number), title="Rahim", input_message_content=content, **more
    )


async def test_a_result_is_chosen_tapped_and_edited(telegram: TelegramServer, bot: Bot) -> None:
    dispatcher = Dispatcher()
    chosen: list[ChosenInlineResult] = []

    @dispatcher.inline_query()
    async def search(query: InlineQuery) -> None:
        await query.answer([article(query.query, reply_markup=OPEN)], cache_time=0)

    @dispatcher.chosen_inline_result()
    async def note(result: ChosenInlineResult) -> None:
        chosen.append(result)

    @dispatcher.callback_query()
    async def open_card(query: CallbackQuery) -> None:
        assert query.message is None
        await query.answer()
        await bot.edit_message_text("Opened", inline_message_id=query.inline_message_id)

    telegram.world.group(-1001, "Staff", members=[RAHIM])
    async with polling(dispatcher, bot):
        query = telegram.users.inline_query(RAHIM, "rah")
        (result,) = await query
        message = telegram.users.choose(query, result["id"], RAHIM)
        assert (message.text, message.entities[0]["type"]) == ("Rahim", "bold")
        assert message.via_bot is telegram.world.first_bot()
        await telegram.users.tap(RAHIM, RAHIM, message.id, "Open")
        await telegram.world.until(lambda: message.text == "Opened")
    assert [(each.result_id, each.query) for each in chosen] == [("rah", "rah")]
    assert chosen[0].inline_message_id == message.inline_message_id


async def test_answers_are_cached_for_everybody_unless_personal(
    telegram: TelegramServer, bot: Bot, clock: HandClock
) -> None:
    async def typed(person_id: int) -> str:
        query = telegram.users.inline_query(person_id, "rah")
        return "asked" if query.answer is None else "cached"

    async def answer(**how: Any) -> None:
        (update,) = await bot.get_updates(offset=-1)
        assert update.inline_query is not None
        await bot.answer_inline_query(update.inline_query.id, [article(1)], **how)

    assert await typed(RAHIM) == "asked"
    await answer()
    assert await typed(KARIM) == "cached"
    clock.forward(seconds=301)
    assert await typed(KARIM) == "asked"
    await answer(is_personal=True, cache_time=60)
    assert await typed(KARIM) == "cached"
    assert await typed(RAHIM) == "asked"


@pytest.mark.parametrize(
    ("results", "more", "reason"),
    [
        ([article(number) for number in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([article(1), article(1)], {}, "RESULT_ID_DUPLICATE"),
        ([article("a" * 65)], {}, "RESULT_ID_INVALID"),
        ([article(1, "<b>x")], {}, "can't parse entities"),
        ([article(1, " ")], {}, "message text is empty"),
        ([article(1, "a" * 4097)], {}, "message is too long"),
        ([article(1)], {"next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
    ],
)
async def test_answers_that_are_refused(
    telegram: TelegramServer,
    bot: Bot,
    results: list[Any],
    more: dict[str, Any],
    reason: str,
) -> None:
    query = telegram.users.inline_query(RAHIM, "rah")
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.answer_inline_query(query.id, results, **more)
    assert query.answer is None


async def test_an_inline_query_is_answered_once_and_soon(
    telegram: TelegramServer, bot: Bot, clock: HandClock
) -> None:
    answered = telegram.users.inline_query(RAHIM, "rah")
    await bot.answer_inline_query(answered.id, [article(1)] * 1)
    with pytest.raises(LookupError, match="no result"):
        telegram.users.choose(answered, "2", RAHIM)
    late = telegram.users.inline_query(RAHIM, "kar")
    clock.forward(seconds=16)
    for number in (answered.id, late.id, "4711"):
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await bot.answer_inline_query(number, [])


async def test_a_bot_without_inline_mode_is_not_asked(telegram: TelegramServer) -> None:
    telegram.world.first_bot().inline = False
    with pytest.raises(LookupError, match="no inline mode"):
        telegram.users.inline_query(RAHIM, "rah")


async def test_silence_is_noticed(telegram: TelegramServer) -> None:
    with pytest.raises(asyncio.TimeoutError):
        await telegram.users.inline_query(RAHIM, "rah").answered(seconds=0.01)
