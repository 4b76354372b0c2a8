"""How much a bot may send: the rules of thumb that Telegram publishes, enforced exactly."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.telegram.chats import Chat
from sandbox.telegram.errors import too_many_requests
from sandbox.telegram.model import Bot


@dataclass
class Limits:
    """Sends allowed per window; off until `enabled`, since a stopped clock never refills.

    `burst` messages may go to one chat at once, after that one per second.
    """

    enabled: bool = False
    per_second: int = 30
    burst: int = 3
    per_group_minute: int = 20
    shut: dict[int, datetime] = field(default_factory=dict)  # chats in flood wait, until when
    _sent: defaultdict[tuple[int, int | None], deque[float]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    def heed(self, clock: Callable[[], datetime], chat: Chat) -> None:
        """Refuse (429) what is to be shown in a chat that is in flood wait."""
        until = self.shut.get(chat.id)
        if until is not None and until > clock():
            raise too_many_requests(math.ceil((until - clock()).total_seconds()))

    def check(self, clock: Callable[[], datetime], bot: Bot, chat: Chat) -> None:
        """Count one send; raises Refusal (429) with the wait in whole seconds."""
        self.heed(clock, chat)
        if not self.enabled:
            return
        now = clock().timestamp()
        overall = self._sent[bot.id, None]
        here = self._sent[bot.id, chat.id]
        waits = [
            _wait(overall, now, self.per_second, 1.0),
            _wait(here, now, self.burst, float(self.burst)),
        ]
        if not chat.is_private:
            waits.append(_wait(here, now, self.per_group_minute, 60.0))
        if (wait := max(waits)) > 0:
            raise too_many_requests(math.ceil(wait))
        for sent in (overall, here):
            sent.append(now)
            while sent[0] <= now - 60.0:
                sent.popleft()


def _wait(sent: deque[float], now: float, allowed: int, window: float) -> float:
    recent = [at for at in sent if at > now - window]
    return recent[-allowed] + window - now if len(recent) >= allowed else 0.0
