"""What a customer has alone on a router: the username and the address.

Two customers with one of them would be one to the router, and take it from each other for ever.
Who has left has neither any more.
"""

from __future__ import annotations

import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from domain import money
from domain.customers.models import Customer, CustomerStatus
from domain.errors import AddressTaken, DomainError, InvalidValue, UsernameTaken

COLUMNS = ("status", "operator_id", "router_id", "username", "ip")
USUAL = {"status": CustomerStatus.ACTIVE, "router_id": None, "username": "", "ip": ""}


class Own(NamedTuple):
    """A username or address, and where it can be had once."""

    what: str  # username, ip
    place: int  # a router's id, or behind none minus the operator's
    value: str


def of(values: Mapping[str, Any]) -> set[Own]:
    """What somebody has alone who has these `COLUMNS`."""
    router_id, found = values["router_id"], set[Own]()
    if values["status"] == CustomerStatus.LEFT:
        return found
    if values["username"] and router_id is not None:
        found.add(Own("username", router_id, values["username"]))
    if values["ip"]:
        place = -values["operator_id"] if router_id is None else router_id
        found.add(Own("ip", place, values["ip"]))
    return found


def columns(row: Customer) -> dict[str, Any]:
    """What `of` wants to know of a customer who is there."""
    return {name: getattr(row, name) for name in COLUMNS}


def address(text: str) -> str:
    """An IP address in its one spelling; raises `InvalidValue` for none that somebody can have."""
    try:
        found = ipaddress.ip_address(money.latin_digits(text).strip().removesuffix("/32"))
    except ValueError as why:
        raise InvalidValue(field="ip", given=text[:45], example="10.20.30.40") from why
    impossible = found.is_unspecified or found.is_loopback or found.is_multicast
    if impossible or found.is_link_local or (found.version == 4 and found.is_reserved):
        raise InvalidValue(field="ip", given=text[:45], example="10.20.30.40")
    return str(found)


async def holders(wanted: Iterable[Own]) -> dict[Own, list[Customer]]:
    """Who has these now."""
    by_column: dict[str, set[str]] = defaultdict(set)
    asked = set(wanted)
    for own in asked:
        by_column[own.what].add(own.value)
    found: dict[Own, list[Customer]] = defaultdict(list)
    for what, values in sorted(by_column.items()):
        rows = Customer.filter(**{f"{what}__in": values}).exclude(status=CustomerStatus.LEFT)
        for row in await rows.order_by("id"):
            for own in of(columns(row)) & asked:
                if own.what == what:
                    found[own].append(row)
    return found


def taken(own: Own, holder: Customer, *, seen: bool) -> DomainError:
    """The refusal that names the holder, for those who may see them."""
    kind = UsernameTaken if own.what == "username" else AddressTaken
    return kind(
        given=own.value,
        customer=holder.code if seen else None,
        name=holder.name if seen else None,
    )
