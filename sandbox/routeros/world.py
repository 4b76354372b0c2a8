"""The router's memory: menus, users, clock, what a reboot keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sandbox.routeros import values
from sandbox.routeros.addresses import AddressLists, Pools
from sandbox.routeros.menus_access import ACCESS
from sandbox.routeros.menus_hotspot import HOTSPOTS
from sandbox.routeros.menus_ip import IP
from sandbox.routeros.tables import Item, Table

ALL_POLICIES = frozenset(["api", "read", "write", "test", "sensitive", "reboot", "policy"])

_NETWATCH_UNKNOWN = 300

Kind = Literal["pppoe", "static", "dhcp", "hotspot"]
Service = Literal["paid", "suspended", "offline"]


@dataclass(frozen=True, slots=True)
class User:
    """A login of the router; `policies` are those of its group."""

    name: str
    password: str
    policies: frozenset[str] = ALL_POLICIES


@dataclass(frozen=True, slots=True)
class Online:
    """A customer as the network treats it now; `profile` is the one the session was set up with."""

    name: str
    kind: Kind
    address: str
    profile: str
    listed: bool
    service: Service


class World:
    """Everything a router remembers, without the sockets."""

    def __init__(self, name: str, version: str, clock: Callable[[], datetime]) -> None:
        self.version_text = version
        self.version = tuple(int(part) for part in version.split(".") if part.isdecimal())
        self.clock = clock
        self.booted_at = clock()
        self.users: dict[str, User] = {}
        self.devices: dict[str, bool] = {}
        self.cpu_load = 7
        self.writes = 0
        self.as_time_goes: list[Callable[[], None]] = []  # before anything is asked
        self.tables: dict[str, Table] = {}
        for schema in (*ACCESS, *IP, *HOTSPOTS):
            self.tables[schema.path] = Table(schema, self.tables)
        for table in self.tables.values():
            if "dynamic" in table.fields:
                table.live["dynamic"] = lambda item: "true" if item.dynamic else "false"
            for counter in {"bytes"} & set(table.fields):
                table.live.setdefault(counter, lambda _item: "0/0")
        self.lists = AddressLists(self["/ip/firewall/address-list"], clock)
        self.pools = Pools(self["/ip/pool"], self["/ip/pool/used"])
        self._furnish(name)
        self._describe()

    def __getitem__(self, path: str) -> Table:
        return self.tables[path]

    @property
    def modern(self) -> bool:
        return self.version >= (7,)

    @property
    def uptime(self) -> float:
        return (self.clock() - self.booted_at).total_seconds()

    def moment(self, at: datetime | None = None) -> str:
        return values.moment(at or self.clock(), self.version)

    def _furnish(self, name: str) -> None:
        """What a router has out of the box."""
        profiles, hotspot = self["/ppp/profile"], self["/ip/hotspot/user/profile"]
        profiles.insert({"name": "default", "default": "true"}, number=0)
        profiles.insert({"name": "default-encryption", "default": "true"}, number=0xFFFFFFFE)
        hotspot.insert({"name": "default", "default": "true"}, number=0)
        interfaces = self["/interface"]
        for number, port in enumerate(("ether1", "ether2", "bridge")):
            interfaces.insert(
                {
                    "name": port,
                    "type": "bridge" if port == "bridge" else "ether",
                    "mac-address": f"4C:5E:0C:00:00:{number:02X}",
                }
            )
        for service, port in (("api", "8728"), ("api-ssl", "8729"), ("winbox", "8291")):
            self["/ip/service"].insert({"name": service, "port": port})
        self["/system/identity"].insert({"name": name})
        self["/system/resource"].insert({})
        self["/ppp/aaa"].insert({})

    def _describe(self) -> None:
        facts: Mapping[str, Callable[[Item], str]] = {
            "uptime": lambda _: values.span(self.uptime),
            "version": lambda _: f"{self.version_text} (stable)",
            "cpu-load": lambda _: str(self.cpu_load),
            "write-sect-total": lambda _: str(100_000 + self.writes),
            "write-sect-since-reboot": lambda _: str(self.writes),
            "free-memory": lambda _: str(805_306_368),
            "total-memory": lambda _: str(1_073_741_824),
            "free-hdd-space": lambda _: str(90_000_000),
            "total-hdd-space": lambda _: str(134_217_728),
            "bad-blocks": lambda _: "0",
            "cpu": lambda _: "ARM64",
            "cpu-count": lambda _: "4",
            "cpu-frequency": lambda _: "1400",
            "architecture-name": lambda _: "arm64",
            "board-name": lambda _: "CCR2004-16G-2S+",
            "platform": lambda _: "MikroTik",
        }
        self["/system/resource"].live.update(facts)
        watch = self["/tool/netwatch"]
        watch.live["status"] = self._reachable
        watch.live["since"] = lambda _: self.moment(self.booted_at)

    def _reachable(self, item: Item) -> str:
        if self.uptime < _NETWATCH_UNKNOWN:
            return "unknown"
        return "up" if self.devices.get(str(item.values["host"]), True) else "down"

    def reboot(self, boots: int) -> None:
        """Lose what lives in memory; ids move on, so that a kept one names another item."""
        self.lists.forget_dynamic()
        for path in ("/ip/pool/used", "/ip/firewall/connection"):
            self[path].clear()
        for table in self.tables.values():
            if not table.schema.single:
                table.renumber(1 + boots)
        self.booted_at = self.clock()
