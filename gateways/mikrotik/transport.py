"""One connection to a router, shared by many commands at once.

The library connects and logs in; from then on every command carries a tag, one task reads and
gives each sentence to the command whose tag it has, and nobody else touches the stream.
"""

from __future__ import annotations

import asyncio
import itertools
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from librouteros.connections import AsyncSocketTransport
from librouteros.protocol import encode_sentence

from domain.errors import Busy, Outside
from domain.ports.access import Fault
from gateways.mikrotik.refusals import of_trap, undecided
from gateways.mikrotik.words import Malformed, Sentence, Sentences

_BLOCK = 16_384  # small enough that everybody else gets a turn soon


@dataclass(frozen=True, slots=True)
class Limits:
    """How long we wait, in seconds, and how much we ask at once."""

    connect: float = 10.0
    command: float = 5.0
    table: float = 120.0
    quiet: float = 30.0  # a table that sends no row for so long has stopped
    cancel: float = 2.0
    idle: float = 30.0  # after so long without a word, a connection is tried before it is used
    hang_up: float = 1.0  # who cuts the line of somebody silent so soon has no room for more
    login_pause: float = 60.0  # the router logs each refused login as critical
    in_flight: int = 50


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `writes` tells that a lost answer leaves its outcome open."""

    path: str
    words: tuple[str, ...] = ()
    writes: bool = False
    table: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer; `ret` is the number of an added item, or a count."""

    rows: list[dict[str, str]]
    ret: str = ""


@dataclass(eq=False, slots=True)
class _Pending:
    command: Command
    answer: asyncio.Future[Reply]
    ends_at: float
    heard_at: float
    timer: asyncio.TimerHandle | None = None
    rows: list[dict[str, str]] = field(default_factory=list)
    traps: list[Mapping[str, str]] = field(default_factory=list)


class Connection:
    """A logged-in connection; whatever is in doubt ends it, and with it all its commands."""

    def __init__(self, streams: AsyncSocketTransport, limits: Limits) -> None:
        self._streams = streams
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._tags = itertools.count(1)
        self._pending: dict[str, _Pending] = {}
        self._cancels: set[str] = set()
        self._unsent = b""
        self._slots = asyncio.Semaphore(limits.in_flight)
        self.lost = ""
        self.heard_at = self._loop.time()

    async def listen(self) -> None:
        """Read until the connection ends; the body of its one reading task."""
        sentences = Sentences()
        try:
            while data := await self._streams.reader.read(_BLOCK):
                self.heard_at = self._loop.time()
                for sentence in sentences.feed(data):
                    self._take(sentence)
                # What lies in the buffer is read without a pause: a long table would go first.
                await asyncio.sleep(0)
        except Malformed:
            self.lose(Fault.PROTOCOL)
        except (OSError, ssl.SSLError):
            self.lose(Fault.BROKEN)
        finally:
            self.lose(Fault.BROKEN)

    async def send(self, command: Command) -> asyncio.Future[Reply]:
        """Write the command as soon as it is among those in flight; its answer comes later.

        The answer fails as Refused, Busy or Unsure. Cancelling it cancels the command.
        """
        await self._slots.acquire()
        if self.lost:
            self._slots.release()
            raise Busy(self.lost)
        tag = str(next(self._tags))
        answer: asyncio.Future[Reply] = self._loop.create_future()
        now = self._loop.time()
        seconds = self._limits.table if command.table else self._limits.command
        pending = _Pending(command, answer, now + seconds, now)
        # Registered before it is written: the answer may be quicker than we are.
        self._pending[tag] = pending
        self._watch(tag, pending)
        answer.add_done_callback(lambda _: self._settled(tag, pending))
        self._write(command.path, *command.words, f".tag={tag}")
        return answer

    def lose(self, reason: str, detail: str = "") -> None:
        """End the connection and everything on it; safe to repeat."""
        if self.lost:
            return
        self.lost = reason
        self._streams.writer.transport.abort()
        pending, self._pending = self._pending, {}
        for each in pending.values():
            if each.timer:
                each.timer.cancel()
            if not each.answer.done():
                each.answer.set_exception(
                    undecided(reason, detail or each.command.path, writes=each.command.writes)
                )

    def _write(self, *words: str) -> None:
        """Send it with whatever else is written in this turn of the loop."""
        if not self._unsent:
            self._loop.call_soon(self._flush)
        self._unsent += encode_sentence(*words, encoding="utf-8")

    def _flush(self) -> None:
        unsent, self._unsent = self._unsent, b""
        if not self.lost:
            self._streams.writer.write(unsent)

    def _watch(self, tag: str, pending: _Pending) -> None:
        at = min(pending.ends_at, pending.heard_at + self._limits.quiet)
        pending.timer = self._loop.call_at(at, self._expire, tag, pending)

    def _expire(self, tag: str, pending: _Pending) -> None:
        now = self._loop.time()
        if now < pending.ends_at and now < pending.heard_at + self._limits.quiet:
            self._watch(tag, pending)
        elif not pending.answer.done():
            command = pending.command
            pending.answer.set_exception(
                undecided(Fault.TIMEOUT, command.path, writes=command.writes)
            )

    def _settled(self, tag: str, pending: _Pending) -> None:
        """The answer is there, or nobody waits for it any more."""
        self._slots.release()
        if pending.timer:
            pending.timer.cancel()
        if tag in self._pending and not self.lost:
            self._cancel(tag, pending)

    def _cancel(self, tag: str, pending: _Pending) -> None:
        """Call a command off; a router that does not confirm it in time is given up."""
        pending.rows.clear()
        own = f"c{tag}"
        self._cancels.add(own)
        self._write("/cancel", f"=tag={tag}", f".tag={own}")
        self._loop.call_later(self._limits.cancel, self._doubt, tag, own)

    def _doubt(self, tag: str, own: str) -> None:
        if tag in self._pending or own in self._cancels:
            self.lose(Fault.BROKEN, "a command could not be called off")

    def _take(self, sentence: Sentence) -> None:
        kind, tag, row = sentence
        if kind == "!fatal":
            self.lose(Fault.BROKEN, row.get("message", ""))
        elif tag in self._cancels:
            if kind == "!done":
                self._cancels.discard(tag)
        elif tag in self._pending:
            self._answer(kind, tag, row)
        else:
            self.lose(Fault.PROTOCOL, f"an answer to nothing: {kind}")

    def _answer(self, kind: str, tag: str, row: dict[str, str]) -> None:
        pending = self._pending[tag]
        pending.heard_at = self.heard_at
        if kind == "!re":
            # Rows of a command that was called off come on for a while.
            if not pending.answer.done():
                pending.rows.append(row)
        elif kind == "!trap":
            pending.traps.append(row)
        elif kind == "!done":
            del self._pending[tag]
            if not pending.answer.done():
                self._finish(pending, row)
        elif kind != "!empty":
            self.lose(Fault.PROTOCOL, f"an unknown reply: {kind}")

    def _finish(self, pending: _Pending, row: Mapping[str, str]) -> None:
        if pending.traps:
            pending.answer.set_exception(self._refusal(pending))
        else:
            pending.answer.set_result(Reply(pending.rows, row.get("ret", "")))

    @staticmethod
    def _refusal(pending: _Pending) -> Outside:
        trap = pending.traps[0]
        return of_trap(
            trap.get("message", ""), trap.get("category", ""), writes=pending.command.writes
        )
