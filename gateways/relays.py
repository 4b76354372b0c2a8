"""Carrying wakes between processes; nothing depends on their arriving."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from domain import wakes

log = logging.getLogger(__name__)
CHANNEL = "netkhata"
AGAIN_SECONDS = 1.0


class _Relay(ABC):
    """What is common: a queue of what is to be told, and a line that is opened again when lost."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[str] = asyncio.Queue(maxsize=1000)
        self._is_lost = False

    def send(self, what: str) -> None:
        """Tell the others, soon; more than a thousand at once are one wake as well."""
        with suppress(asyncio.QueueFull):
            self._waiting.put_nowait(what)

    async def _next(self) -> str | None:
        try:
            async with asyncio.timeout(1):
                return await self._waiting.get()
        except TimeoutError:
            return None

    async def run(self, stop: asyncio.Event) -> None:
        """Send and hear until the process stops, through losses of the connection."""
        while not stop.is_set():
            try:
                await self._carry(stop)
            except asyncio.CancelledError:
                raise
            except Exception as why:
                if not self._is_lost:
                    log.warning("relay-lost %s", type(why).__name__)
                self._is_lost = True
                await asyncio.sleep(AGAIN_SECONDS)

    def _found(self) -> None:
        """The line is open."""
        if self._is_lost:
            log.info("relay-back")
        self._is_lost = False

    @abstractmethod
    async def _carry(self, stop: asyncio.Event) -> None:
        """Send and hear over one connection, as long as it lasts."""


class PostgresRelay(_Relay):
    """Over LISTEN and NOTIFY of the database that the processes share."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = urlsplit(url)._replace(query="").geturl()

    async def _carry(self, stop: asyncio.Event) -> None:
        import asyncpg

        connection = await asyncpg.connect(self._url)
        own = connection.get_server_pid()

        def heard(_: object, pid: int, channel: str, what: str) -> None:
            if pid != own:
                wakes.rouse(what)

        try:
            await connection.add_listener(CHANNEL, heard)
            self._found()
            while not stop.is_set() and not connection.is_closed():
                if (what := await self._next()) is not None:
                    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, what)
        finally:
            await connection.close(timeout=2)


class RedisRelay(_Relay):
    """Over publish and subscribe of a Redis, where one is set up."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def _carry(self, stop: asyncio.Event) -> None:
        from redis.asyncio import Redis

        redis: Any = Redis.from_url(self._url, decode_responses=True)
        line = redis.pubsub(ignore_subscribe_messages=True)
        try:
            await line.subscribe(CHANNEL)
            self._found()
            hearing = self._hear(line, stop)
            telling = self._tell(redis, stop)
            await asyncio.gather(hearing, telling)
        finally:
            await line.aclose()
            await redis.aclose()

    @staticmethod
    async def _hear(line: Any, stop: asyncio.Event) -> None:
        while not stop.is_set():
            heard = await line.get_message(timeout=1.0)
            if heard is not None:
                wakes.rouse(heard["data"])

    async def _tell(self, redis: Any, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if (what := await self._next()) is not None:
                await redis.publish(CHANNEL, what)
