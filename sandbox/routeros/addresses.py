"""Addresses handed out from pools, and the address lists of the firewall."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network

from sandbox.routeros.tables import Item, Table
from sandbox.routeros.values import is_address, network, seconds, span


def _walk(ranges: str) -> Iterator[str]:
    for part in ranges.split(","):
        first, last = _ends(part)
        for number in range(first, last + 1):
            yield str(IPv4Address(number))


def _ends(part: str) -> tuple[int, int]:
    if "-" in part:
        first, last = part.split("-", 1)
        return int(IPv4Address(first)), int(IPv4Address(last))
    net = IPv4Network(part)
    return int(net[0]), int(net[-1])


class Pools:
    """Hands out the addresses of /ip/pool and keeps /ip/pool/used."""

    def __init__(self, pools: Table, used: Table) -> None:
        self.pools = pools
        self.used = used
        self._walks: dict[Item, tuple[str, Iterator[str]]] = {}

    def take(self, pool: Item, owner: str, info: str = "") -> str | None:
        """A free address of the pool or of those after it, None when they are used up."""
        seen: set[Item] = set()
        following: str | Item | None = pool
        while isinstance(following, Item) and following.alive and following not in seen:
            seen.add(following)
            free = self._free(following)
            if free:
                self.used.insert(
                    {"pool": following, "address": free, "owner": owner, "info": info}, dynamic=True
                )
                return free
            following = following.values.get("next-pool")
        return None

    def _free(self, pool: Item) -> str | None:
        ranges = str(pool.values["ranges"])
        for _round in range(2):
            known, walk = self._walks.get(pool, ("", iter(())))
            if known != ranges:
                walk = _walk(ranges)
                self._walks[pool] = (ranges, walk)
            for address in walk:
                if address not in self.used.indexes["address"]:
                    return address
            # Freed addresses are found by walking once more from the start.
            self._walks.pop(pool)
        return None

    def give_back(self, address: str) -> None:
        self.used.remove(self.used.where("address", address))


class AddressLists:
    """Timed, resolved and dynamic entries of /ip/firewall/address-list."""

    def __init__(self, table: Table, now: Callable[[], datetime]) -> None:
        self.table = table
        self.now = now
        self.names: dict[str, tuple[str, ...]] = {}
        self._due: list[tuple[datetime, int, Item]] = []
        self._until: dict[Item, datetime] = {}
        self._resolved: dict[Item, list[Item]] = {}
        table.watchers.append(self._watch)
        table.live["timeout"] = self._left

    def _left(self, item: Item) -> str | None:
        until = self._until.get(item)
        return span((until - self.now()).total_seconds()) if until else None

    def _watch(self, event: str, item: Item) -> None:
        if event == "removed":
            self._until.pop(item, None)
            self.table.remove(self._resolved.pop(item, ()))
            return
        timeout = item.values.pop("timeout", None)
        if timeout is not None:
            item.dynamic = True
            until = self.now() + timedelta(seconds=seconds(str(timeout)) or 0)
            self._until[item] = until
            heapq.heappush(self._due, (until, id(item), item))
        address = str(item.values["address"])
        if event == "added" and network(address) is None:
            self._resolved[item] = [
                self.put(str(item.values["list"]), each) for each in self.names.get(address, ())
            ]

    def put(self, name: str, address: str, comment: str = "") -> Item:
        """A dynamic entry made by the router itself."""
        values: dict[str, str | Item] = {"list": name, "address": address}
        if comment:
            values["comment"] = comment
        return self.table.insert(values, dynamic=True)

    def expire(self) -> None:
        """Take out the entries whose time is over."""
        now = self.now()
        while self._due and self._due[0][0] <= now:
            until, _, item = heapq.heappop(self._due)
            if self._until.get(item) == until:
                self.table.remove([item])

    def forget_dynamic(self) -> None:
        """What a reboot does to entries that live in memory."""
        self.table.remove([item for item in self.table.items.values() if item.dynamic])
        self._due.clear()
        self._until.clear()

    def matcher(self, name: str) -> Callable[[str], bool]:
        """A test for addresses against one list as it is now."""
        exact: set[str] = set()
        spans: list[tuple[int, int]] = []
        for item in self.table.items.values():
            if item.values["list"] != name or item.values.get("disabled") == "true":
                continue
            address = str(item.values["address"])
            if is_address(address):
                exact.add(address)
            elif network(address) is not None:
                spans.append(_ends(address))

        def holds(address: str) -> bool:
            if address in exact:
                return True
            number = int(IPv4Address(address)) if spans and address else -1
            return any(first <= number <= last for first, last in spans)

        return holds
