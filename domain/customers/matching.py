"""Whose row it is: which customer, of those who are there, a row of a file speaks of.

By the customer ID within the ISP. Without one by what tells lines apart: operator, router and
username, or operator, mobile and name with the address. Who has left is met by the ID alone.
Where a row may be somebody's and may be a new line, nobody guesses: it is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.customers.models import Customer, CustomerStatus
from domain.errors import (
    AddressTaken,
    CustomerOfAnother,
    LineDoubtful,
    RowRepeated,
    UsernameTaken,
)


@dataclass(slots=True)
class Incoming:
    """One row: columns of the customer, and money in minor units that is brought in with them."""

    line: int
    customer_id: str  # empty: to be made
    operator_id: int
    operator_said: bool  # by the row or its zone
    currency: str
    values: dict[str, Any]  # columns that the row says something of
    usual: dict[str, Any]  # what a new customer has where the row says nothing
    pointed: list[tuple[str, str, int | None]]  # kind, what was given, whose it is
    free: bool = False  # said to cost nothing
    opening_due: int = 0
    advance: int = 0
    row_id: int | None = None  # of the customer who is there already
    before: dict[str, Any] = field(default_factory=dict)  # what that customer would change from
    status: CustomerStatus | None = None  # what that customer is to become

    @property
    def differs(self) -> bool:
        """Whether the customer who is there would change."""
        return bool(self.before) or self.status is not None

    @property
    def username(self) -> str:
        """Its username, empty if it has none."""
        return str(self.values.get("username", ""))

    @property
    def end(self) -> str:
        """Where its line ends: the address, or the equipment's."""
        return str(self.values.get("ip") or self.values.get("mac", ""))


class Seen:
    """What the rows of a file have said so far, to find those that say it twice."""

    def __init__(self) -> None:
        self._lines: dict[tuple[object, ...], int] = {}
        self._addresses: dict[int, str] = {}
        self._mobiles: dict[str, tuple[int, str]] = {}

    def once(self, incoming: Incoming) -> None:
        """Take the row in; raises `RowRepeated` for what an earlier one says."""
        for name, given, key in _keys(incoming):
            earlier = self._lines.setdefault(key, incoming.line)
            if earlier != incoming.line:
                raise RowRepeated(field=name, given=given, line=earlier)
        if ip := incoming.values.get("ip"):
            self._addresses[incoming.line] = ip

    def sharing(self, incoming: Incoming) -> int | None:
        """The earlier row that has the same mobile under another name."""
        name = incoming.values["name"]
        line, first = self._mobiles.setdefault(incoming.values["mobile"], (incoming.line, name))
        return None if name == first else line

    def claims(self, row: Customer, besides: int) -> int | None:
        """The line of another row that speaks of the customer."""
        keys = (
            ("customer_id", row.customer_id),
            ("username", row.operator_id, row.router_id, row.username),
            ("username", row.operator_id, None, row.username),
            ("line", row.operator_id, row.mobile, row.name, row.ip or row.mac),
        )
        lines = (self._lines.get(key) for key in keys)
        return next((line for line in lines if line not in (None, besides)), None)

    def moves(self, row: Customer, besides: int) -> bool:
        """Whether another row gives the customer another address."""
        line = self.claims(row, besides)
        return line is not None and self._addresses.get(line, row.ip) != row.ip


def _keys(incoming: Incoming) -> list[tuple[str, str, tuple[object, ...]]]:
    operator_id, values = incoming.operator_id, incoming.values
    router_id, username = values.get("router_id"), incoming.username
    found: list[tuple[str, str, tuple[object, ...]]] = []
    if incoming.customer_id:
        found.append(("customer_id", incoming.customer_id, ("customer_id", incoming.customer_id)))
    elif not username:
        key = ("line", operator_id, values["mobile"], values["name"], incoming.end)
        found.append(("mobile", values["mobile"], key))
    if username:
        found.append(("username", username, ("username", operator_id, router_id, username)))
        if router_id is not None:
            found.append(("username", username, ("secret", router_id, username)))
    if ip := values.get("ip"):
        found.append(("ip", ip, ("address", router_id or -operator_id, ip)))
    return found


class There:
    """Customers who may be meant by some rows, by each way in which a row names one."""

    def __init__(self, rows: Sequence[Customer]) -> None:
        self.by_id = {row.customer_id: row for row in rows}
        self._by: dict[tuple[str, str], list[Customer]] = defaultdict(list)
        for row in rows:
            if row.status is not CustomerStatus.LEFT:
                for column in ("username", "mobile", "ip"):
                    if value := getattr(row, column):
                        self._by[column, value].append(row)

    @classmethod
    async def look(cls, part: Sequence[Incoming], besides: Collection[int] = ()) -> There:
        """Read whoever some rows may mean, without those `besides`."""
        ways = {
            "customer_id": {row.customer_id for row in part},
            "username": {row.username for row in part},
            "mobile": {row.values["mobile"] for row in part},
            "ip": {row.values.get("ip", "") for row in part},
        }
        found: dict[int, Customer] = {}
        for column, given in ways.items():
            if wanted := given - {""}:
                for row in await Customer.filter(**{f"{column}__in": wanted}).order_by("id"):
                    found[row.id] = row
        return cls([row for row in found.values() if row.id not in besides])

    def having(self, column: str, value: str) -> list[Customer]:
        """Who has that username, mobile or address, and has not left."""
        return self._by.get((column, value), [])


def match(
    incoming: Incoming, there: There, seen: Seen, operators: Mapping[int, Any]
) -> Customer | None:
    """The customer whom the row speaks of, None for a new one.

    Raises `CustomerOfAnother` for another operator's, `LineDoubtful` where it can't be told.
    """
    if incoming.customer_id:
        row = there.by_id.get(incoming.customer_id)
        if row is None:
            _check_new(incoming, there, seen, operators)
            return None
        if incoming.operator_said and row.operator_id != incoming.operator_id:
            raise CustomerOfAnother(customer=row.customer_id)
        return row
    if incoming.username:
        mine = [
            row
            for row in there.having("username", incoming.username)
            if row.operator_id == incoming.operator_id and not _another("router_id", incoming, row)
        ]
        if len(mine) > 1:
            exact = [row for row in mine if row.router_id == incoming.values.get("router_id")]
            mine = exact or mine
        if len(mine) == 1:
            return mine[0]
        if mine:
            raise LineDoubtful(customer=", ".join(row.customer_id for row in mine[:5]))
    return _by_person(incoming, there, seen, operators)


def _persons(
    incoming: Incoming, there: There, seen: Seen, operators: Mapping[int, Any]
) -> tuple[list[Customer], list[Customer]]:
    """Customers of that mobile and name whose line may be the row's, and those who have another.

    Whom another row of the file speaks of is neither.
    """
    same, other = list[Customer](), list[Customer]()
    for row in there.having("mobile", incoming.values["mobile"]):
        if row.name != incoming.values["name"] or seen.claims(row, incoming.line) is not None:
            continue
        if row.operator_id != incoming.operator_id:
            if not incoming.operator_said and row.operator_id in operators:
                other.append(row)
            continue
        differ = any(_another(name, incoming, row) for name in _LINE)
        (other if differ else same).append(row)
    return same, other


_LINE = ("router_id", "username", "ip", "connection")


def _another(name: str, incoming: Incoming, row: Customer) -> bool:
    """Whether the row says other than what is there."""
    said, there = incoming.values.get(name), getattr(row, name)
    return bool(said and there and said != there)


def _by_person(
    incoming: Incoming, there: There, seen: Seen, operators: Mapping[int, Any]
) -> Customer | None:
    same, other = _persons(incoming, there, seen, operators)
    exact = [
        row
        for row in same
        if (row.ip or row.mac) == incoming.end and row.username == incoming.username
    ]
    found = exact or same
    if len(found) == 1:
        return found[0]
    if incoming.username and not found:
        # Another username is another line; the same one elsewhere may be a line that was moved.
        found = [row for row in other if row.username == incoming.username]
    doubtful = found or ([] if incoming.username else other)
    if doubtful:
        raise LineDoubtful(customer=", ".join(row.customer_id for row in doubtful[:5]))
    return None


def _check_new(incoming: Incoming, there: There, seen: Seen, operators: Mapping[int, Any]) -> None:
    """A customer ID that nobody has: nobody's line stands under another one already."""
    taken = [
        row
        for row in there.having("username", incoming.username)
        if row.operator_id == incoming.operator_id
        and None in {row.router_id, incoming.values.get("router_id")}
    ]
    same, _ = _persons(incoming, there, seen, operators)
    if doubtful := taken or same:
        raise LineDoubtful(customer=", ".join(row.customer_id for row in doubtful[:5]))


def check_own(incoming: Incoming, row: Customer | None, there: There, seen: Seen) -> None:
    """Nobody else of the router has the username or address: both would be one.

    Raises `UsernameTaken` and `AddressTaken`.
    """
    router_id = incoming.values.get("router_id", row.router_id if row else None)
    operator_id = row.operator_id if row else incoming.operator_id
    if incoming.username and router_id is not None:
        for other in there.having("username", incoming.username):
            if other.router_id == router_id and (row is None or other.id != row.id):
                raise UsernameTaken(given=incoming.username, customer=other.customer_id)
    ip = incoming.values.get("ip", "")
    if row is not None and (row.ip, row.router_id) == (ip, router_id):
        return
    for other in there.having("ip", ip):
        near = other.router_id == router_id and (
            router_id is not None or other.operator_id == operator_id
        )
        if near and (row is None or other.id != row.id) and not seen.moves(other, incoming.line):
            raise AddressTaken(given=ip, customer=other.customer_id)
