"""The router as a whole: listens, boots, fails as planned."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sandbox.faults import Faults
from sandbox.routeros.connection import Connection
from sandbox.routeros.network import Network, utc_now
from sandbox.routeros.pace import Pace
from sandbox.routeros.service import Service
from sandbox.routeros.tables import Item, Table
from sandbox.routeros.world import User


class RouterOs:
    """A MikroTik router that can be dialled into, rebooted, slowed down and made to fail.

    `version` decides the login (challenge before 6.43, both until 6.45), `!empty`, dates and the
    wording of refusals. Its `network` has the menus and the customers behind it, its `service`
    the API that talks to programs, at a `pace`; `faults` are named in
    `sandbox.routeros.failures`. With `tls` it listens on `tls_port` as well.
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
        self.faults = Faults()
        self.network = Network(
            name=name,
            version=version,
            clock=clock,
            redial_after=redial_after,
            suspended_profile=suspended_profile,
            suspended_list=suspended_list,
        )
        self.world = self.network.world
        self.world.users[username] = User(username, password)
        self.service = Service(
            self.world, faults=self.faults, pace=pace or Pace(), reboot=self.reboot
        )
        self.boot_seconds = boot_seconds
        self.on_change: Callable[[], None] | None = None
        self.boots = 0
        self.powered = False
        self.host, self.port, self.tls_port = "127.0.0.1", 0, 0
        self._tls = tls
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
        await self.service.close()

    @property
    def base_url(self) -> str:
        return f"{self.host}:{self.port}"

    def __getitem__(self, path: str) -> Table:
        """A menu, such as `/ppp/secret`."""
        return self.world[path]

    async def power(self, on: bool) -> None:
        """Switch it off: nobody is online and connections are refused; or on again, same port."""
        if on and not self.powered:
            self.powered = True
            await self._listen()
            self.network.power_on()
        elif not on and self.powered:
            await self._fall()

    def reboot(self) -> None:
        """Go down, and come back after `boot_seconds` with fresh ids and without sessions."""
        self.service.spawn(self._reboot())

    async def _reboot(self) -> None:
        await self._fall()
        await asyncio.sleep(self.boot_seconds)
        await self.power(True)

    async def _fall(self) -> None:
        self.powered = False
        for server in self._servers:
            server.close()
        self.service.hang_up()
        await asyncio.sleep(0)
        self._servers.clear()
        self._held = [_hold(self.host, port) for port in (self.port, self.tls_port) if port]
        self.boots += 1
        self.network.power_off(self.boots)

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
            lambda: Connection(self.service, via), self.host, port, ssl=tls, reuse_address=True
        )
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

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
