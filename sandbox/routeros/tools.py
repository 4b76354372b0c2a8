"""Commands that are no verbs of a menu: ping, reboot, traffic of an interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.routeros import traps
from sandbox.routeros.world import World

if TYPE_CHECKING:
    from sandbox.routeros.server import RouterOs

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Tool:
    policy: str
    run: Callable[[RouterOs, Mapping[str, str]], Rows]


def _ping(router: RouterOs, given: Mapping[str, str]) -> Rows:
    host = given.get("address")
    if not host:
        raise traps.missing("address")
    answers = router.world.devices.get(host, True)
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


def _reboot(router: RouterOs, _given: Mapping[str, str]) -> Rows:
    router.reboot()
    return []


def _traffic(router: RouterOs, given: Mapping[str, str]) -> Rows:
    name = given.get("interface", "")
    item = router.world["/interface"].named(name)
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


TOOLS: dict[str, Tool] = {
    "/ping": Tool("test", _ping),
    "/tool/ping": Tool("test", _ping),
    "/system/reboot": Tool("reboot", _reboot),
    "/interface/monitor-traffic": Tool("read", _traffic),
}


def unknown_menu(world: World, menu: str) -> traps.Trap:
    """The refusal that names the first part of the path that does not exist."""
    known = ""
    for part in menu.strip("/").split("/"):
        known += f"/{part}"
        if not any(f"{path}/".startswith(f"{known}/") for path in world.tables):
            return traps.no_such_menu(part)
    return traps.no_such_verb(modern=world.modern)
