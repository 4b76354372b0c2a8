"""Puts drawn screens into Telegram chats: limits kept, refusals understood, order per chat."""

from __future__ import annotations

import asyncio
import copy
import html
import json
import logging
import math
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from domain import clock
from domain.chat import groups
from handlers.carriers.telegram.faces import Faces, keys_of
from handlers.ui.drawing import Drawn
from handlers.ui.turnstile import Turnstile

log = logging.getLogger(__name__)

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
PICTURE = "image/png"  # is shown at once, not as a file to be opened
MORE = "\n…"  # what is edited in place is one message, however long it became
_PAUSES = (0.3, 1.0, 3.0)
_UNCHANGED = "message is not modified"
_NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
    "message identifier is not specified",
)
_CHAT_GONE = ("chat not found", "group chat was deactivated", "user not found", "peer_id_invalid")
_UNREADABLE = "can't parse entities"
_NO_THREAD = "message thread not found"
_TAG = re.compile(r"<[^>]+>")
T = TypeVar("T")
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup


class _Edit(TelegramMethod[Any]):
    """`editMessageText`, whose answer is not read: it holds the message that we have written."""

    __returning__ = Any
    __api_method__ = "editMessageText"

    text: str
    chat_id: int
    message_id: int
    parse_mode: str | None
    reply_markup: str | None


class ChatGone(Exception):
    """Nothing can be said in that chat any more: blocked, left, deleted."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where to say it: a chat, a topic in it, and the message to change if there is one."""

    chat_id: int
    thread_id: int | None = None
    message_id: int | None = None


def spot_of(chat_id: str, thread_id: str | None, message_id: str | None) -> Spot:
    """The place by the names that it has outside of Telegram."""
    topic, message = (None if name is None else int(name) for name in (thread_id, message_id))
    return Spot(int(chat_id), topic, message)


def name_of(number: int | None) -> str | None:
    """A number of Telegram's as it is kept."""
    return None if number is None else str(number)


class Sender:
    """Shows screens in chats, each chat's in the order in which they were handed over."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.quiet_until: dict[int, datetime] = {}  # chats that Telegram asks to leave alone
        self.faces = Faces()
        self.lost_topics: set[tuple[int, int]] = set()  # that nobody was told of yet
        self._order = Turnstile()
        self._longest_wait = math.inf

    def without_waiting(self) -> Sender:
        """The same one, which raises what Telegram asks to wait instead of waiting."""
        other = copy.copy(self)
        other._longest_wait = 0.0
        return other

    async def show(self, spot: Spot, drawn: Drawn) -> int | None:
        """Send or edit; the number of the message that carries the buttons now.

        Raises `ChatGone`; what Telegram refuses otherwise, or a line that stays down, is raised as
        the library's own exception.
        """
        if drawn.silent:
            return None
        async with self._order.pass_through(spot.chat_id):
            try:
                return await self._show(spot, drawn)
            except TelegramMigrateToChat as moved:
                await groups.rename_chat(str(spot.chat_id), str(moved.migrate_to_chat_id))
                there = Spot(moved.migrate_to_chat_id)
                return await self._show(there, drawn)
            except TelegramForbiddenError as why:
                raise ChatGone from why
            except TelegramBadRequest as why:
                if _says(why, *_CHAT_GONE):
                    raise ChatGone from why
                raise

    async def _show(self, spot: Spot, drawn: Drawn) -> int | None:
        try:
            if drawn.document is not None:
                return await self._file(spot, drawn)
            if spot.message_id is not None and drawn.edit:
                return await self._edit(spot, spot.message_id, drawn)
            return await self._send(spot, drawn)
        except TelegramBadRequest as why:
            if spot.thread_id is not None and _says(why, _NO_THREAD):
                log.warning("topic is gone chat=%s thread=%s", spot.chat_id, spot.thread_id)
                self.lost_topics.add((spot.chat_id, spot.thread_id))
                return await self._show(replace(spot, thread_id=None), drawn)
            raise

    async def _edit(self, spot: Spot, message_id: int, drawn: Drawn) -> int | None:
        text, keys = in_one(drawn.text), keys_of(drawn)
        markup = json.dumps({"inline_keyboard": keys}, ensure_ascii=False) if keys else None
        try:
            await self._formatted(
                spot,
                text,
                lambda said, mode: self.bot(
                    _Edit(
                        text=said,
                        chat_id=spot.chat_id,
                        message_id=message_id,
                        parse_mode=mode,
                        reply_markup=markup,
                    )
                ),
            )
        except TelegramBadRequest as why:
            if _says(why, *_NOT_EDITABLE):
                return await self._send(spot, drawn)
            if not _says(why, _UNCHANGED):
                raise
        self.faces.put(spot.chat_id, message_id, plain(text).strip(), keys)
        return message_id

    async def _send(self, spot: Spot, drawn: Drawn) -> int | None:
        *before, last = split(drawn.text)
        for part in before:
            await self._message(spot, part, None)
        return (await self._message(spot, last, markup_of(drawn))).message_id

    async def _message(self, spot: Spot, text: str, markup: Markup | None) -> Message:
        return await self._formatted(
            spot,
            text,
            lambda said, mode: self.bot.send_message(
                spot.chat_id,
                said,
                message_thread_id=spot.thread_id,
                parse_mode=mode,
                reply_markup=markup,
            ),
        )

    async def _file(self, spot: Spot, drawn: Drawn) -> int | None:
        assert drawn.document is not None  # noqa: S101
        caption = drawn.text
        if length(caption) > LONGEST_CAPTION:
            await self._send(spot, replace(drawn, document=None, keys=()))
            caption = ""
        file = BufferedInputFile(drawn.document.content, drawn.document.filename)
        send = self.bot.send_photo if drawn.document.mime == PICTURE else self.bot.send_document
        sent = await self._formatted(
            spot,
            caption,
            lambda said, mode: send(
                spot.chat_id,
                file,
                caption=said or None,
                message_thread_id=spot.thread_id,
                parse_mode=mode,
                reply_markup=keyboard(drawn),
            ),
        )
        return sent.message_id

    async def _formatted(
        self, spot: Spot, text: str, call: Callable[[str, ParseMode | None], Awaitable[T]]
    ) -> T:
        async def in_mode(said: str, mode: ParseMode | None) -> T:
            try:
                return await call(said, mode)
            except TelegramRetryAfter as why:
                self.quiet_until[spot.chat_id] = clock.now() + timedelta(seconds=why.retry_after)
                raise

        try:
            return await patiently(lambda: in_mode(text, ParseMode.HTML), self._longest_wait)
        except TelegramBadRequest as why:
            if not _says(why, _UNREADABLE):
                raise
            log.error("marks of a text can't be read; sent plain")
            return await patiently(lambda: in_mode(plain(text), None), self._longest_wait)


async def patiently(call: Callable[[], Awaitable[T]], longest_wait: float = math.inf) -> T:
    """Call, waiting as long as Telegram asks, and again after a failure of the line.

    What it asks beyond the longest wait is raised.

    A message may come twice where the line broke after it was taken: its buttons still act once.
    """
    for pause in (*_PAUSES, None):
        try:
            return await call()
        except TelegramRetryAfter as why:
            if pause is None or why.retry_after > longest_wait:
                raise
            await asyncio.sleep(why.retry_after)
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError):
            if pause is None:
                raise
            await asyncio.sleep(pause)
    raise AssertionError


def _says(why: TelegramBadRequest, *parts: str) -> bool:
    return any(part in why.message.lower() for part in parts)


def length(text: str) -> int:
    """How long Telegram finds it: in UTF-16 units (marks are counted as well, to be safe)."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, limit: int) -> str:
    """The beginning of a text of no marks, as long as Telegram lets it be."""
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", errors="ignore")


def plain(text: str) -> str:
    """Without marks."""
    return html.unescape(_TAG.sub("", text))


def split(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """The text in parts under the limit, cut between lines: marks never reach over a line."""
    parts, part = [], ""
    for line in text.split("\n"):
        for piece in _pieces(line, limit):
            joined = f"{part}\n{piece}" if part else piece
            if length(joined) > limit:
                parts.append(part)
                joined = piece
            part = joined
    return [*parts, part]


def in_one(text: str) -> str:
    """The text as far as one message takes it."""
    said, *left_out = split(text, LONGEST_TEXT - len(MORE))
    return said + (MORE if left_out else "")


def _pieces(line: str, limit: int) -> list[str]:
    if length(line) <= limit:
        return [line]
    words, size = plain(line), limit // 6  # a letter takes at most five as an entity
    return [html.escape(words[at : at + size], quote=False) for at in range(0, len(words), size)]


def markup_of(drawn: Drawn) -> Markup | None:
    """The buttons, or None; one's own number is shared from below the text field only."""
    asked = [key.label for row in drawn.keys for key in row if key.number]
    if not asked:
        return keyboard(drawn)
    shared = [[KeyboardButton(text=label, request_contact=True)] for label in asked]
    return ReplyKeyboardMarkup(keyboard=shared, resize_keyboard=True, one_time_keyboard=True)


def keyboard(drawn: Drawn) -> InlineKeyboardMarkup | None:
    """The buttons below a message, or None."""
    if not drawn.keys:
        return None
    rows = [[InlineKeyboardButton.model_validate(key) for key in row] for row in keys_of(drawn)]
    return InlineKeyboardMarkup(inline_keyboard=rows)
