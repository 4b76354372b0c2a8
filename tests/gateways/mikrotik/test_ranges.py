"""Prefixes and ranges hold whom they hold, found as by looking at each."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from random import Random

import pytest

from gateways.mikrotik.ranges import Wide, spread
from gateways.mikrotik.rows import ListEntry


def entry(address: str) -> ListEntry:
    return ListEntry(address, "suspended", address)


@pytest.mark.parametrize(
    ("held", "address", "holds"),
    [
        ("10.10.0.0/24", "10.10.0.255", True),
        ("10.10.0.0/24", "10.10.1.0", False),
        ("10.10.0.2-10.10.0.50", "10.10.0.2", True),
        ("10.10.0.2-10.10.0.50", "10.10.0.51", False),
        ("10.10.0.0/24", "10.10.0.8/29", True),
        ("10.10.0.9/32", "10.10.0.8/29", True),
        ("0.0.0.0/0", "192.0.2.1", True),
        ("::/0", "192.0.2.1", False),
        ("2001:db8::/32", "2001:db8::7", True),
        ("some-name.example", "10.10.0.2", False),
        ("10.10.0.0/24", "", False),
    ],
)
def test_an_entry_holds_what_is_in_it(held: str, address: str, holds: bool) -> None:
    assert bool(Wide([entry(held)]).over(address)) is holds


def test_among_many_all_that_hold_are_found() -> None:
    chance = Random(7)
    wide = [f"10.0.{chance.randrange(256)}.0/{chance.randrange(12, 31)}" for _ in range(200)]
    entries = [entry(str(ip_network(each, strict=False))) for each in wide]
    several = Wide(entries)
    for _ in range(300):
        address = f"10.{chance.randrange(2)}.{chance.randrange(256)}.{chance.randrange(256)}"
        number = int(ip_address(address))
        truth = []
        for each in entries:
            first, last = spread(each.address) or (0, -1)
            if first <= number <= last:
                truth.append(each.id)
        assert sorted(each.id for each in several.over(address)) == sorted(truth)
