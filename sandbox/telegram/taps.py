"""Taps on inline buttons, and what the bot answers to them."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.telegram.chats import Message
from sandbox.telegram.model import Bot, Button, Person


@dataclass(frozen=True)
class Answer:
    """What answerCallbackQuery shows: a toast, or an alert to be closed."""

    text: str = ""
    alert: bool = False
    url: str | None = None


@dataclass
class Tap:
    """A tap on a button: `await` it for the bot's answer.

    A button with an address opens it and asks no bot: `url` is set and the answer is there.
    """

    id: str
    bot: Bot
    person: Person
    message: Message
    button: Button
    at: datetime
    answer: Answer | None = None
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, answer: Answer) -> None:
        """Give the answer to whoever waits."""
        self.answer = answer
        self._answered.set()

    async def answered(self, seconds: float = 30.0) -> Answer:
        """The bot's answer; raises TimeoutError when the spinner keeps turning."""
        async with asyncio.timeout(seconds):
            await self._answered.wait()
        assert self.answer is not None  # noqa: S101
        return self.answer

    def __await__(self) -> Generator[None, None, Answer]:
        return self.answered().__await__()
