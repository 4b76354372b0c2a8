"""PPP: customers' equipment dials in, and what a session brings along in other menus."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sandbox.routeros.tables import Item, Table
from sandbox.routeros.values import is_address, rate_pair, span
from sandbox.routeros.world import World

_UPLOAD, _DOWNLOAD = 20_000, 150_000
_BATCH = 200


@dataclass(eq=False, slots=True)
class Session:
    """One dial-in, with the profile that it was set up with."""

    name: str
    address: str
    profile: str
    started_at: datetime
    row: Item
    lists: tuple[str, ...]
    brought: tuple[tuple[Table, Item], ...]


class Dialer:
    """The equipment of PPPoE customers and the server that answers it.

    A session is untouched by later changes of its secret or profile. When it is taken away, the
    equipment dials again after `redial_after` seconds, and keeps trying.
    """

    def __init__(self, world: World, redial_after: float) -> None:
        self.world = world
        self.redial_after = redial_after
        self.sessions: dict[str, Session] = {}
        self.wanted: dict[str, None] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._all: asyncio.Handle | None = None
        self._serial = 0x81000000
        self._reason = "nas-request"
        self.active = world["/ppp/active"]
        self.active.live["uptime"] = self._uptime
        interface = world["/interface"]
        interface.live["rx-byte"] = lambda item: self._bytes(item, _UPLOAD)
        interface.live["tx-byte"] = lambda item: self._bytes(item, _DOWNLOAD)
        world["/queue/simple"].live["bytes"] = lambda item: (
            f"{self._bytes(item, _UPLOAD)}/{self._bytes(item, _DOWNLOAD)}"
        )
        self.active.watchers.append(self._watch)

    def dial(self, name: str) -> Session | None:
        """Switch the equipment on; the session, or None while the router refuses it."""
        self.wanted[name] = None
        return self.sessions.get(name) or self._connect(name)

    def hang_up(self, name: str) -> None:
        """Switch the equipment off."""
        self.wanted.pop(name, None)
        timer = self._timers.pop(name, None)
        if timer:
            timer.cancel()
        session = self.sessions.get(name)
        if session:
            self._reason = "peer-request"
            self.active.remove([session.row])
            self._reason = "nas-request"

    def drop_all(self) -> None:
        """The router lost power: no session ends properly."""
        self.still()
        self.sessions.clear()
        self.active.clear()
        for path in ("/interface", "/queue/simple"):
            table = self.world[path]
            table.remove([item for item in table.items.values() if item.dynamic])

    def redial_all(self) -> None:
        """After a boot, everybody dials again."""
        if _loop():
            self._all = asyncio.get_running_loop().call_later(
                self.redial_after, self._redial_some, iter(list(self.wanted))
            )

    def still(self) -> None:
        """No equipment tries any more, until it is told to."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        if self._all:
            self._all.cancel()

    def _redial_some(self, names: Iterable[str]) -> None:
        for count, name in enumerate(names, 1):
            self._retry(name)
            if count == _BATCH:
                self._all = asyncio.get_running_loop().call_soon(self._redial_some, names)
                return

    def _retry(self, name: str) -> None:
        self._timers.pop(name, None)
        if name in self.wanted and name not in self.sessions and not self._connect(name):
            self._later(name)

    def _later(self, name: str) -> None:
        if _loop() and name not in self._timers:
            loop = asyncio.get_running_loop()
            self._timers[name] = loop.call_later(self.redial_after, self._retry, name)

    def _secret(self, name: str) -> Item | None:
        for secret in self.world["/ppp/secret"].where("name", name):
            if secret.values.get("service", "any") in ("any", "pppoe"):
                return None if secret.values.get("disabled") == "true" else secret
        return None

    def _connect(self, name: str) -> Session | None:
        secret = self._secret(name)
        profile = self._profile(secret) if secret else None
        address = self._address(secret, profile, name) if secret and profile else None
        if not (secret and profile and address):
            if name in self.wanted:
                self._later(name)
            return None
        self._serial += 1
        row = self.active.insert(
            {
                "name": name,
                "caller-id": str(secret.values.get("caller-id", "")),
                "address": address,
                "session-id": f"0x{self._serial:x}",
            },
            dynamic=True,
        )
        listed = str(profile.values.get("address-list", ""))
        session = Session(
            name=name,
            address=address,
            profile=str(profile),
            started_at=self.world.clock(),
            row=row,
            lists=(listed,) if listed else (),
            brought=tuple(self._bring(name, address, profile, listed)),
        )
        self.sessions[name] = session
        return session

    def _profile(self, secret: Item) -> Item | None:
        """The secret's profile as it is now, None when it was deleted."""
        profile = secret.values.get("profile")
        if profile is None:
            return self.world["/ppp/profile"].named("default")
        return profile if isinstance(profile, Item) and profile.alive else None

    def _address(self, secret: Item, profile: Item, name: str) -> str | None:
        """A single address on the secret or the profile beats any pool."""
        wishes = [each.values.get("remote-address") for each in (secret, profile)]
        for wish in wishes:
            if isinstance(wish, str) and is_address(wish):
                return wish
        for wish in wishes:
            if isinstance(wish, Item):
                return self.world.pools.take(wish, "PPP", name)
        return None

    def _bring(
        self, name: str, address: str, profile: Item, listed: str
    ) -> Iterable[tuple[Table, Item]]:
        interfaces, queues = self.world["/interface"], self.world["/queue/simple"]
        port = f"<pppoe-{name}>"
        yield (
            interfaces,
            interfaces.insert({"name": port, "type": "pppoe-in", "mtu": "1480"}, dynamic=True),
        )
        rate = str(profile.values.get("rate-limit", ""))
        if rate:
            limit = rate_pair("rate-limit", rate.split(" ")[0])
            yield (
                queues,
                queues.insert({"name": port, "target": port, "max-limit": limit}, dynamic=True),
            )
        if listed:
            yield self.world.lists.table, self.world.lists.put(listed, address)

    def _watch(self, event: str, row: Item) -> None:
        """A session that somebody removed ends with all that it brought."""
        name = str(row.values["name"])
        session = self.sessions.get(name)
        if event != "removed" or session is None or session.row is not row:
            return
        del self.sessions[name]
        for table, item in session.brought:
            table.remove([item])
        self.world.pools.give_back(session.address)
        connections = self.world["/ip/firewall/connection"]
        connections.remove(
            item
            for item in list(connections.items.values())
            if str(item.values["src-address"]).startswith(f"{session.address}:")
        )
        self._note_end(name, str(row.values["caller-id"]))
        if name in self.wanted:
            self._later(name)

    def _note_end(self, name: str, caller: str) -> None:
        secret = next(iter(self.world["/ppp/secret"].where("name", name)), None)
        if secret:
            secret.values["last-caller-id"] = caller
            secret.values["last-logged-out"] = self.world.moment()
            secret.values["last-disconnect-reason"] = self._reason

    def _uptime(self, row: Item) -> str:
        session = self.sessions.get(str(row.values["name"]))
        return span((self.world.clock() - session.started_at).total_seconds()) if session else "0s"

    def _bytes(self, item: Item, rate: int) -> str:
        name = str(item.values.get("name", ""))
        session = self.sessions.get(name[len("<pppoe-") : -1]) if name.startswith("<") else None
        if session is None:
            return "0"
        return str(int((self.world.clock() - session.started_at).total_seconds() * rate))


def _loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
