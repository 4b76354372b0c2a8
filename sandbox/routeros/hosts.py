"""Customers without a dial-in: static addresses, DHCP leases, hotspot logins."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sandbox.routeros.tables import Item
from sandbox.routeros.values import span
from sandbox.routeros.world import World


@dataclass(frozen=True, slots=True)
class Host:
    """A machine with an address of its own."""

    name: str
    address: str
    mac: str = ""


class Hosts:
    """Static hosts, and DHCP clients with their leases."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.static: dict[str, Host] = {}
        self.bound: dict[Item, list[Item]] = {}
        self.leases = world["/ip/dhcp-server/lease"]
        self.leases.watchers.append(self._watch)

    def add(self, name: str, address: str, mac: str = "") -> Host:
        host = self.static[name] = Host(name, address, mac)
        return host

    def bind(self, mac: str, address: str = "", host_name: str = "") -> Item:
        """A device asks for an address: its static lease, or else a dynamic one for `address`."""
        shown = mac.upper()
        lease = next(iter(self.leases.where("mac-address", shown)), None)
        if lease is None:
            lease = self.leases.insert({"address": address, "mac-address": shown}, dynamic=True)
        server = lease.values.get("server")
        lease.values.update(
            {
                "status": "bound",
                "last-seen": "1s",
                "expires-after": "10m",
                "active-address": str(lease.values["address"]),
                "active-mac-address": shown,
                "active-server": str(server) if server else "dhcp1",
            }
        )
        if host_name:
            lease.values["host-name"] = host_name
        self.bound[lease] = []
        self._list(lease)
        return lease

    def _watch(self, event: str, lease: Item) -> None:
        if lease not in self.bound:
            return
        if event == "removed":
            self.world.lists.table.remove(self.bound.pop(lease))
        else:
            self._list(lease)

    def _list(self, lease: Item) -> None:
        """Keep the dynamic entries of a bound lease in step with its `address-lists`."""
        lists = self.world.lists
        lists.table.remove(self.bound[lease])
        names = str(lease.values.get("address-lists", ""))
        address = str(lease.values["active-address"])
        self.bound[lease] = [lists.put(name, address) for name in names.split(",") if name]

    def forget(self) -> None:
        """A reboot: bound leases are bound again, dynamic ones are gone."""
        for lease in list(self.bound):
            self.bound[lease] = []
            if lease.dynamic:
                self.leases.remove([lease])
            else:
                self._list(lease)


@dataclass(eq=False, slots=True)
class Login:
    """One hotspot session."""

    user: str
    mac: str
    address: str
    profile: str
    started_at: datetime
    row: Item
    listed: list[Item]


class Hotspot:
    """Devices that log in through the hotspot, and come back by their cookie."""

    def __init__(self, world: World, redial_after: float) -> None:
        self.world = world
        self.redial_after = redial_after
        self.logins: dict[Item, Login] = {}
        self.active = world["/ip/hotspot/active"]
        self.cookies = world["/ip/hotspot/cookie"]
        self.active.live["uptime"] = self._uptime
        self.active.watchers.append(self._watch)
        self._timers: set[asyncio.TimerHandle] = set()

    def login(self, user: str, mac: str, address: str) -> Login | None:
        """A device gives its name and password; None when the user is unknown or disabled."""
        known = next(iter(self.world["/ip/hotspot/user"].where("name", user)), None)
        if known is None or known.values.get("disabled") == "true":
            return None
        profile = known.values.get("profile")
        if profile is None:
            profile = self.world["/ip/hotspot/user/profile"].named("default")
        values: dict[str, str | Item] = {"user": user, "address": address, "mac-address": mac}
        listed = str(profile.values.get("address-list", "")) if isinstance(profile, Item) else ""
        row = self.active.insert(values, dynamic=True)
        login = self.logins[row] = Login(
            user=user,
            mac=mac,
            address=address,
            profile=str(profile),
            started_at=self.world.clock(),
            row=row,
            listed=[self.world.lists.put(listed, address)] if listed else [],
        )
        if not self.cookies.where("user", user):
            self.cookies.insert({"user": user, "mac-address": mac, "expires-in": "3d"})
        return login

    def _watch(self, event: str, row: Item) -> None:
        login = self.logins.pop(row, None) if event == "removed" else None
        if login is None:
            return
        self.world.lists.table.remove(login.listed)
        loop = asyncio.get_running_loop()
        self._timers.add(loop.call_later(self.redial_after, self._return, login))

    def _return(self, login: Login) -> None:
        self._timers = {timer for timer in self._timers if timer.when() > _now()}
        if self.cookies.where("user", login.user):
            self.login(login.user, login.mac, login.address)

    def forget(self) -> None:
        """A reboot ends every session without a return."""
        self.still()
        self.logins.clear()
        self.active.clear()

    def still(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def _uptime(self, row: Item) -> str:
        login = self.logins.get(row)
        return span((self.world.clock() - login.started_at).total_seconds()) if login else "0s"


def _now() -> float:
    return asyncio.get_running_loop().time()
