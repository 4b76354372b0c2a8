"""A router as the domain wants it: health, complete reads, changes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from domain.errors import Busy, Refused
from domain.ports import Apart, ElementHealth, Spawn
from domain.ports.access import Fault
from gateways.mikrotik import profiles
from gateways.mikrotik.line import Door, Line
from gateways.mikrotik.login import Endpoint
from gateways.mikrotik.memory import Memory
from gateways.mikrotik.rows import LAST, Change, Hotspot, Profile, Snapshot, Tables
from gateways.mikrotik.tables import (
    COOKIES,
    ENTRIES,
    LOGINS,
    SECRETS,
    SESSIONS,
    USER_PROFILES,
    USERS,
    Table,
)
from gateways.mikrotik.transport import Command, Limits, Reply
from gateways.mikrotik.words import Row, any_of, bare_address, not_marked, number, span_seconds
from gateways.mikrotik.writes import write

T = TypeVar("T")

# Values in the query of one look-up.
_ASKED = 100
# Rows of a full read that are worked on in one go.
_BUILT = 2_000

_IDENTITY = Command("/system/identity/print", ("=.proplist=name",))
_RESOURCE = Command("/system/resource/print", ("=.proplist=version,uptime,cpu-load,free-memory",))
_SESSIONS = Command("/ppp/active/print", ("=count-only=",))


class MikroTik(Tables):
    """One router over two connections: urgent work and look-ups never wait for full reads.

    Reasons of failures are in `refusals`. Connections are opened when they are needed; that for
    urgent work is read by a task given to `spawn`, that for full reads lives `apart`.
    """

    def __init__(
        self,
        name: str,
        endpoint: Endpoint,
        spawn: Spawn,
        apart: Apart,
        *,
        limits: Limits | None = None,
    ) -> None:
        limits = limits or Limits()
        door = Door(endpoint, limits)
        self._priority = Line(f"{name} priority", door, spawn, limits)
        self._bulk = Line(f"{name} bulk", door, apart.spawn, limits)
        self._apart = apart
        self._secrets = Memory(SECRETS.key)
        self._sessions = Memory(SESSIONS.key)
        self._users = Memory(USERS.key)
        self._profiles: Sequence[Profile] | None = None

    async def health(self) -> ElementHealth:
        """Ask on the priority connection."""
        identity, resource, sessions = await _answers(
            self._priority, (_IDENTITY, _RESOURCE, _SESSIONS)
        )
        if not identity.rows or not resource.rows:
            raise Busy(Fault.INCOMPLETE, "no word on the router itself")
        facts = resource.rows[0]
        return ElementHealth(
            identity=identity.rows[0].get("name", ""),
            version=f"RouterOS {facts.get('version', '')}".rstrip(),
            uptime_seconds=span_seconds(facts.get("uptime", "")),
            cpu_load=number(facts.get("cpu-load", "")),
            free_memory=number(facts.get("free-memory", "")),
            sessions=number(sessions.ret),
        )

    async def profiles(self) -> Sequence[Profile]:
        """Read on the priority connection, and kept for look-ups until the next full read."""
        self._profiles = await profiles.read(self._priority)
        return self._profiles

    async def user_profiles(self) -> Sequence[str]:
        """Read on the priority connection."""
        return await _user_profiles(self._priority)

    async def read_all(self, lists: Sequence[str]) -> Snapshot:
        """Everything of the lists, of PPP and of the hotspot, on the bulk connection."""
        read = await self._apart.run(lambda: self._read_whole(lists))
        snapshot, self._secrets, self._sessions, self._users = read
        self._profiles = snapshot.profiles
        return snapshot

    async def _read_whole(self, lists: Sequence[str]) -> tuple[Snapshot, Memory, Memory, Memory]:
        told = await profiles.read(self._bulk)
        known, secrets = await _built(SECRETS, await self._whole(SECRETS))
        met, sessions = await _built(SESSIONS, await self._whole(SESSIONS))
        entries = await self._whole(ENTRIES, any_of("list", lists)) if lists else []
        _, listed = await _built(ENTRIES, entries)
        hotspot, users = await self._read_hotspot()
        return Snapshot(secrets, sessions, listed, told, hotspot), known, met, users

    async def _read_hotspot(self) -> tuple[Hotspot, Memory]:
        """The whole hotspot; nothing where the router has none."""
        try:
            memory, users = await _built(USERS, await self._whole(USERS))
        except Refused as error:
            if error.reason != Fault.UNSUPPORTED:
                raise
            return Hotspot(), Memory(USERS.key)
        _, online = await _built(LOGINS, await self._whole(LOGINS))
        _, cookies = await _built(COOKIES, await self._whole(COOKIES))
        return Hotspot(users, online, cookies, await _user_profiles(self._bulk)), memory

    async def read_some(
        self,
        names: Sequence[str],
        addresses: Sequence[str],
        lists: Sequence[str],
        ours: str = "",
        users: Sequence[str] = (),
    ) -> Snapshot:
        """What concerns these names, addresses and hotspot users, on the priority connection."""
        secrets, sessions, hotspot = await asyncio.gather(
            self._named(SECRETS, self._secrets, names),
            self._named(SESSIONS, self._sessions, names),
            self._guests(users),
        )
        places = [*map(bare_address, addresses), *(each.address for each in sessions)]
        entries = await self._listed(places, lists, ours)
        known = await self.profiles() if self._profiles is None and secrets else self._profiles
        return Snapshot(secrets, sessions, ENTRIES.rows(entries), known or (), hotspot)

    async def _guests(self, users: Sequence[str]) -> Hotspot:
        """These users of the hotspot; nothing where none is asked for."""
        if not users:
            return Hotspot()
        found, online, cookies = await asyncio.gather(
            self._named(USERS, self._users, users),
            self._search(LOGINS, users),
            self._search(COOKIES, users),
        )
        return Hotspot(found, LOGINS.rows(online), COOKIES.rows(cookies))

    async def apply(self, changes: Sequence[Change], *, urgent: bool) -> None:
        """Make the changes, many in flight; sessions are dropped after all accounts are set."""
        if urgent:
            await _in_order(self._priority, changes)
        else:
            await self._apart.run(lambda: _in_order(self._bulk, changes))

    async def close(self) -> None:
        """Give the connections back."""
        await self._priority.close()
        if self._bulk.is_open:
            await self._apart.run(self._bulk.close)

    async def _whole(self, table: Table[T], queries: Sequence[str] = ()) -> Sequence[Row]:
        """All rows, as many as the router counts. Raises Busy when they are not, twice."""
        for _attempt in range(2):
            try:
                answer, count = await _answers(
                    self._bulk, (table.read(*queries), table.count(*queries))
                )
            except Refused as error:
                raise Refused(error.reason, f"{table.path}: {error.detail}") from error
            if table.is_whole(len(answer.rows), number(count.ret)):
                return answer.rows
        raise Busy(Fault.INCOMPLETE, f"{table.path}: {len(answer.rows)} of {count.ret}")

    async def _named(self, table: Table[T], memory: Memory, names: Iterable[str]) -> list[T]:
        """The rows of these names: where they were seen last, or else by a search."""
        wanted = tuple(dict.fromkeys(names))
        # An id in each: only a question for one is answered without a look at the whole table.
        asked = [table.read(f"?=.id={number}") for number in memory.ids(wanted)]
        answers = await _answers(self._priority, asked)
        rows = [row for answer in answers for row in answer.rows]
        met = memory.met(wanted, rows)
        elsewhere = [name for name in wanted if name not in met]
        found = await self._search(table, elsewhere)
        memory.note(elsewhere, found)
        return table.rows([*(row for row in rows if row.get(table.key) in met), *found])

    async def _search(
        self, table: Table[T], values: Iterable[str], queries: Sequence[str] = ()
    ) -> Sequence[Row]:
        """The rows with these keys. An answer that lacks some must be as long as the count."""
        wanted = dict.fromkeys(value for value in values if value)
        asked = [(*any_of(table.key, part), *queries) for part in _portions(tuple(wanted))]
        for _attempt in range(2):
            answers = await _answers(self._priority, [table.read(*each) for each in asked])
            rows = [row for answer in answers for row in answer.rows]
            if wanted.keys() <= {row.get(table.key) for row in rows}:
                return rows
            counts = await _answers(self._priority, [table.count(*each) for each in asked])
            if len(rows) == sum(number(each.ret) for each in counts):
                return rows
        raise Busy(Fault.INCOMPLETE, f"{table.path}: a look-up")

    async def _listed(
        self, places: Sequence[str], lists: Sequence[str], ours: str
    ) -> Sequence[Row]:
        """The entries of the lists at these places, and those that are not `ours` anywhere.

        A foreign prefix or range may hold a place, and no query can ask for that.
        """
        wanted = [place for place in dict.fromkeys(places) if place]
        if not wanted or not lists:
            return []
        among = any_of("list", lists)
        if not ours:
            return await self._search(ENTRIES, wanted, among)
        asked: list[Sequence[str]] = [
            (*any_of(ENTRIES.key, part), *among) for part in _portions(tuple(wanted))
        ]
        asked[0] = (*asked[0][: -len(among)], *not_marked(ours), "?#|", *among)
        for _attempt in range(2):
            commands = [make(*each) for each in asked for make in (ENTRIES.read, ENTRIES.count)]
            answers = await _answers(self._priority, commands)
            read, counts = answers[::2], answers[1::2]
            if all(
                len(rows.rows) == number(count.ret)
                for rows, count in zip(read, counts, strict=True)
            ):
                rows = [row for answer in read for row in answer.rows]
                return [*{row.get(".id", ""): row for row in rows}.values()]
        raise Busy(Fault.INCOMPLETE, f"{ENTRIES.path}: a look-up")


async def _in_order(line: Line, changes: Sequence[Change]) -> None:
    await write(line, [each for each in changes if not isinstance(each, LAST)])
    await write(line, [each for each in changes if isinstance(each, LAST)])


async def _user_profiles(line: Line) -> list[str]:
    """The names of all user profiles; none where the router has no hotspot."""
    (answer,) = await line.run_all([USER_PROFILES.read()], tolerate=profiles.UNTOLD)
    if isinstance(answer, Refused):
        return []
    return [row.get("name", "") for row in answer.rows]


async def _answers(line: Line, commands: Sequence[Command]) -> list[Reply]:
    """Every answer; a refusal of one is raised."""
    if not commands:
        return []
    return [each for each in await line.run_all(commands) if isinstance(each, Reply)]


async def _built(table: Table[T], rows: Sequence[Row]) -> tuple[Memory, list[T]]:
    """Where everything is, and the rows as values; with turns for everybody else in between."""
    memory, made = Memory(table.key), list[T]()
    for at in range(0, len(rows), _BUILT):
        part = rows[at : at + _BUILT]
        memory.add(part)
        made += table.rows(part)
        await asyncio.sleep(0)
    return memory, made


def _portions(values: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for at in range(0, len(values), _ASKED):
        yield values[at : at + _ASKED]
