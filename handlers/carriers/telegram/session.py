"""How calls of the Bot API go out, and what is read of their answers."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


@cache
def _answer(returning: Any) -> type[Response[Any]]:
    """The form of an answer: pydantic forgets one that nobody holds, and making it takes long."""
    return Response[returning]


class Session(AiohttpSession):
    """The library's, which does not make the form of an answer anew for every call."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """The answer, or the failure that it tells of as an exception."""
        _answer(method.__returning__)
        return super().check_response(bot, method, status_code, content)
