"""One client: sentences in, replies out, each command a task of its own."""

from __future__ import annotations

import asyncio
from typing import cast

from sandbox.faults import Kind
from sandbox.routeros import commands, failures, tools, traps
from sandbox.routeros.login import Login
from sandbox.routeros.printing import Print
from sandbox.routeros.service import Service
from sandbox.routeros.tables import Item
from sandbox.routeros.traps import Fatal, Trap
from sandbox.routeros.wire import BrokenWire, Reader, sentence

_STRANGER_BYTES, _STRANGER_SENTENCES = 4096, 10
_READING = frozenset(("print", "getall", "listen"))


class Running:
    """A command that was not answered yet."""

    def __init__(self, command: str, words: list[str]) -> None:
        self.command = command
        self.given: dict[str, str] = {}
        self.queries: list[str] = []
        self.tag: str | None = None
        self.cancelled = False
        self.task: asyncio.Task[None] | None = None
        for each in words:
            name, _, value = each[1:].partition("=")
            if each.startswith("="):
                self.given[name] = value
            elif each.startswith(".tag="):
                self.tag = value
            elif each.startswith("?"):
                self.queries.append(each)

    def reply(self, kind: str, *words: str) -> bytes:
        return sentence(kind, "" if self.tag is None else f".tag={self.tag}", *words)


class Connection(asyncio.Protocol):
    """A client of the API service."""

    def __init__(self, service: Service, via: str) -> None:
        self.service = service
        self.via = via
        self.world = service.world
        self.login = Login(self.world.users, self.world.version)
        self.reader = Reader(_STRANGER_BYTES)
        self.running: list[Running] = []
        self.row: Item | None = None
        self.deaf = False
        self._strange = 0
        self._may_write = asyncio.Event()
        self._may_write.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.service.connections.add(self)
        self.peer = str(self.transport.get_extra_info("peername")[0])
        fault = self.service.faults.take("connect")
        admitted = self.service.admits(self)
        self.deaf = admitted is None or (fault is not None and fault.kind is Kind.SILENCE)
        if admitted is False or (fault is not None and not self.deaf):
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.service.connections.discard(self)
        self._may_write.set()
        for each in self.running:
            if each.task:
                each.task.cancel()
        if self.row:
            self.world["/user/active"].remove([self.row])

    def pause_writing(self) -> None:
        self._may_write.clear()

    def resume_writing(self) -> None:
        self._may_write.set()

    def data_received(self, data: bytes) -> None:
        if self.deaf:
            return
        try:
            for words in self.reader.feed(data):
                self._begin(words)
        except BrokenWire:
            self.transport.abort()

    def _begin(self, words: list[str]) -> None:
        if self.login.user is None:
            self._strange += 1
            if self._strange > _STRANGER_SENTENCES:
                self.transport.abort()
                return
        running = Running(words[0], words[1:])
        self.running.append(running)
        self.service.received[running.command] += 1
        running.task = self.service.spawn(self._run(running))

    async def _run(self, running: Running) -> None:
        try:
            await self._perform(running)
        except Trap as trap:
            category = "" if trap.category is None else f"=category={trap.category}"
            self.write(running.reply("!trap", category, f"=message={trap.message}"))
            self.write(running.reply("!done"))
        except Fatal as fatal:
            self.write(sentence("!fatal", str(fatal)))
            self.transport.close()
        except failures.Dropped as dropped:
            self.write(dropped.last)
            self.transport.close()
        finally:
            self.running.remove(running)

    def write(self, data: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(data)

    async def _perform(self, running: Running) -> None:
        command = running.command
        if command == "/quit":
            raise Fatal("session terminated on request")
        if command == "/cancel":
            await self._cancel(running)
            return
        if command == "/login":
            await self._enter(running)
            return
        if self.login.user is None:
            raise Fatal("not logged in")
        faults = self.service.faults
        menu, _, verb = command.rpartition("/")
        cut = await failures.before(faults, command)
        await self.service.pace.travel()
        async with self.service.pace.working():
            self.world.lists.expire()
            for go_on in self.world.as_time_goes:
                go_on()
            if verb in _READING and menu in self.world.tables:
                self._permit("read")
                done = await self._read(running, menu, verb)
            else:
                done = await self._act(running, menu, verb)
        await failures.after(faults, command, cut)
        self.write(running.reply("!done", *(f"={n}={v}" for n, v in done.items())))

    async def _enter(self, running: Running) -> None:
        cut = await failures.before(self.service.faults, "login")
        await self.service.pace.travel()
        done = self.login.attempt(running.given)
        user = self.login.user
        if user and self.row is None:
            self.reader.limit = 64 << 20
            self.row = self.world["/user/active"].insert(
                {
                    "when": self.world.moment(),
                    "name": user.name,
                    "address": self.peer,
                    "via": self.via,
                }
            )
        await failures.after(self.service.faults, "login", cut)
        self.write(running.reply("!done", *(f"={n}={v}" for n, v in done.items())))

    async def _act(self, running: Running, menu: str, verb: str) -> dict[str, str]:
        tool = self.service.tools.find(running.command)
        if tool:
            self._permit(tool.policy)
            for row in tool.run(running.given):
                self.write(running.reply("!re", *(f"={n}={v}" for n, v in row.items())))
            return {}
        table = self.world.tables.get(menu)
        if table is None:
            raise tools.unknown_menu(self.world, menu)
        self._permit("write")
        return commands.run(self.world, table, verb, running.given)

    def _permit(self, policy: str) -> None:
        user = self.login.user
        if user is None or policy not in user.policies:
            raise traps.forbidden()

    async def _cancel(self, running: Running) -> None:
        tag = running.given.get("tag")
        victims = [
            each
            for each in self.running
            if each is not running and each.task and (tag is None or each.tag == tag)
        ]
        tasks = [each.task for each in victims if each.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        interrupted = traps.interrupted()
        for each in victims:
            if each in self.running:
                self.running.remove(each)
            self.write(
                each.reply(
                    "!trap", f"=category={interrupted.category}", f"=message={interrupted.message}"
                )
            )
        self.write(running.reply("!done"))
        for each in victims:
            self.write(each.reply("!done"))

    async def _read(self, running: Running, menu: str, verb: str) -> dict[str, str]:
        """Send the rows of a print or listen and give the attributes of `!done`."""
        user = self.login.user
        given = {**running.given, "follow-only": ""} if verb == "listen" else running.given
        what = Print(
            self.world,
            self.world.tables[menu],
            given,
            running.queries,
            tag=running.tag,
            sensitive=user is not None and "sensitive" in user.policies,
        )
        if what.rows_first:
            count = await what.stream(
                running.command, self.service.faults, self.service.pace, self._flush
            )
            if what.count_only:
                return {"ret": str(count)}
            if not count and self.world.version >= (7, 18):
                self.write(running.reply("!empty"))
        if what.follow:
            async for row in what.changes():
                self.write(row)
        return {}

    async def _flush(self, block: list[bytes]) -> None:
        """Send whole sentences, then let the other commands have their turn."""
        self.write(b"".join(block))
        block.clear()
        await asyncio.sleep(0)
        await self._may_write.wait()
