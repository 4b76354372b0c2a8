"""From a tap to the answer in chat, 50 staff at once, beside a bot that only answers and edits.

Everybody taps in the same moment, goes from a customer's card to their bills and back, and taps
again when all have been answered. The Bot API server runs on this machine and answers both alike.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain import clock, db
from domain.billing import billrun
from domain.calendar import Period
from domain.customers.index import index
from domain.staff.models import Operator
from domain.staff.rights import SYSTEM, Role
from sandbox.telegram import TelegramServer
from sandbox.telegram.chats import Message
from sandbox.telegram.model import Bot, Button
from sandbox.telegram.taps import Tap
from tests import builders
from tests.bench import plain_bot, seeds
from tests.bench.frame import RUNS, Lab, Row
from tests.journeys.processes import Process

CUSTOMERS = 1_000
STAFF = 50
ROUNDS = 6
ADDED_MS = 150.0
KEY = "a key that only benches use"
OURS, PLAIN = "700202:AAtokenOfOurBot", "700203:AAtokenOfThePlainBot"
FIRST = 8_000_000  # the Telegram id of the first of the staff


async def _seed() -> None:
    """An ISP with the bills of a month, and staff who may see all of it."""
    await seeds.an_isp(CUSTOMERS)
    await billrun.start(SYSTEM, Period(2026, 11))
    await billrun.carry_on()
    clock.use(None)
    async with db.transaction():
        await index(list(range(1, CUSTOMERS + 1)))
    isp = await Operator.get(code="isp")
    for number in range(STAFF):
        await builders.a_person(f"Staff {number}", Role.ADMIN, isp, telegram_id=FIRST + number)


@dataclass
class _Pressed:
    """A tap that waits for its answer and for the message to change."""

    tap: Tap
    edits: int
    begun: float
    took: float | None = None

    def look(self) -> None:
        if self.took is None and self.tap.answer and self.tap.message.edits > self.edits:
            self.took = (time.perf_counter() - self.begun) * 1000


class _Office:
    """The staff, each in their own chat with one bot."""

    def __init__(self, server: TelegramServer, bot: Bot, labels: Sequence[str]) -> None:
        self._server = server
        self._bot = bot
        self._labels = labels
        self._waiting: list[_Pressed] = []

    async def says(self, text: str) -> None:
        """Everybody writes it, with their own number in it, and gets a card."""
        for number in range(STAFF):
            person = FIRST + number
            self._server.users.say(person, self._bot.id, text.format(number=1_000_001 + number))
        await self._server.world.until(lambda: all(map(self._card, range(STAFF))), 60)

    def _card(self, number: int) -> Message | None:
        chat = self._server.world.chat_of(FIRST + number, self._bot.id)
        cards = [message for message in chat.messages if message.sender is self._bot]
        found = bool(cards) and self._button(cards[-1]) is not None
        return cards[-1] if found else None

    def _button(self, card: Message) -> Button | None:
        named = (each for each in card.buttons for label in self._labels if label in each.text)
        return next(named, None)

    async def taps(self) -> list[float]:
        """Milliseconds until each was answered, everybody at once."""
        cards = [card for number in range(STAFF) if (card := self._card(number))]
        self._waiting = [self._press(card) for card in cards]
        self._server.on_change = self._look
        await self._server.world.until(self._all_answered, 60)
        self._server.on_change = None
        return [each.took for each in self._waiting if each.took is not None]

    def _press(self, card: Message) -> _Pressed:
        button = self._button(card)
        assert button is not None
        assert button.data is not None
        assert card.chat.person is not None
        begun, edits = time.perf_counter(), card.edits
        person = card.chat.person.id
        return _Pressed(
            self._server.users.tap(person, self._bot.id, card.id, button.data), edits, begun
        )

    def _look(self) -> None:
        for each in self._waiting:
            each.look()

    def _all_answered(self) -> bool:
        return all(each.took is not None for each in self._waiting)


async def _p95(office: _Office) -> float:
    """The 95th percentile of a few rounds, in milliseconds."""
    took = sorted([each for _ in range(ROUNDS) for each in await office.taps()])
    return took[int(0.95 * (len(took) - 1))]


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(_seed)
    server = TelegramServer(OURS, PLAIN)
    await server.start()
    for number in range(STAFF):
        server.world.person(FIRST + number, f"Staff {number}", language_code="en")
    ours, plain = (
        _Office(server, bot, labels)
        for bot, labels in zip(
            server.world.bots.values(), (("Bills", "Back"), ("One",)), strict=True
        )
    )
    added: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        async with (
            lab.copy_of(pattern) as url,
            plain_bot.elsewhere(server.base_url, PLAIN),
        ):
            process = await _start(url, server, Path(folder))
            await asyncio.gather(ours.says("/find C{number}"), plain.says("/start"))
            for run in range(-1, RUNS):
                alone, mine = await _p95(plain), await _p95(ours)
                if run >= 0:  # the one before warms everything up
                    added.append(mine - alone)
            await process.terminate()
    await server.stop()
    return [Row("tap_p95_added", "ms", added, [ADDED_MS] * RUNS, "<= 1")]


async def _start(url: str, server: TelegramServer, folder: Path) -> Process:
    settings = {
        "database_url": url,
        "secret_key": KEY,
        "telegram_token": OURS,
        "telegram_api_base": server.base_url,
    }
    process = await Process.start("run", "bot", name="bot", settings=settings, folder=folder)
    return await process.until_ready()
