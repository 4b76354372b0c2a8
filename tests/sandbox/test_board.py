"""On the board a customer writes and taps on WhatsApp, as on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from sandbox.board import Board
from sandbox.phone import Phones
from sandbox.telegram import TelegramServer
from sandbox.whatsapp import WhatsApp

RAHIM = "8801711111111"


@pytest.fixture
async def whatsapp() -> AsyncIterator[WhatsApp]:
    made = WhatsApp(token="t", app_secret="s", phones=Phones())
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def board(whatsapp: WhatsApp) -> AsyncIterator[Board]:
    telegram = TelegramServer()
    await telegram.start()
    made = Board(
        telegram=telegram,
        phones=whatsapp.phones,
        routers={},
        customers=lambda: [],
        clock=lambda: datetime(2026, 11, 21, tzinfo=UTC),
        levers=[],
        whatsapp=whatsapp.customers,
    )
    await made.start()
    yield made
    await made.stop()
    await telegram.stop()


async def does(board: Board, act: str, **body: object) -> int:
    url = f"http://127.0.0.1:{board.port}/phone/{act}"
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status


def an_offer() -> dict[str, Any]:
    reply = {"type": "reply", "reply": {"id": "bill", "title": "My bill"}}
    shown = {"type": "button", "body": {"text": "Hello"}, "action": {"buttons": [reply]}}
    return {
        "messaging_product": "whatsapp",
        "to": RAHIM,
        "type": "interactive",
        "interactive": shown,
    }


async def test_who_writes_opens_the_window_and_may_tap_what_comes_back(
    board: Board, whatsapp: WhatsApp
) -> None:
    assert await does(board, "say", number=f"+{RAHIM}", text="hi") == 200
    assert whatsapp.account.window_open(RAHIM)
    message = whatsapp.account.accept(an_offer())
    await whatsapp.account.deliver(message)
    (shown,) = whatsapp.phones.of(RAHIM)

    assert await does(board, "tap", number=f"+{RAHIM}", message=shown.id, choice="bill") == 200
    assert await does(board, "tap", number=f"+{RAHIM}", message=shown.id, choice="no") == 404
    assert await does(board, "tap", number=f"+{RAHIM}", message="gone", choice="bill") == 404
