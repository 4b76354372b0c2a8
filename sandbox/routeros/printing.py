"""print and listen: rows as they go on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

from sandbox.faults import Faults
from sandbox.routeros import failures, traps
from sandbox.routeros.pace import Pace
from sandbox.routeros.queries import Query
from sandbox.routeros.tables import Column, Item, Table
from sandbox.routeros.wire import END, length_prefix, sentence, word
from sandbox.routeros.world import World

ARGUMENTS = frozenset(
    (".proplist", "count-only", "detail", "stats", "follow", "follow-only", "interval")
)
_ROW = word("!re")
_CHUNK, _BLOCK = 64, 16_384


class Print:
    """One print, getall or listen: what it asks for, and its rows in the order of the menu."""

    def __init__(
        self,
        world: World,
        table: Table,
        given: Mapping[str, str],
        queries: list[str],
        *,
        tag: str | None,
        sensitive: bool,
    ) -> None:
        for name in given:
            if name not in ARGUMENTS:
                raise traps.unknown_parameter(name, modern=world.modern)
        self.world = world
        self.table = table
        self.query = Query(queries)
        self.filtered = bool(queries)
        self.count_only = "count-only" in given
        self.follow = "follow" in given or "follow-only" in given
        self.rows_first = "follow-only" not in given
        self.tag = "" if tag is None else f".tag={tag}"
        wanted = given.get(".proplist")
        names = [".id", *table.fields] if wanted is None else wanted.split(",")
        hidden = (
            () if sensitive else {each.name for each in table.fields.values() if each.sensitive}
        )
        self.with_id = ".id" in names and not table.schema.single
        columns = [table.column(name) for name in names if name not in hidden]
        self.columns: list[Column] = [each for each in columns if each]
        self.start = _ROW + (word(self.tag) if self.tag else b"")

    @property
    def candidates(self) -> list[Item]:
        """The items that have to be looked at, fewer where an index helps."""
        for name in ("name", "address", "mac-address", "user"):
            wanted = self.query.equals(name) if name in self.table.indexes else None
            if wanted:
                return self.table.where(name, wanted)
        wanted = self.query.equals(".id")
        if wanted and wanted.startswith("*"):
            try:
                return self.table.find(wanted)
            except traps.Trap:
                return []
        return list(self.table.items.values())

    def passes(self, item: Item) -> bool:
        if not self.filtered:
            return True
        return self.query.passes(lambda name: self.table.text(item, name))

    def _chunks(self, items: list[Item], size: int) -> Iterable[tuple[int, list[bytes]]]:
        """The items in portions: how many were looked at, and the rows of those that pass."""
        for at in range(0, len(items), size):
            part = items[at : at + size]
            passing = [each for each in part if each.alive and self.passes(each)]
            yield len(part), [b"" if self.count_only else self.row(each) for each in passing]

    async def stream(
        self,
        command: str,
        faults: Faults,
        pace: Pace,
        flush: Callable[[list[bytes]], Awaitable[None]],
    ) -> int:
        """Give the rows that pass to `flush`, block by block, and count them."""
        items = self.candidates
        half = len(items) // 2
        if await failures.planned(faults, command, "empty"):
            items = []
        if await failures.planned(faults, command, "early"):
            items = items[:half]
        if self.query.equals(".id") is None:
            # Another filter does not spare the router the look at every item.
            await pace.rows(len(self.table.items) - len(items))
        breaks = f"{command} midway" in faults.planned
        looked = count = size = 0
        block: list[bytes] = []
        for seen, rows in self._chunks(items, max(1, min(half, _CHUNK)) if breaks else _CHUNK):
            await pace.rows(seen)
            looked += seen
            count += len(rows)
            block += rows
            size += sum(map(len, rows))
            if breaks and looked >= half:
                await flush(block)
                await failures.midway(faults, command)
                breaks = False
            if size >= _BLOCK:
                await flush(block)
                size = 0
        await flush(block)
        return count

    def row(self, item: Item) -> bytes:
        parts = [self.start]
        if self.with_id:
            parts.append(word(f"=.id={item.id}"))
        values = item.values
        for column in self.columns:
            value = values.get(column.name)
            if value is None:
                if column.live is None:
                    parts.append(column.word)
                    continue
                value = column.live(item)
                if value is None:
                    continue
            raw = (column.prefix + str(value)).encode("utf-8", "surrogateescape")
            parts.append(length_prefix(len(raw)) + raw)
        parts.append(END)
        return b"".join(parts)

    async def changes(self) -> AsyncIterator[bytes]:
        """Rows as they change, until the reader stops asking."""
        news: asyncio.Queue[tuple[str, Item]] = asyncio.Queue()

        def watch(event: str, item: Item) -> None:
            news.put_nowait((event, item))

        self.table.watchers.append(watch)
        dead = "=.dead=true" if self.world.modern else "=.dead=yes"
        try:
            while True:
                event, item = await news.get()
                if event == "removed":
                    yield sentence("!re", self.tag, f"=.id={item.id}", dead)
                elif self.passes(item):
                    yield self.row(item)
        finally:
            self.table.watchers.remove(watch)
