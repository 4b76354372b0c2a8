"""One asker of an attempt at a time, over all processes; its answer serves the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from domain import clock
from domain.errors import NotFound
from domain.fields import from_ms, to_ms
from domain.payments import queries
from domain.payments.models import Attempt
from domain.payments.states import AttemptStatus
from domain.ports import PayRefusal

LEASE = timedelta(seconds=30)  # a dead asker keeps the others waiting for no longer
_RENEWED_SECONDS = 10
_LOOKS_A_SECOND = 10
_LOOKS = 80
T = TypeVar("T")


class Mine(NamedTuple):
    """What whoever asks about an attempt has to know of it."""

    is_due: bool
    is_revoked: bool

    @property
    def unwanted(self) -> PayRefusal | None:
        """Why nobody should pay it any more, if so."""
        if self.is_revoked:
            return PayRefusal.REVOKED
        return None if self.is_due else PayRefusal.NOT_DUE


async def claim(attempt: Attempt) -> Mine | None:
    """Become the one who asks, unless somebody is; the attempt is then as it stands by now."""
    now = clock.now()
    row = await queries.attempts.claim(attempt.id, until=to_ms(now + LEASE), now=to_ms(now))
    if row is None:
        return None
    known = row._asdict()
    mine = Mine(bool(known.pop("is_due")), bool(known.pop("is_revoked")))
    learn(attempt, known)
    return mine


def learn(attempt: Attempt, row: Mapping[str, Any]) -> None:
    """Take over what the database has of an attempt by now."""
    instants = {
        name: None if row[name] is None else from_ms(row[name])
        for name in ("poll_at", "asking_until")
    }
    attempt.update_from_dict({**row, **instants, "status": AttemptStatus(row["status"])})


async def keeping(attempt: Attempt, work: Awaitable[T]) -> T:
    """Do the work of asking, however long it takes, and have nobody else ask meanwhile."""
    done = asyncio.Event()

    async def do() -> T:
        try:
            return await work
        finally:
            done.set()

    async def keep() -> None:
        while True:
            try:
                async with asyncio.timeout(_RENEWED_SECONDS):
                    await done.wait()
                return
            except TimeoutError:
                await _renew(attempt)

    said, _ = await asyncio.gather(do(), keep(), return_exceptions=True)
    if isinstance(said, BaseException):
        raise said
    return said


async def _renew(attempt: Attempt) -> None:
    until = clock.now() + LEASE
    if await Attempt.filter(id=attempt.id, asking_until=attempt.asking_until).update(
        asking_until=until
    ):
        attempt.asking_until = until


async def release(attempt: Attempt) -> None:
    """Let others ask."""
    if attempt.asking_until is not None:
        await Attempt.filter(id=attempt.id, asking_until=attempt.asking_until).update(
            asking_until=None
        )
        attempt.asking_until = None


async def answered(attempt: Attempt) -> bool:
    """Wait a few seconds for whoever asks; whether they are done.

    The attempt is then as it stands by now.
    """
    for _ in range(_LOOKS):
        await asyncio.sleep(1 / _LOOKS_A_SECOND)
        row = await queries.attempts.standing(attempt.id)
        if row is None:
            raise NotFound(what="attempt", given=attempt.id)
        learn(attempt, row._asdict())
        if _is_free(attempt.asking_until):
            return True
    return False


def _is_free(until: datetime | None) -> bool:
    return until is None or until <= clock.now()
