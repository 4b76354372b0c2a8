"""Whose row it is: which customer, of those who are there, a row of a file speaks of.

By the customer ID within the ISP. Without one by what tells lines apart: operator, router and
username, or operator, mobile and name with the address. Who has left is met by the ID alone, but
by a row that says that they left.
Where a row may be somebody's and may be a new line, nobody guesses: it is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.customers import codes, names
from domain.customers.models import Customer, CustomerStatus
from domain.errors import CustomerOfAnother, LineDoubtful, RowRepeated


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
        self._met: dict[int, int] = {}
        self._mobiles: dict[str, tuple[int, str]] = {}

    def once(self, incoming: Incoming) -> None:
        """Take the row in; raises `RowRepeated` for what an earlier one says."""
        for name, given, key in _keys(incoming):
            earlier = self._lines.setdefault(key, incoming.line)
            if earlier != incoming.line:
                raise RowRepeated(field=name, given=given, line=earlier)

    def meet(self, incoming: Incoming, row: Customer) -> None:
        """Take it that the row is this customer's; raises `RowRepeated` where another one is."""
        earlier = self._met.setdefault(row.id, incoming.line)
        if earlier != incoming.line:
            raise RowRepeated(field="customer_id", given=row.customer_id, line=earlier)

    def sharing(self, incoming: Incoming) -> int | None:
        """The earlier row that has the same mobile under another name."""
        name = incoming.values["name"]
        line, first = self._mobiles.setdefault(incoming.values["mobile"], (incoming.line, name))
        return None if name == first else line

    def claims(self, row: Customer, besides: int) -> int | None:
        """The line of another row that speaks of the customer."""
        keys = (
            ("customer_id", codes.fold(row.customer_id)),
            ("username", row.operator_id, row.router_id, row.username),
            ("username", row.operator_id, None, row.username),
            ("line", row.operator_id, row.mobile, row.name, row.ip or row.mac),
        )
        lines = (self._lines.get(key) for key in keys)
        return next((line for line in lines if line not in (None, besides)), None)


def _keys(incoming: Incoming) -> list[tuple[str, str, tuple[object, ...]]]:
    operator_id, values = incoming.operator_id, incoming.values
    router_id, username = values.get("router_id"), incoming.username
    found: list[tuple[str, str, tuple[object, ...]]] = []
    key: tuple[object, ...]
    if incoming.customer_id:
        key = ("customer_id", codes.fold(incoming.customer_id))
        found.append(("customer_id", incoming.customer_id, key))
    elif not username:
        key = ("line", operator_id, values["mobile"], values["name"], incoming.end)
        found.append(("mobile", values["mobile"], key))
    gone = incoming.customer_id and values.get("status") is CustomerStatus.LEFT
    if username and not gone:
        found.append(("username", username, ("username", operator_id, router_id, username)))
    return found


class There:
    """Customers who may be meant by some rows, by each way in which a row names one."""

    def __init__(self, rows: Sequence[Customer]) -> None:
        self._said: dict[str, list[Customer]] = defaultdict(list)
        self._by: dict[tuple[str, str], list[Customer]] = defaultdict(list)
        self._gone: dict[str, list[Customer]] = defaultdict(list)
        for row in rows:
            self._said[codes.fold(row.customer_id)].append(row)
            if row.status is not CustomerStatus.LEFT:
                for column in ("username", "mobile"):
                    if value := getattr(row, column):
                        self._by[column, value].append(row)
            else:
                self._gone[row.mobile].append(row)

    @classmethod
    async def look(cls, part: Sequence[Incoming], besides: Collection[int] = ()) -> There:
        """Read whoever some rows may mean, without those `besides`."""
        ways = {
            "customer_id": await codes.spelled({row.customer_id for row in part} - {""}),
            "username": {row.username for row in part},
            "mobile": {row.values["mobile"] for row in part},
        }
        found: dict[int, Customer] = {}
        for column, given in ways.items():
            if wanted := given - {""}:
                for row in await Customer.filter(**{f"{column}__in": wanted}).order_by("id"):
                    found[row.id] = row
        return cls([row for row in found.values() if row.id not in besides])

    def called(self, customer_id: str) -> Customer | None:
        """Who has that customer ID, however it is spelled.

        Raises `LineDoubtful` where two have it who differ in case only.
        """
        found = self._said.get(codes.fold(customer_id), [])
        exact = [row for row in found if row.customer_id == customer_id] or found
        if len(exact) > 1:
            raise LineDoubtful(customer=", ".join(row.customer_id for row in exact))
        return exact[0] if exact else None

    def having(self, column: str, value: str) -> list[Customer]:
        """Who has that username or mobile, and has not left."""
        return self._by.get((column, value), [])

    def gone(self, incoming: Incoming) -> Customer | None:
        """Who has left, where the row says so of that name and mobile: once is enough."""
        if incoming.values.get("status") is not CustomerStatus.LEFT:
            return None
        said = (incoming.operator_id, incoming.values["name"], incoming.username)
        for row in self._gone.get(incoming.values["mobile"], []):
            if (row.operator_id, row.name, row.username) == said:
                return row
        return None


def match(
    incoming: Incoming, there: There, seen: Seen, operators: Mapping[int, Any]
) -> Customer | None:
    """The customer whom the row speaks of, None for a new one.

    Raises `CustomerOfAnother` for another operator's, `LineDoubtful` where it can't be told.
    """
    if incoming.customer_id:
        row = there.called(incoming.customer_id)
        if row is None:
            _check_new(incoming, there, seen, operators)
            return None
        if incoming.operator_said and row.operator_id != incoming.operator_id:
            raise CustomerOfAnother(customer=row.customer_id)
        _check_person(incoming, row, there)
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
            if is_another(incoming, mine[0]):
                raise LineDoubtful(customer=mine[0].customer_id, name=mine[0].name)
            return mine[0]
        if mine:
            raise LineDoubtful(customer=", ".join(row.customer_id for row in mine[:5]))
    return _by_person(incoming, there, seen, operators)


def is_another(incoming: Incoming, row: Customer) -> bool:
    """Whether the row tells of another person: neither the name nor the mobile is the customer's.

    A name in another spelling, or with a word more, is the same.
    """
    mobile = incoming.values["mobile"]
    if mobile in {row.mobile, row.whatsapp}:
        return False
    said, known = (
        {names.key(word) for word in names.normalise(name)}
        for name in (incoming.values["name"], row.name)
    )
    return not said or not known or not (said <= known or known <= said)


def _check_person(incoming: Incoming, row: Customer, there: There) -> None:
    """A customer ID alone makes nobody of who has left, nor of whose ID is spelled otherwise, nor
    somebody who is there already, another person."""
    if not is_another(incoming, row):
        return
    mobile, name = incoming.values["mobile"], incoming.values["name"]
    slipped = any(other.name == name for other in there.having("mobile", mobile))
    left = row.status is CustomerStatus.LEFT
    if left or slipped or row.customer_id != incoming.customer_id:
        raise LineDoubtful(customer=row.customer_id, name=row.name)


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
    return there.gone(incoming)


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
