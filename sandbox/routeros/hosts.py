"""Customers without a dial-in: static addresses and DHCP leases."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.routeros.tables import Item
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
