from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from aiohttp import ClientSession

from sandbox.telegram import TelegramServer
from tests.sandbox.telegram.conftest import RAHIM, polling
from tests.sandbox.telegram.test_conversation import PICTURE

HERE = {"person_id": RAHIM, "chat_id": RAHIM}
BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Paid", callback_data="paid")]]
)


class Board:
    """The browser's view of the stand-in."""

    def __init__(self, session: ClientSession) -> None:
        self.session = session

    async def get(self, path: str) -> Any:
        async with self.session.get(f"/_sandbox/{path}") as response:
            return await response.json()

    async def do(self, action: str, *, status: int = 200, **body: Any) -> Any:
        async with self.session.post(f"/_sandbox/{action}", json=body) as response:
            assert response.status == status
            return await response.json()


@pytest.fixture
async def board(telegram: TelegramServer) -> AsyncIterator[Board]:
    async with ClientSession(telegram.base_url) as session:
        yield Board(session)


async def test_a_dialogue_can_be_led_over_http(
    telegram: TelegramServer, bot: Bot, board: Board
) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def card(message: Message) -> None:
        await message.answer("Your bill", reply_markup=BUTTONS)

    @dispatcher.callback_query()
    async def paid(query: CallbackQuery) -> None:
        await query.answer("Noted")

    async with polling(dispatcher, bot):
        await board.do("start", person_id=RAHIM, payload="c4rd")
        await telegram.world.until(lambda: len(telegram.world.transcript(RAHIM)) == 2)
        (chat,) = await board.get("chats")
        said, shown = chat["messages"]
        assert (said["text"], shown["text"]) == ("/start c4rd", "Your bill")
        assert shown["buttons"] == [[{"text": "Paid", "data": "paid", "url": None}]]
        answer = await board.do("tap", **HERE, message_id=shown["message_id"], button="Paid")
        assert (answer["answered"], answer["text"], answer["alert"]) == (True, "Noted", False)
    assert [person["first_name"] for person in await board.get("people")] == ["Rahim", "Karim"]


async def test_files_contacts_and_places_are_sent_over_http(
    telegram: TelegramServer, bot: Bot, board: Board
) -> None:
    said = await board.do("say", **HERE, text="hello")
    data = base64.b64encode(b"name\nKarim").decode()
    sent = await board.do("document", **HERE, name="a.csv", data=data, caption="/import")
    assert (sent["document"]["file_name"], sent["caption"]) == ("a.csv", "/import")
    async with board.session.get(f"/_sandbox/files/{sent['document']['file_id']}") as response:
        assert (response.content_type, await response.read()) == ("text/csv", b"name\nKarim")
    picture = base64.b64encode(PICTURE).decode()
    assert (await board.do("photo", **HERE, data=picture))["photo"][-1]["width"] == 600
    shared = await board.do("contact", **HERE)
    assert shared["contact"]["phone_number"] == "+8801712345678"
    place = await board.do("location", **HERE, latitude=23.8, longitude=90.4)
    assert place["location"] == {"latitude": 23.8, "longitude": 90.4}
    again = await board.do("forward", **HERE, from_chat_id=RAHIM, message_id=said["message_id"])
    assert again["forward_origin"]["sender_user"]["id"] == RAHIM
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Menu")]])
    await bot.send_message(RAHIM, "Choose", reply_markup=keys)
    assert (await board.do("press", **HERE, label="Menu"))["text"] == "Menu"
    replied = await board.do("say", **HERE, text="yes", reply_to=said["message_id"])
    assert replied["reply_to_message"]["text"] == "hello"


async def test_inline_results_are_chosen_over_http(
    telegram: TelegramServer, bot: Bot, board: Board
) -> None:
    dispatcher = Dispatcher()

    @dispatcher.inline_query()
    async def search(query: InlineQuery) -> None:
        content = InputTextMessageContent(message_text="Rahim")
        result = InlineQueryResultArticle(id="1", title="Rahim", input_message_content=content)
        await query.answer([result])

    async with polling(dispatcher, bot):
        for _ in range(2):
            found = await board.do("inline", person_id=RAHIM, text="rah")
            assert found["results"][0]["title"] == "Rahim"
            sent = await board.do(
                "choose", query_id=found["query_id"], result_id="1", chat_id=RAHIM
            )
            assert sent["via_bot"]["id"] == bot.id


async def test_silence_and_blocking_are_shown(
    telegram: TelegramServer, bot: Bot, board: Board
) -> None:
    await board.do("start", person_id=RAHIM)
    sent = await bot.send_message(RAHIM, "Bill", reply_markup=BUTTONS)
    tapped = await board.do("tap", **HERE, message_id=sent.message_id, button="Paid", seconds=0.01)
    assert tapped == {"answered": False}
    asked = await board.do("inline", person_id=RAHIM, text="rah", seconds=0.01)
    assert asked["answered"] is False
    await board.do("block", person_id=RAHIM)
    assert (await board.get("chats"))[0]["blocked"] is True
    await board.do("unblock", person_id=RAHIM)
    assert (await board.get("chats"))[0]["blocked"] is False


async def test_what_a_person_cannot_do_is_said(bot: Bot, board: Board) -> None:
    refused = await board.do("say", status=400, person_id=RAHIM, chat_id=4711, text="x")
    assert "has no chat" in refused["error"]
    await board.do("say", status=400, **HERE, text=" ")
    await board.do("say", status=400, **HERE)
    await board.do("photo", status=400, **HERE, data=base64.b64encode(b"text").decode())
    await board.do("dance", status=404)
    assert await board.get("files/nothing") == {"error": "no such file"}


async def test_the_board_hears_of_every_change(telegram: TelegramServer, bot: Bot) -> None:
    heard: list[int] = []
    telegram.on_change = lambda: heard.append(len(telegram.world.transcript(RAHIM)))
    telegram.users.start(RAHIM)
    sent = await bot.send_document(RAHIM, BufferedInputFile(b"x", "x.txt"))
    await bot.delete_message(RAHIM, sent.message_id)
    assert heard == [1, 2, 1]
    assert telegram.on_change is not None
