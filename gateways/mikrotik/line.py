"""A connection that is there when it is needed: opened on demand, replaced when it was lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from threading import Lock

from domain.errors import Busy, Outside, Refused
from domain.ports import Spawn
from domain.ports.access import Fault
from gateways.mikrotik.login import Endpoint, connect
from gateways.mikrotik.transport import Command, Connection, Limits, Reply

_PROBE = Command("/system/identity/print", ("=.proplist=name",))


class Door:
    """The way in to one router, for all of its lines: after a refusal nobody knocks for a while.

    The lines may belong to event loops of several threads: one enters after the other.
    """

    def __init__(self, endpoint: Endpoint, limits: Limits) -> None:
        self._endpoint = endpoint
        self._limits = limits
        self._queue = Lock()
        self._last: Future[None] = Future()
        self._last.set_result(None)
        self._refused: tuple[Refused, float] | None = None
        self._inside: list[Connection] = []

    async def open(self) -> Connection:
        """A connection that is logged in. Raises Refused, Busy."""
        async with self._alone():
            self.check()
            try:
                connection = await connect(self._endpoint, self._limits)
            except Refused as error:
                now = asyncio.get_running_loop().time()
                self._refused = (error, now + self._limits.login_pause)
                raise
            except Busy as error:
                if error.reason == Fault.BROKEN and any(not each.lost for each in self._inside):
                    # The port and the password are right: there is no room for another.
                    raise Busy(Fault.FULL, error.detail) from error
                raise
            self._refused = None
            self._inside = [each for each in self._inside if not each.lost] + [connection]
            return connection

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        mine = Future[None]()
        with self._queue:
            before, self._last = self._last, mine
        try:
            await asyncio.shield(asyncio.wrap_future(before))
            yield
        finally:
            # Also who gives up waiting lets nobody in before those who were here earlier.
            before.add_done_callback(lambda _: mine.set_result(None))

    def check(self) -> None:
        """Raises Refused while the last refusal is fresh."""
        if self._refused:
            refusal, until = self._refused
            if asyncio.get_running_loop().time() < until:
                raise Refused(refusal.reason, refusal.detail)


class Line:
    """One of a router's connections; `name` is for the log."""

    def __init__(self, name: str, door: Door, spawn: Spawn, limits: Limits) -> None:
        self._name = name
        self._door = door
        self._spawn = spawn
        self._limits = limits
        self._connection: Connection | None = None
        self._opening: asyncio.Future[Connection] | None = None

    async def run(self, command: Command) -> Reply:
        """One command and its complete answer. Raises Refused, Busy, Unsure."""
        connection = await self._ready()
        return await (await connection.send(command))

    async def run_all(
        self, commands: Iterable[Command], tolerate: Collection[str] = ()
    ) -> list[Reply | Refused]:
        """Many commands in flight at once; answers in the order of the commands.

        A refusal for a tolerated reason stands in its command's place. At any other failure
        nothing more is sent, what is in flight is waited for, and the first one is raised.
        """
        connection = await self._ready()
        answers: list[asyncio.Future[Reply]] = []
        failures: list[BaseException] = []

        def note(answer: asyncio.Future[Reply]) -> None:
            error = None if answer.cancelled() else answer.exception()
            if error and not (isinstance(error, Refused) and error.reason in tolerate):
                failures.append(error)

        try:
            for command in commands:
                if failures:
                    break
                answer = await connection.send(command)
                answer.add_done_callback(note)
                answers.append(answer)
        except Outside as error:
            failures.append(error)
        except asyncio.CancelledError:
            _call_off(answers)
            raise
        await _all(answers)
        if failures:
            raise failures[0]
        return [_outcome(answer) for answer in answers]

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, or will be."""
        opened = self._connection is not None and not self._connection.lost
        return opened or self._opening is not None

    async def close(self) -> None:
        """Give the connection back; the next command opens another."""
        if self._opening:
            await asyncio.wait([self._opening], timeout=self._limits.connect)
        if self._connection:
            self._connection.lose("closed")

    async def _ready(self) -> Connection:
        connection = self._connection
        if connection and not connection.lost and await self._speaks(connection):
            return connection
        self._door.check()
        if self._opening is None:
            self._opening = asyncio.get_running_loop().create_future()
            self._spawn(f"connection {self._name}", self._serve)
        return await asyncio.shield(self._opening)

    async def _speaks(self, connection: Connection) -> bool:
        """Whether it still leads to the router: one that was idle may be dead without a sign."""
        now = asyncio.get_running_loop().time()
        if now - connection.heard_at < self._limits.idle:
            return True
        try:
            await (await connection.send(_PROBE))
        except Refused:
            return True
        except Busy:
            connection.lose(Fault.BROKEN, "no answer after a pause")
        return not connection.lost

    async def _serve(self) -> None:
        """Open the connection, hand it to those who wait, and read it until it ends."""
        opening = self._opening
        if opening is None:
            return
        try:
            connection = await self._door.open()
        except Outside as error:
            self._fail(opening, error)
            return
        except BaseException:
            self._fail(opening, Busy("closed"))
            raise
        self._connection, self._opening = connection, None
        opening.set_result(connection)
        await connection.listen()

    def _fail(self, opening: asyncio.Future[Connection], error: Outside) -> None:
        self._opening = None
        opening.set_exception(error)
        # Nobody may be waiting any more.
        opening.exception()


async def _all(answers: Collection[asyncio.Future[Reply]]) -> None:
    if not answers:
        return
    try:
        await asyncio.wait(answers)
    except asyncio.CancelledError:
        _call_off(answers)
        raise


def _call_off(answers: Iterable[asyncio.Future[Reply]]) -> None:
    for answer in answers:
        answer.cancel()


def _outcome(answer: asyncio.Future[Reply]) -> Reply | Refused:
    error = answer.exception()
    return error if isinstance(error, Refused) else answer.result()
