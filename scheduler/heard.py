"""Answering what customers say: each of them in order, all of them at once."""

from __future__ import annotations

import asyncio
import logging

from domain import wakes
from domain.errors import DomainError, Outside
from domain.messaging import heard
from domain.messaging.heard import Claimed
from domain.ports import Ports, Talks
from scheduler.workers import keep_doing

log = logging.getLogger(__name__)

LISTENERS = 2  # whose words take long hold up one of them only
AT_ONCE = 10
ANSWER_SECONDS = 45.0  # shorter than a claim
MOMENT_SECONDS = 0.05


async def work(talks: Talks) -> int:
    """Answer what is next; how many there were, or that some will be in a moment."""
    if not await heard.is_any_due():
        return 0
    claimed = await heard.claim(AT_ONCE)
    await asyncio.gather(*(_answer(one, talks) for one in claimed))
    if not claimed and await heard.waits_for_others():
        await asyncio.sleep(MOMENT_SECONDS)
        return 1
    return len(claimed)


async def _answer(one: Claimed, talks: Talks) -> None:
    try:
        if one.tries > heard.GIVE_UP_AFTER:  # whoever took it up ended every time
            await _put_off(one, "interrupted")
            return
        async with asyncio.timeout(ANSWER_SECONDS):
            talk = talks.get(one.spoken.app)
            answer = await talk(one.spoken) if talk else None
        await heard.answered(one, answer)
    except (Outside, DomainError) as why:
        await _put_off(one, str(why))
    except Exception as why:
        log.exception("heard-failed id=%s gateway=%s", one.spoken.id, one.spoken.gateway)
        await _put_off(one, type(why).__name__)


async def _put_off(one: Claimed, error: str) -> None:
    if not await heard.put_off(one, error):
        log.error("heard-given-up id=%s gateway=%s", one.spoken.id, one.spoken.gateway)


def start_listeners(holder: str, ports: Ports, talks: Talks, stop: asyncio.Event) -> None:
    """Start the loops that answer."""
    for number in range(LISTENERS):
        name = f"heard {holder}/{number}"

        async def loop(name: str = name) -> None:
            await keep_doing(name, lambda: work(talks), stop, wake=wakes.HEARD)

        ports.spawn(name, loop)
