"""The API of a router: who is let in, what was asked, how fast and with which failures."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from ipaddress import ip_address, ip_network
from typing import Any, Protocol

from sandbox.faults import Faults
from sandbox.routeros.pace import Pace
from sandbox.routeros.tools import Tools
from sandbox.routeros.world import World


class Client(Protocol):
    """Somebody who is connected: `via` which service, from where, with what under way."""

    via: str
    peer: str
    transport: asyncio.Transport

    @property
    def running(self) -> Sequence[object]: ...


class Service:
    """What all connections have in common."""

    def __init__(
        self, world: World, *, faults: Faults, pace: Pace, reboot: Callable[[], None]
    ) -> None:
        self.world = world
        self.faults = faults
        self.pace = pace
        self.tools = Tools(world, reboot)
        self.connections: set[Client] = set()
        self.received: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    def admits(self, client: Client) -> bool | None:
        """True to talk, False to be closed at once, None to be left without an answer."""
        service = self.world["/ip/service"].named(client.via)
        if service is None or service.values.get("disabled") == "true":
            return False
        allowed = str(service.values.get("address", ""))
        if allowed and not any(
            ip_address(client.peer) in ip_network(each) for each in allowed.split(",")
        ):
            return None
        same = sum(1 for each in self.connections if each.via == client.via)
        return same <= int(str(service.values.get("max-sessions", "20")))

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def hang_up(self) -> None:
        """Drop every connection."""
        for connection in list(self.connections):
            connection.transport.abort()

    async def close(self) -> None:
        """End what is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
