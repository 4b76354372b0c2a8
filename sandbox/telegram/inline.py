"""Inline mode: what a person types after @bot, and the results that they may choose from."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.telegram import markup
from sandbox.telegram.errors import bad_request
from sandbox.telegram.formatting import Formatted, parse_html, recognise, units
from sandbox.telegram.model import Bot, Person
from sandbox.telegram.wire import Json

MAX_RESULTS = 50
MAX_TEXT = 4096
DEFAULT_CACHE_SECONDS = 300


@dataclass
class InlineAnswer:
    """The results of one inline query, and for whom and how long they may be shown again."""

    results: list[Json]
    next_offset: str
    personal: bool
    until: datetime


@dataclass
class InlineQuery:
    """What somebody typed: `await` it for the results."""

    id: str
    bot: Bot
    person: Person
    text: str
    offset: str
    at: datetime
    answer: InlineAnswer | None = None
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, answer: InlineAnswer) -> None:
        """Give the results to whoever waits."""
        self.answer = answer
        self._answered.set()

    async def answered(self, seconds: float = 30.0) -> list[Json]:
        """The results; raises TimeoutError when the bot stays silent."""
        async with asyncio.timeout(seconds):
            await self._answered.wait()
        assert self.answer is not None  # noqa: S101
        return self.answer.results

    def __await__(self) -> Generator[None, None, list[Json]]:
        return self.answered().__await__()

    def shows_to(self, other: InlineQuery, now: datetime) -> bool:
        """Whether this answer, cached by Telegram, is shown for another query of the kind."""
        if self.answer is None or now >= self.answer.until:
            return False
        if (self.bot.id, self.text, self.offset) != (other.bot.id, other.text, other.offset):
            return False
        return not self.answer.personal or self.person.id == other.person.id


def check_results(results: list[Any]) -> list[Json]:
    """Refuse what Telegram refuses in a list of InlineQueryResult objects."""
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    for result in results:
        if not isinstance(result, dict):
            raise bad_request("can't parse inline query result: expected an Object")
        identity = str(result.get("id", ""))
        if not 1 <= len(identity.encode()) <= 64:
            raise bad_request("RESULT_ID_INVALID")
        if identity in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(identity)
        if result.get("type") != "article":
            raise bad_request("can't parse inline query result: only articles are known here")
        if not result.get("title"):
            raise bad_request("can't parse inline query result: Can't find field \"title\"")
        content_of(result)
        markup.check(result.get("reply_markup"), private=False, inline_only=True)
    return results


def content_of(result: Json) -> Formatted:
    """The text that choosing a result sends."""
    content = result.get("input_message_content")
    if not isinstance(content, dict) or not str(content.get("message_text", "")).strip():
        raise bad_request("message text is empty")
    raw = str(content["message_text"])
    mode = str(content.get("parse_mode") or "").lower()
    formatted = parse_html(raw) if mode == "html" else Formatted(raw, content.get("entities") or [])
    if units(formatted.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return recognise(formatted.trimmed())


def cache_until(now: datetime, seconds: int) -> datetime:
    """When a cached answer must be asked for again."""
    return now + timedelta(seconds=seconds)
