"""Telling sleeping workers that there is work: a hint only, the database is the truth.

Losing a wake costs the few moments until the worker looks by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

OUTBOX = "outbox"
INBOX = "inbox"
HEARD = "heard"
UPDATES = "updates"
NETWORK = "network"
CARDS = "cards"
BROADCASTS = "broadcasts"

_sleepers: dict[str, set[asyncio.Event]] = {}
_relay: Callable[[str], None] | None = None


def relay_through(relay: Callable[[str], None] | None) -> None:
    """Also tell other processes, by what the composition root provides."""
    global _relay
    _relay = relay


def wake(what: str) -> None:
    """Wake whoever waits for `what`, in this process and in others."""
    rouse(what)
    if _relay is not None:
        _relay(what)


def rouse(what: str) -> None:
    """Wake whoever waits in this process; what a relay calls on hearing from another one."""
    for event in _sleepers.get(what, ()):
        event.set()


class Listener:
    """Hears what is woken also while its owner is busy, and then does not sleep."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Sleep until there was a wake since the last sleep, or the seconds are over."""
        try:
            async with asyncio.timeout(seconds):
                await self.heard.wait()
        except TimeoutError:
            pass
        self.heard.clear()


@contextmanager
def listening(what: str) -> Iterator[Listener]:
    """A listener for `what`, from now on."""
    listener = Listener()
    _sleepers.setdefault(what, set()).add(listener.heard)
    try:
        yield listener
    finally:
        _sleepers[what].discard(listener.heard)


async def wait(what: str, seconds: float) -> None:
    """Sleep until `what` is woken or the seconds are over."""
    with listening(what) as listener:
        await listener.sleep(seconds)
