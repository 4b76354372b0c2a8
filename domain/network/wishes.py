"""What is desired on a router, as rows: taken up, and marked with what the router was seen to have.

A wish is a service at one generation. Nothing is marked for a generation that was not the one
taken up, so a newer wish is never lost; and what an older one may have changed after it, is asked
for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from domain import clock, db, events, signs
from domain.events import Event, ServicesConfirmed, ServicesHeld, SessionsSeen
from domain.fields import to_ms
from domain.network import limits
from domain.network.states import WAITS, Desired
from domain.ports import access
from domain.ports.access import Plan, Wanted

WATCHED = timedelta(minutes=2)  # how long a session is looked out for after a reconnection
LONGEST_PAUSE = timedelta(seconds=limits.LONGEST_PAUSE_SECONDS)
_AT_ONCE = 2500

_NEXT = (
    "EXISTS (SELECT 1 FROM customer o WHERE o.{column} = c.{column} AND o.router_id = c.router_id"
    " AND o.id <> c.id AND o.connection {kind} AND o.status NOT IN ('left', 'pending'))"
)
_NEXT_BY_NAME = _NEXT.format(column="username", kind="= 'pppoe'")
_NEXT_BY_ADDRESS = _NEXT.format(column="ip", kind="IN ('static', 'dhcp')")
_GIVEN = (  # what was theirs is somebody else's by now
    "CASE WHEN s.desired <> 'absent' THEN FALSE WHEN c.connection = 'pppoe' THEN"
    f" {_NEXT_BY_NAME} ELSE"
    f" {_NEXT_BY_ADDRESS} END AS given"
)
_COLUMNS = (
    "SELECT s.id, s.customer_id, s.desired, s.profile, s.generation, s.applied, s.tries,"
    " s.asked_at, s.seen_at, s.urgent, s.held_at, s.error, c.connection, c.username, c.ip,"
    f" {_GIVEN} FROM service s JOIN customer c ON c.id = s.customer_id"
    " WHERE s.router_id = $1 AND c.router_id = $1"
)


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
    found = await db.rows(f"{_COLUMNS} ORDER BY s.id", router_id)
    return await asyncio.to_thread(lambda: [_wish(row) for row in found])


_NAMED = (
    "FROM service s JOIN customer c ON c.id = s.customer_id"
    " WHERE s.router_id = $1 AND c.connection = 'pppoe'"
)


async def count_named(router_id: int) -> int:
    """How many customers the router should know by a username."""
    count: int = await db.value(f"SELECT COUNT(*) {_NAMED}", router_id)
    return count


async def names(router_id: int) -> list[str]:
    """The usernames that the router should know, in order."""
    found = await db.rows(f"SELECT c.username {_NAMED} ORDER BY c.username", router_id)
    return [row["username"] for row in found]


async def due(router_id: int, *, urgent: bool, limit: int) -> list[Wish]:
    """What is asked for and not seen yet, in order, either reconnections or all else.

    A service that never was on the router comes with the full pass, whose limits hold for it.
    """
    found = await db.rows(
        f"{_COLUMNS} AND s.generation <> s.applied AND s.generation > 1"
        f" AND s.urgent = {urgent} AND (s.due_ms <= $2 OR s.due_ms > $3)"
        " ORDER BY s.due_ms, s.id LIMIT $4",
        router_id,
        to_ms(clock.now()),
        to_ms(clock.now() + LONGEST_PAUSE),  # the clock was put back
        limit,
    )
    return [_wish(row) for row in found]


async def watched(router_id: int, limit: int) -> list[Wish]:
    """Reconnections that are done, and whose session was not seen yet."""
    found = await db.rows(
        f"{_COLUMNS} AND s.urgent AND s.generation = s.applied AND s.done_at > $2"
        " ORDER BY s.id LIMIT $3",
        router_id,
        to_ms(clock.now() - WATCHED),
        limit,
    )
    return [_wish(row) for row in found]


def _wish(row: Mapping[str, Any]) -> Wish:
    generation, applied = row["generation"], row["applied"]
    return Wish(
        id=row["id"],
        generation=generation,
        applied=applied,
        tries=row["tries"],
        asked_ms=row["asked_at"],
        seen=row["seen_at"] is not None,
        urgent=bool(row["urgent"]),
        held_at=row["held_at"] or "",
        error=row["error"],
        wanted=access.wanted(
            row["customer_id"],
            row["connection"],
            row["username"],
            row["ip"],
            state=Desired(row["desired"]),
            rate=row["profile"],
            given=bool(row["given"]),
            settled=generation in (1, applied),
        ),
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
        found = await db.rows(
            f"SELECT id FROM service WHERE id IN ({_ids(part)}) AND generation <> {generation}"
        )
        overtaken |= {row["id"] for row in found}
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
    await _mark(fresh, _APPLIED, partial(_confirmed, back=back))
    await _mark(seen, _SEEN, partial(_seen_back, back=back))
    await _put_off(lacking, plan.troubles | dict(errors))
    return len(fresh)


_APPLIED = "applied = generation, done_at = $1, error = '', tries = 0"
_SEEN = "seen_at = COALESCE(seen_at, $1), urgent = FALSE"


_Marked = Sequence[Mapping[str, Any]]


def _confirmed(marked: _Marked, back: Collection[int]) -> Iterator[Event]:
    held = [row["customer_id"] for row in marked if row["desired"] == Desired.SUSPENDED]
    if held:
        yield ServicesHeld(tuple(held))
    shown = [row["customer_id"] for row in marked]
    yield ServicesConfirmed(tuple(shown), tuple(one for one in shown if one in back))


def _seen_back(marked: _Marked, back: Collection[int]) -> Iterator[Event]:
    if seen := [row["customer_id"] for row in marked if row["customer_id"] in back]:
        yield SessionsSeen(tuple(seen))


async def _mark(
    wishes: Sequence[Wish], change: str, happened: Callable[[_Marked], Iterable[Event]]
) -> None:
    now = to_ms(clock.now())
    for generation, part in _parts(wishes):
        async with db.transaction():
            marked = await db.rows(
                f"UPDATE service SET {change} WHERE id IN ({_ids(part)})"
                f" AND generation = {generation} RETURNING customer_id, desired",
                now,
            )
            for event in happened(marked) if marked else ():
                await events.publish(event)


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
        await db.run_many(
            "UPDATE service SET due_ms = $1, error = $2, tries = tries + 1"
            " WHERE id = $3 AND generation = $4",
            lines,
        )


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
            await db.run_many(
                "UPDATE service SET error = CAST($1 AS TEXT), due_ms = CASE WHEN"
                " CAST($3 AS TEXT) <> '' AND CAST($1 AS TEXT) <> '' THEN due_ms"
                " ELSE CAST($2 AS BIGINT) END WHERE id = $4 AND generation = $5",
                lines,
            )


async def locate(wishes: Iterable[Wish], plan: Plan) -> None:
    """Keep where held customers' sessions are: who asks from there may be one of them."""
    moved = [
        (signs.fit(plan.held_at[wish.wanted.customer_id])[:45], wish.id)
        for wish in wishes
        if plan.held_at.get(wish.wanted.customer_id, wish.held_at) != wish.held_at
    ]
    if moved:
        async with db.transaction():
            await db.run_many("UPDATE service SET held_at = $1 WHERE id = $2", moved)


async def ask_again(touched: Sequence[Wish]) -> None:
    """Let what was changed for a wish that was overtaken meanwhile be brought to the newest one."""
    overtaken = await _overtaken(touched)
    if overtaken:
        ids = ", ".join(str(number) for number in overtaken)
        await db.run(f"UPDATE service SET applied = 0, due_ms = 0 WHERE id IN ({ids})")


def _parts(wishes: Sequence[Wish]) -> Iterator[tuple[int, Sequence[Wish]]]:
    """The wishes by generation, so many at once as one statement can name."""
    by_generation: dict[int, list[Wish]] = {}
    for wish in wishes:
        by_generation.setdefault(wish.generation, []).append(wish)
    for generation, alike in by_generation.items():
        for at in range(0, len(alike), _AT_ONCE):
            yield generation, alike[at : at + _AT_ONCE]


def _ids(wishes: Sequence[Wish]) -> str:
    return ", ".join(str(wish.id) for wish in wishes)


def asked_before(wishes: Iterable[Wish], moment: datetime) -> list[Wish]:
    """Wishes that are older than a read that began at `moment`."""
    return [wish for wish in wishes if wish.asked_ms < to_ms(moment)]
