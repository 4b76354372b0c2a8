"""A raw client of the RouterOS API, for what the library hides."""

from __future__ import annotations

import asyncio

from sandbox.routeros.wire import Reader, sentence
from tests.waiting import LIMIT


class Raw:
    """Sends sentences and gives out the sentences that come back."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self._parser = Reader()
        self._waiting: list[list[str]] = []

    @classmethod
    async def open(cls, port: int, *, login: bool = True) -> Raw:
        raw = cls(*await asyncio.open_connection("127.0.0.1", port))
        if login:
            assert await raw.ask("/login", "=name=netkhata", "=password=secret") == [["!done"]]
        return raw

    def send(self, *words: str) -> None:
        self.writer.write(sentence(*words))

    async def next(self) -> list[str]:
        """The next sentence; an empty list when the router closed the connection."""
        while not self._waiting:
            try:
                data = await asyncio.wait_for(self.reader.read(65536), LIMIT)
            except ConnectionError:
                return []
            if not data:
                return []
            self._waiting += self._parser.feed(data)
        return self._waiting.pop(0)

    async def until_done(self) -> list[list[str]]:
        """Sentences up to `!done`, `!fatal` or the end of the connection."""
        seen: list[list[str]] = []
        while True:
            words = await self.next()
            if words:
                seen.append(words)
            if not words or words[0] in ("!done", "!fatal"):
                return seen

    async def ask(self, *words: str) -> list[list[str]]:
        self.send(*words)
        return await self.until_done()

    async def close(self) -> None:
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except ConnectionError:
            return
