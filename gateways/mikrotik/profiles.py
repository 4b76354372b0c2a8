"""PPP profiles and the addresses that they give: told by two small tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import ip_address, ip_network

from domain.errors import Refused
from domain.ports.access import Fault
from gateways.mikrotik.line import Line
from gateways.mikrotik.rows import Profile
from gateways.mikrotik.tables import POOLS, PROFILES
from gateways.mikrotik.transport import Reply
from gateways.mikrotik.words import Row

Range = tuple[int, int]

UNTOLD = (Fault.UNSUPPORTED, Fault.FORBIDDEN)


async def read(line: Line) -> list[Profile]:
    """All profiles; none where the router has no such menu, or does not let us look."""
    profiles, pools = await line.run_all((PROFILES.read(), POOLS.read()), tolerate=UNTOLD)
    if isinstance(profiles, Refused):
        return []
    known = {} if isinstance(pools, Refused) else _pools(pools)
    return [
        Profile(
            name=row.get("name", ""),
            list=row.get("address-list", ""),
            ranges=tuple(_given(row.get("remote-address", ""), known)),
        )
        for row in profiles.rows
    ]


def _pools(reply: Reply) -> dict[str, Row]:
    return {row.get("name", ""): row for row in reply.rows}


def _given(given: str, pools: Mapping[str, Row]) -> Iterable[Range]:
    """The ranges of an address, or of a pool and those that follow it."""
    seen: set[str] = set()
    while given in pools and given not in seen:
        seen.add(given)
        for part in pools[given].get("ranges", "").split(","):
            yield from _range(part)
        given = pools[given].get("next-pool", "")
    if not seen:
        yield from _range(given)


def _range(text: str) -> Iterable[Range]:
    """`10.0.0.2-10.0.0.9`, `10.0.0.0/24` or one address; nothing for anything else."""
    first, _, last = text.partition("-")
    try:
        if last:
            yield int(ip_address(first)), int(ip_address(last))
        else:
            network = ip_network(first, strict=False)
            yield int(network[0]), int(network[-1])
    except ValueError:
        return
