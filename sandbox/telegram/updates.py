"""A bot's queue of updates, and the long poll that empties it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sandbox.telegram.errors import conflict
from sandbox.telegram.wire import Json

# Without allowed_updates a bot gets every kind but these.
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LIFETIME = timedelta(hours=24)
LIFETIMES = {"callback_query": timedelta(seconds=150), "inline_query": timedelta(seconds=30)}

ANOTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook "
    "first"
)


@dataclass(frozen=True)
class Update:
    """One event; those of one `lane` reach a webhook one after the other."""

    id: int
    kind: str
    payload: Json
    lane: str
    expires_at: datetime

    def as_json(self) -> Json:
        """The Update object."""
        return {"update_id": self.id, self.kind: self.payload}


class Delivery(Protocol):
    """What brings updates to a bot that does not fetch them."""

    def wake(self) -> None:
        """Bring what waits."""

    def info(self) -> Json:
        """The WebhookInfo object."""

    async def close(self) -> None:
        """Stop delivering."""


class Mailbox:
    """The updates that a bot hasn't confirmed yet; kept for a day, as Telegram does."""

    def __init__(self, clock: Callable[[], datetime], first_id: int) -> None:
        self.clock = clock
        self.pending: list[Update] = []
        self.allowed: frozenset[str] | None = None
        self.webhook: Delivery | None = None
        self._next_id = first_id
        self._poll: asyncio.Future[None] | None = None

    @property
    def next_id(self) -> int:
        """The number of the next update."""
        return self._next_id

    def go_on_from(self, number: int) -> None:
        """Give no update a number below this one."""
        self._next_id = max(self._next_id, number)

    def push(self, kind: str, payload: Json, lane: str) -> None:
        """Queue an event, unless the bot did not ask for its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in ON_REQUEST_ONLY
        if not wanted:
            return
        expires_at = self.clock() + LIFETIMES.get(kind, LIFETIME)
        self.pending.append(Update(self._next_id, kind, payload, lane, expires_at))
        self._next_id += 1
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        if self.webhook:
            self.webhook.wake()

    def current(self) -> list[Update]:
        """What waits for the bot, oldest first, without what became too old."""
        now = self.clock()
        self.pending = [update for update in self.pending if update.expires_at > now]
        return self.pending

    def confirm(self, update: Update) -> None:
        """Forget an update that a webhook has taken."""
        self.pending = [other for other in self.pending if other.id != update.id]

    def terminate(self, reason: str) -> None:
        """End the poll that is waiting now, if any, with a conflict."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(conflict(reason))

    def release(self) -> None:
        """Let the waiting poll go with what there is."""
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Updates from `offset` on; those before it are confirmed; waits for the first.

        A negative offset counts from the end. Raises Refusal (409) when a webhook is set, and in
        the older of two polls at once.
        """
        if self.webhook:
            raise conflict(WEBHOOK_ACTIVE)
        self.terminate(ANOTHER_POLL)
        if offset > 0:
            self.pending = [update for update in self.pending if update.id >= offset]
        elif offset < 0:
            self.pending = self.pending[offset:]
        if not self.current() and seconds > 0:
            await self._wait(seconds)
        return self.current()[: min(max(limit, 1), 100)]

    async def _wait(self, seconds: float) -> None:
        poll = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
