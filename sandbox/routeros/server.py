"""The router as a whole: listens, boots, fails as planned."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any

from sandbox.faults import Faults
from sandbox.routeros.connection import Connection
from sandbox.routeros.network import Network, utc_now
from sandbox.routeros.pace import Pace
from sandbox.routeros.tables import Item
from sandbox.routeros.world import Online, User


class RouterOs(Network):
    """A MikroTik router that can be dialled into, rebooted, slowed down and made to fail.

    `version` decides the login (challenge before 6.43, both until 6.45), `!empty`, dates and the
    wording of refusals. `pace` is its speed, `faults` its failures (named in
    `sandbox.routeros.connection`). With `tls` it listens on `tls_port` as well.
    """

    def __init__(
        self,
        *,
        name: str = "MikroTik",
        username: str = "netkhata",
        password: str = "secret",  # noqa: S107
        version: str = "7.18.2",
        clock: Callable[[], datetime] = utc_now,
        pace: Pace | None = None,
        redial_after: float = 1.0,
        boot_seconds: float = 0.2,
        suspended_profile: str = "suspended",
        suspended_list: str = "suspended",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(
            name=name,
            version=version,
            clock=clock,
            redial_after=redial_after,
            suspended_profile=suspended_profile,
            suspended_list=suspended_list,
        )
        self.world.users[username] = User(username, password)
        self.faults = Faults()
        self.pace = pace or Pace()
        self.boot_seconds = boot_seconds
        self.connections: set[Connection] = set()
        self.received: Counter[str] = Counter()
        self.on_change: Callable[[], None] | None = None
        self.boots = 0
        self.powered = False
        self.host, self.port, self.tls_port = "127.0.0.1", 0, 0
        self._tls = tls
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []
        self._held: list[socket.socket] = []
        self._told = False
        for table in self.world.tables.values():
            table.watchers.append(self._changed)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host, self.port = host, port
        await self.power(True)

    async def stop(self) -> None:
        await self.power(False)
        for held in self._held:
            held.close()
        self._held.clear()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def base_url(self) -> str:
        return f"{self.host}:{self.port}"

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def power(self, on: bool) -> None:
        """Switch it off: nobody is online and connections are refused; or on again, same port."""
        if on and not self.powered:
            self.powered = True
            await self._listen()
            self.dialer.redial_all()
        elif not on and self.powered:
            await self._fall()

    def reboot(self) -> None:
        """Go down, and come back after `boot_seconds` with fresh ids and without sessions."""
        self.spawn(self._reboot())

    async def _reboot(self) -> None:
        await self._fall()
        await asyncio.sleep(self.boot_seconds)
        await self.power(True)

    async def _fall(self) -> None:
        self.powered = False
        for server in self._servers:
            server.close()
        for connection in list(self.connections):
            connection.transport.abort()
        await asyncio.sleep(0)
        self._servers.clear()
        self._held = [_hold(self.host, port) for port in (self.port, self.tls_port) if port]
        self.dialer.drop_all()
        self.hotspot.forget()
        self.boots += 1
        self.world.reboot(self.boots)
        self.hosts.forget()

    async def _listen(self) -> None:
        for held in self._held:
            held.close()
        self._held.clear()
        self.port = await self._serve("api", self.port, None)
        if self._tls:
            self.tls_port = await self._serve("api-ssl", self.tls_port, self._tls)

    async def _serve(self, via: str, port: int, tls: ssl.SSLContext | None) -> int:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: Connection(self, via), self.host, port, ssl=tls, reuse_address=True
        )
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    def admits(self, connection: Connection) -> bool | None:
        """True to talk, False to be closed at once, None to be left without an answer."""
        service = self.world["/ip/service"].named(connection.via)
        if service is None or service.values.get("disabled") == "true":
            return False
        allowed = str(service.values.get("address", ""))
        if allowed and not any(
            ip_address(connection.peer) in ip_network(each) for each in allowed.split(",")
        ):
            return None
        same = sum(1 for each in self.connections if each.via == connection.via)
        return same <= int(str(service.values.get("max-sessions", "20")))

    def online(self) -> list[Online]:
        """Everybody whose packets could pass now; nobody while the power is off."""
        return [] if self.boots and not self.powered else super().online()

    def _changed(self, _event: str, _item: Item) -> None:
        if self.on_change is None or self._told:
            return
        with suppress(RuntimeError):
            asyncio.get_running_loop().call_soon(self._tell)
            self._told = True

    def _tell(self) -> None:
        self._told = False
        if self.on_change:
            self.on_change()


def _hold(host: str, port: int) -> socket.socket:
    """Keep the port ours without listening, so that connections are refused."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind((host, port))
    return held
