"""Commands that are no verbs of a menu: ping, reboot, traffic of an interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.routeros import traps
from sandbox.routeros.world import World

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Tool:
    policy: str
    run: Callable[[Mapping[str, str]], Rows]


class Tools:
    """The tools of one router; `reboot` is what its power button does."""

    def __init__(self, world: World, reboot: Callable[[], None]) -> None:
        self._world = world
        self._reboot_router = reboot
        self._known = {
            "/ping": Tool("test", self._ping),
            "/tool/ping": Tool("test", self._ping),
            "/system/reboot": Tool("reboot", self._reboot),
            "/interface/monitor-traffic": Tool("read", self._traffic),
        }

    def find(self, command: str) -> Tool | None:
        """The tool that a command names."""
        return self._known.get(command)

    def _ping(self, given: Mapping[str, str]) -> Rows:
        host = given.get("address")
        if not host:
            raise traps.missing("address")
        answers = self._world.devices.get(host, True)
        rows: Rows = []
        for number in range(int(given.get("count", "4"))):
            sent = number + 1
            row = {"seq": str(number), "host": host}
            if answers:
                row |= {"size": "56", "ttl": "64", "time": "1ms"}
            else:
                row |= {"status": "timeout"}
            received = sent if answers else 0
            row |= {"sent": str(sent), "received": str(received)}
            row["packet-loss"] = "0" if answers else "100"
            rows.append(row)
        return rows

    def _reboot(self, _given: Mapping[str, str]) -> Rows:
        self._reboot_router()
        return []

    def _traffic(self, given: Mapping[str, str]) -> Rows:
        name = given.get("interface", "")
        item = self._world["/interface"].named(name)
        if item is None:
            raise traps.no_match("interface")
        busy = str(item).startswith("<")
        return [
            {
                "name": name,
                "rx-bits-per-second": "160000" if busy else "0",
                "tx-bits-per-second": "1200000" if busy else "0",
            }
        ]


def unknown_menu(world: World, menu: str) -> traps.Trap:
    """The refusal that names the first part of the path that does not exist."""
    known = ""
    for part in menu.strip("/").split("/"):
        known += f"/{part}"
        if not any(f"{path}/".startswith(f"{known}/") for path in world.tables):
            return traps.no_such_menu(part)
    return traps.no_such_verb(modern=world.modern)
