"""What is desired on a router, as rows: taken up, and marked with what the router was seen to have.

A wish is a service at one generation. Nothing is marked for a generation that was not the one
taken up, so a newer wish is never lost; and what an older one may have changed after it, is asked
for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from domain import clock, db, events, signs
from domain.customers import first_sessions, logins
from domain.events import FirstSessionsSeen, ServicesConfirmed, ServicesHeld, SessionsSeen
from domain.fields import to_ms
from domain.network import limits, queries
from domain.network.states import WAITS, Desired
from domain.ports import access
from domain.ports.access import Allowance, Plan, Wanted

WATCHED = timedelta(minutes=2)  # how long a session is looked out for after a reconnection
LONGEST_PAUSE = timedelta(seconds=limits.LONGEST_PAUSE_SECONDS)
_AT_ONCE = 2500


@dataclass(frozen=True, slots=True)
class Wish:
    """A service as it is desired at one generation."""

    id: int
    generation: int
    applied: int
    tries: int
    asked_ms: int
    seen: bool
    urgent: bool
    held_at: str
    error: str
    wanted: Wanted

    @property
    def is_open(self) -> bool:
        """Whether the router was not yet seen to have it."""
        return self.generation != self.applied


async def every(router_id: int) -> list[Wish]:
    """All services of a router; they may be many, and take up no turn of the event loop."""
    found = await queries.wishes.of_router(router_id)
    return await asyncio.to_thread(lambda: [_wish(row) for row in found])


async def count_named(router_id: int) -> int:
    """How many customers the router should know by a username."""
    return await queries.wishes.count_named(router_id)


async def names(router_id: int) -> list[str]:
    """The usernames that the router should know, in order."""
    return await queries.wishes.usernames(router_id)


async def due(router_id: int, *, urgent: bool, limit: int) -> list[Wish]:
    """What is asked for and not seen yet, in order, either reconnections or all else.

    A service that never was on the router comes with the full pass, whose limits hold for it.
    """
    now = clock.now()
    found = await queries.wishes.open_services(
        router_id,
        urgent=urgent,
        now=to_ms(now),
        latest=to_ms(now + LONGEST_PAUSE),  # the clock was put back
        limit=limit,
    )
    return [_wish(row) for row in found]


async def watched(router_id: int, limit: int) -> list[Wish]:
    """Reconnections that are done, and whose session was not seen yet."""
    found = await queries.wishes.watched_services(router_id, to_ms(clock.now() - WATCHED), limit)
    return [_wish(row) for row in found]


def _wish(row: queries.wishes.Service) -> Wish:
    return Wish(
        id=row.id,
        generation=row.generation,
        applied=row.applied,
        tries=row.tries,
        asked_ms=row.asked_at,
        seen=row.seen_at is not None,
        urgent=bool(row.urgent),
        held_at=row.held_at or "",
        error=row.error,
        wanted=access.wanted(
            row.customer_id,
            row.connection,
            row.username,
            row.ip,
            state=Desired(row.desired),
            rate=row.profile,
            given=bool(row.given),
            settled=row.generation in (1, row.applied),
            password=None if row.password is None else partial(logins.opened, row.password),
            allowance=_allowance(row),
        ),
    )


def _allowance(row: queries.wishes.Service) -> Allowance | None:
    if row.allowance is None:
        return None
    return Allowance(
        seconds=None if row.seconds is None else row.seconds - (row.used_seconds or 0),
        octets=None if row.octets is None else row.octets - (row.used_octets or 0),
        counted_seconds=row.counted_seconds or 0,
        counted_octets=row.counted_octets or 0,
    )


async def unchanged(wishes: Iterable[Wish]) -> list[Wish]:
    """Those of the wishes that are still the newest."""
    found = list(wishes)
    overtaken = await _overtaken(found)
    return [wish for wish in found if wish.id not in overtaken]


async def _overtaken(wishes: Sequence[Wish]) -> set[int]:
    """The services that have had a newer wish since."""
    overtaken: set[int] = set()
    for generation, part in _parts(wishes):
        overtaken |= await queries.wishes.overtaken([wish.id for wish in part], generation)
    return overtaken


async def conclude(wishes: Sequence[Wish], plan: Plan, errors: Mapping[int, str]) -> int:
    """Mark what a read has shown, and put off what is still open; how many were confirmed.

    `errors` tells by customer why the router refused a change.
    """
    shown = [wish for wish in wishes if wish.wanted.customer_id in plan.confirmed]
    fresh = [wish for wish in shown if wish.is_open]
    seen = [
        wish
        for wish in shown
        if wish.wanted.customer_id in plan.seen and (not wish.seen or wish.urgent)
    ]
    lacking = [
        wish for wish in wishes if wish.is_open and wish.wanted.customer_id not in plan.confirmed
    ]
    back = {wish.wanted.customer_id for wish in wishes if wish.urgent and wish.wanted.active}
    await _confirm(fresh, back)
    await _see(seen, back)
    await _put_off(lacking, plan.troubles | dict(errors))
    return len(fresh)


async def _confirm(wishes: Sequence[Wish], back: Collection[int]) -> None:
    """The router has what was wished; `back` are those whose sessions are looked out for."""
    now = to_ms(clock.now())
    for generation, part in _parts(wishes):
        async with db.transaction():
            marked = await queries.wishes.mark_applied([wish.id for wish in part], generation, now)
            held = [row.customer_id for row in marked if row.desired == Desired.SUSPENDED]
            if held:
                await events.publish(ServicesHeld(tuple(held)))
            if shown := [row.customer_id for row in marked]:
                online = tuple(number for number in shown if number in back)
                await events.publish(ServicesConfirmed(tuple(shown), online))


async def _see(wishes: Sequence[Wish], back: Collection[int]) -> None:
    """Their sessions were seen."""
    now = to_ms(clock.now())
    for generation, part in _parts(wishes):
        async with db.transaction():
            first = await first_sessions.note(
                [wish.wanted.customer_id for wish in part if wish.wanted.active]
            )
            if first:
                await events.publish(FirstSessionsSeen(tuple(first)))
            marked = await queries.wishes.mark_seen([wish.id for wish in part], generation, now)
            if shown := [row.customer_id for row in marked if row.customer_id in back]:
                await events.publish(SessionsSeen(tuple(shown)))


async def _put_off(wishes: Sequence[Wish], errors: Mapping[int, str]) -> None:
    now = clock.now()
    lines = []
    for wish in wishes:
        pause = timedelta(seconds=limits.backoff_seconds(wish.tries))
        error = errors.get(wish.wanted.customer_id, "not-seen")[:200]
        lines.append((to_ms(now + pause), error, wish.id, wish.generation))
    if not lines:
        return
    async with db.transaction():
        await queries.wishes.put_off_services(lines)


async def differ(found: Iterable[Wish], why: Mapping[int, str]) -> None:
    """Keep of what the router had before why it does not have it now; what is right again loses it.

    Since when it differs stands where an open wish has its next try.
    """
    now = to_ms(clock.now())
    lines = []
    for wish in found:
        error = signs.fit(why.get(wish.wanted.customer_id, ""))[:200]
        if error != wish.error and (not wish.is_open or error.startswith(WAITS)):
            lines.append((error, now if error else 0, wish.error, wish.id, wish.generation))
    if lines:
        async with db.transaction():
            await queries.wishes.differ(lines)


async def locate(wishes: Iterable[Wish], plan: Plan) -> None:
    """Keep where held customers' sessions are: who asks from there may be one of them."""
    moved = [
        (signs.fit(plan.held_at[wish.wanted.customer_id])[:45], wish.id)
        for wish in wishes
        if plan.held_at.get(wish.wanted.customer_id, wish.held_at) != wish.held_at
    ]
    if moved:
        async with db.transaction():
            await queries.wishes.locate(moved)


async def ask_again(touched: Sequence[Wish]) -> None:
    """Let what was changed for a wish that was overtaken meanwhile be brought to the newest one."""
    overtaken = await _overtaken(touched)
    if overtaken:
        await queries.wishes.ask_again(overtaken)


def _parts(wishes: Sequence[Wish]) -> Iterator[tuple[int, Sequence[Wish]]]:
    """The wishes by generation, so many at once as one statement can name."""
    by_generation: dict[int, list[Wish]] = {}
    for wish in wishes:
        by_generation.setdefault(wish.generation, []).append(wish)
    for generation, alike in by_generation.items():
        for at in range(0, len(alike), _AT_ONCE):
            yield generation, alike[at : at + _AT_ONCE]


def asked_before(wishes: Iterable[Wish], moment: datetime) -> list[Wish]:
    """Wishes that are older than a read that began at `moment`."""
    return [wish for wish in wishes if wish.asked_ms < to_ms(moment)]
