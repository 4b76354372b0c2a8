"""Address list entries that hold more than one address, and whom they hold: no I/O here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from ipaddress import ip_address, ip_network
from itertools import accumulate

from gateways.mikrotik.rows import ListEntry

Range = tuple[int, int]

_SIXES = 1 << 128  # addresses of IPv6 are counted on from here, so that no IPv4 one is among them


def spread(text: str) -> Range | None:
    """First and last address as numbers, of an address, a prefix or `a-b`; None for a name."""
    first, _, last = text.partition("-")
    try:
        if last:
            return _number(first), _number(last)
        network = ip_network(first, strict=False)
    except ValueError:
        return None
    return _number(str(network[0])), _number(str(network[-1]))


def _number(text: str) -> int:
    address = ip_address(text.strip())
    return int(address) + (_SIXES if address.version == 6 else 0)


class Wide:
    """The prefixes and ranges among some entries, found by an address."""

    def __init__(self, entries: Iterable[ListEntry]) -> None:
        found = []
        for entry in entries:
            if "/" in entry.address or "-" in entry.address:
                held = spread(entry.address)
                if held:
                    found.append((*held, entry))
        found.sort(key=lambda each: each[:2])
        self._found = found
        self._firsts = [first for first, _, _ in found]
        self._reach = [*accumulate((last for _, last, _ in found), max)]

    def __bool__(self) -> bool:
        return bool(self._found)

    def over(self, address: str) -> Sequence[ListEntry]:
        """The entries that hold some of the address, which may itself be a prefix."""
        asked = spread(address)
        if asked is None:
            return ()
        first, last = asked
        count = bisect_right(self._firsts, last)
        if not count or self._reach[count - 1] < first:
            return ()
        return [entry for _, end, entry in self._found[:count] if end >= first]
