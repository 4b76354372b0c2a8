"""What is left of a service where it is no longer: under an old name, of another kind, elsewhere.

Kept when the service moves, and shut on that router as soon as it answers, however late: the
secret is disabled, its sessions end, our entries go. A name that somebody has there now is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain import clock, db
from domain.fields import to_ms
from domain.network import limits
from domain.ports import Change, DisableSecrets, DropSessions, RemoveEntries, Secret, Snapshot
from gateways.mikrotik import reading
from gateways.mikrotik.reading import Terms

AT_ONCE = 500
TARGET = "CASE c.connection WHEN 'pppoe' THEN c.username ELSE c.ip END"
MOVED = (
    "(c.router_id IS NULL OR s.router_id <> c.router_id OR c.connection = 'hotspot'"
    f" OR s.dials <> (c.connection = 'pppoe') OR s.target <> {TARGET})"
)
_KEEP = (
    "INSERT INTO remnant (customer_id, router_id, name, address, kept_at, tries, due_ms)"
    " SELECT s.customer_id, s.router_id, CASE WHEN s.dials THEN s.target ELSE '' END,"
    " CASE WHEN s.dials THEN COALESCE(s.held_at, '') ELSE REPLACE(s.target, '/32', '') END,"
    " CAST($1 AS BIGINT), 0, 0 FROM service s JOIN customer c ON c.id = s.customer_id"
    f" WHERE c.status <> 'pending' AND s.target <> '' AND {MOVED} AND {{which}}"
    " RETURNING customer_id"
)
# Who is to be online keeps a user until the new one was seen to stand: nothing shows whether
# somebody is at an address or at a hotspot, so there they keep it until they are to be held.
TO_SHUT = (
    "(c.status <> 'active' OR CASE m.name"
    " WHEN '' THEN c.connection = 'hotspot' OR s.generation = s.applied"
    " ELSE c.connection = 'pppoe' AND s.generation = s.applied END)"
)
_DUE = (
    "SELECT m.id, m.customer_id, m.name, m.address, m.tries, c.status = 'active' AS active,"
    " CASE WHEN c.router_id = m.router_id AND c.connection = 'pppoe' THEN c.username ELSE ''"
    " END AS name_now, CASE WHEN c.router_id = m.router_id AND c.connection IN ('static', 'dhcp')"
    " THEN REPLACE(c.ip, '/32', '') ELSE '' END AS address_now, EXISTS (SELECT 1 FROM customer o"
    " WHERE o.username = m.name AND o.router_id = m.router_id AND o.connection = 'pppoe'"
    " AND o.status <> 'pending') AS owned FROM remnant m JOIN customer c ON c.id = m.customer_id"
    " LEFT JOIN service s ON s.customer_id = m.customer_id WHERE m.router_id = $1"
    f" AND (m.due_ms <= $2 OR m.due_ms > $3) AND {TO_SHUT}"
    " ORDER BY m.due_ms, m.id LIMIT $4"
)

# Whoever has one of the names by now may have been shut with it, and is brought in line again.
_GIVE_BACK = (
    "UPDATE service SET applied = 0, due_ms = 0 WHERE customer_id IN (SELECT o.id FROM remnant m"
    " JOIN customer o ON o.username = m.name AND o.router_id = m.router_id"
    " WHERE m.id IN ({ids}) AND m.name <> '' AND o.connection = 'pppoe' AND o.status <> 'pending')"
)


@dataclass(frozen=True, slots=True)
class Remnant:
    """What one customer left on a router: a PPP user, or an address that our entries may hold."""

    id: int
    customer_id: int
    name: str
    address: str
    tries: int
    active: bool
    name_now: str  # what they are known by on the same router now
    address_now: str
    owned: bool  # a customer has the name there now

    @property
    def names(self) -> Sequence[str]:
        """The users to be looked at."""
        return [name for name in (self.name, self.name_now) if name]


async def keep(which: str) -> list[int]:
    """Keep what these customers' services leave where they no longer are; whose have moved."""
    kept = await db.rows(_KEEP.replace("{which}", which), to_ms(clock.now()))
    return [row["customer_id"] for row in kept]


async def due(router_id: int) -> list[Remnant]:
    """What is to be shut on the router now."""
    now = clock.now()
    late = to_ms(now + timedelta(seconds=limits.LONGEST_PAUSE_SECONDS))  # the clock was put back
    return [
        Remnant(**{**row, "active": bool(row["active"]), "owned": bool(row["owned"])})
        for row in await db.rows(_DUE, router_id, to_ms(now), late, AT_ONCE)
    ]


def shutting(found: Sequence[Remnant], shown: Snapshot, terms: Terms) -> Iterator[list[Change]]:
    """What is still to be done, in this order: nobody is free between two of the steps."""
    sessions: set[str] = set()
    secrets: set[str] = set()
    entries: set[str] = set()
    for remnant in found:
        mine = _secrets(remnant, shown)
        secrets |= {each.id for each in mine if not each.disabled}
        gone = {} if remnant.owned else _sessions(remnant, mine, shown)
        sessions |= gone.keys()
        entries |= set(_entries(remnant, gone.values(), shown, terms))
    if secrets:
        yield [DisableSecrets(tuple(sorted(secrets)))]
    if sessions:
        yield [DropSessions(tuple(sorted(sessions)))]
    if entries:
        yield [RemoveEntries(tuple(sorted(entries)))]


def _secrets(remnant: Remnant, shown: Snapshot) -> Sequence[Secret]:
    if remnant.owned or not remnant.name:
        return ()
    return reading.of_customers([each for each in shown.secrets if each.name == remnant.name])


def _sessions(remnant: Remnant, secrets: Sequence[Secret], shown: Snapshot) -> dict[str, str]:
    """The sessions to be ended, with their addresses.

    Who was renamed on the router is still online by the old name, and may be until they dial anew.
    """
    if not remnant.name or (remnant.active and not secrets):
        return {}
    services = {each.service for each in secrets}
    return {
        each.id: each.address
        for each in shown.sessions
        if each.name == remnant.name and (not services or services & {"any", each.service})
    }


def _entries(
    remnant: Remnant, places: Iterable[str], shown: Snapshot, terms: Terms
) -> Iterator[str]:
    """Our entries for the customer there, unless they are at that place again."""
    here = {each.address for each in shown.sessions if each.name == remnant.name_now}
    left = {*places, remnant.address} - {"", remnant.address_now} - here
    for entry in shown.entries:
        ours = entry.list == terms.suspended_list and reading.owner_of(entry) == remnant.customer_id
        if ours and entry.address in left:
            yield entry.id


async def conclude(found: Sequence[Remnant], shown: Snapshot, terms: Terms) -> None:
    """Forget what the router was read to have no more, and put off the rest."""
    now = clock.now()
    done = [each.id for each in found if not any(shutting([each], shown, terms))]
    lines = [
        (to_ms(now + timedelta(seconds=limits.backoff_seconds(each.tries))), each.id)
        for each in found
        if each.id not in done
    ]
    async with db.transaction():
        if done:
            ids = ", ".join(map(str, done))
            await db.run(_GIVE_BACK.replace("{ids}", ids))
            await db.run(f"DELETE FROM remnant WHERE id IN ({ids})")
        await db.run_many("UPDATE remnant SET due_ms = $1, tries = tries + 1 WHERE id = $2", lines)
