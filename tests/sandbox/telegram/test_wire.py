from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiohttp import ClientSession

from sandbox.telegram import TelegramServer
from tests.sandbox.telegram.conftest import RAHIM, TOKEN


@pytest.fixture(autouse=True)
def started(telegram: TelegramServer) -> None:
    telegram.users.start(RAHIM)


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.mark.parametrize(
    "body",
    [
        {"json": {"chat_id": RAHIM, "text": "Hello", "reply_markup": {"force_reply": True}}},
        {"data": {"chat_id": str(RAHIM), "text": "Hello", "reply_markup": '{"force_reply":true}'}},
        {"params": {"chat_id": str(RAHIM), "text": "Hello"}},
    ],
)
async def test_json_forms_and_queries_are_read_alike(
    telegram: TelegramServer, http: ClientSession, body: dict[str, Any]
) -> None:
    url = f"{telegram.base_url}/bot{TOKEN}/SENDMESSAGE"
    async with http.post(url, **body) as response:
        assert (await response.json())["ok"] is True
    assert telegram.world.transcript(RAHIM)[-1].text == "Hello"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"chat_id": ', "Can't parse JSON object"),
        ("[]", "JSON object expected as request body"),
        ('{"text": "Hello"}', "chat_id is empty"),
        ('{"chat_id": 1001, "text": "Hello", "reply_markup": "{"}', "can't parse reply keyboard"),
        (
            '{"chat_id": 1001, "text": "Hello", "reply_markup": {"inline_keyboard": 1}}',
            'field "inline_keyboard" must be of type Array',
        ),
    ],
)
async def test_broken_bodies_are_refused(
    telegram: TelegramServer, http: ClientSession, body: str, reason: str
) -> None:
    url = f"{telegram.base_url}/bot{TOKEN}/sendMessage"
    headers = {"Content-Type": "application/json"}
    async with http.post(url, data=body, headers=headers) as response:
        answer = json.loads(await response.text())
    assert (response.status, answer["error_code"], answer["ok"]) == (400, 400, False)
    assert reason in answer["description"]


async def test_edits_take_inline_keyboards_only(
    telegram: TelegramServer, bot: Bot, http: ClientSession
) -> None:
    sent = await bot.send_message(RAHIM, "Bill")
    body = {"chat_id": RAHIM, "message_id": sent.message_id, "text": "Bill!"}
    body["reply_markup"] = {"remove_keyboard": True}
    async with http.post(f"{telegram.base_url}/bot{TOKEN}/editMessageText", json=body) as response:
        answer = await response.json()
    assert answer["description"] == "Bad Request: inline keyboard expected"


async def test_other_verbs_and_unknown_files_are_refused(
    telegram: TelegramServer, http: ClientSession
) -> None:
    async with http.put(f"{telegram.base_url}/bot{TOKEN}/getMe") as response:
        assert response.status == 405
    async with http.get(f"{telegram.base_url}/file/bot{TOKEN}/documents/file_9.pdf") as response:
        assert response.status == 404
    async with http.get(f"{telegram.base_url}/file/bot1:x/documents/file_9.pdf") as response:
        assert response.status == 401
