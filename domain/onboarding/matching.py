"""Whose row it is: which customer, of those who are there, a row of a file speaks of.

By the code within the ISP. Without one by what tells lines apart: operator, router and
username, or operator, mobile and name with the address. Who has left is met by the code, or by a
row that tells of them as left. Where a row may be somebody's and may be a new line, nobody
guesses: it is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from domain.customers import codes, names
from domain.customers.models import Customer, CustomerStatus
from domain.errors import CustomerOfAnother, LineDoubtful, RowRepeated


@dataclass(slots=True)
class Incoming:
    """One row: columns of the customer, and money in minor units that is brought in with them."""

    line: int
    code: str  # empty: to be made
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
    def is_gone(self) -> bool:
        """Whether it tells of somebody who has left."""
        return CustomerStatus.LEFT in (self.values.get("status"), self.status)

    @property
    def has_money(self) -> bool:
        """Whether it brings in what was owed or paid ahead."""
        return bool(self.opening_due or self.advance)

    @property
    def username(self) -> str:
        """Its username, empty if it has none."""
        return str(self.values.get("username", ""))

    @property
    def end(self) -> str:
        """Where its line ends: the address, or the equipment's."""
        return str(self.values.get("ip") or self.values.get("mac", ""))


class Seen:
    """What the rows of a file have said so far, to find those that say it twice.

    `moves` tells whether who leaves by the file does leave.
    """

    def __init__(self, *, moves: bool = False) -> None:
        self._moves = moves
        self._rows: dict[_Key, Incoming] = {}
        self._met: dict[int, int] = {}
        self._mobiles: dict[str, tuple[int, str]] = {}

    def once(self, incoming: Incoming) -> None:
        """Take the row in; raises `RowRepeated` for what an earlier one says."""
        for name, given, key in _keys(incoming):
            earlier = self._rows.setdefault(key, incoming).line
            if earlier != incoming.line:
                raise RowRepeated(field=name, given=given, line=earlier)

    def meet(self, incoming: Incoming, row: Customer) -> None:
        """Take it that the row is this customer's; raises `RowRepeated` where another one is."""
        earlier = self._met.setdefault(row.id, incoming.line)
        if earlier != incoming.line:
            raise RowRepeated(field="customer_id", given=row.code, line=earlier)

    def sharing(self, incoming: Incoming) -> int | None:
        """The earlier row that has the same mobile under another name."""
        name = incoming.values["name"]
        line, first = self._mobiles.setdefault(incoming.values["mobile"], (incoming.line, name))
        return None if name == first else line

    def claims(self, row: Customer, besides: int) -> bool:
        """Whether another row speaks of the customer."""
        said = self._rows.get(("customer_id", codes.fold(row.code)))
        found = [said, *(list(self._telling_here(row)) or self._telling_gone(row))]
        return any(each is not None and each.line != besides for each in found)

    def frees(self, row: Customer, incoming: Incoming) -> bool:
        """Whether the customer leaves by another row, and what they had is this one's."""
        if not self._moves:
            return False
        said = self._rows.get(("customer_id", codes.fold(row.code)))
        if said is not None:
            return said.is_gone
        return any(self._telling_gone(row)) and is_another(incoming, row)

    def _telling_here(self, row: Customer) -> Iterator[Incoming]:
        """The rows by whose line this one, who has not left, is there."""
        if row.status is CustomerStatus.LEFT:
            return
        line = ("line", row.operator_id, row.mobile, row.name, row.ip or row.mac)
        if (said := self._rows.get(line)) is not None:
            yield said
        for router_id in (row.router_id, None):
            said = self._rows.get(("username", row.operator_id, router_id, row.username))
            if said is not None and not is_another(said, row):
                yield said

    def _telling_gone(self, row: Customer) -> list[Incoming | None]:
        """The rows without a code by which this one has left."""
        ends = {row.username, row.ip or row.mac} - {""} or {""}
        return [
            self._rows.get(("gone", row.operator_id, row.mobile, row.name, router_id, end))
            for router_id in (row.router_id, None)
            for end in sorted(ends)
        ]


_Key = tuple[object, ...]


def _keys(incoming: Incoming) -> list[tuple[str, str, _Key]]:
    operator_id, values = incoming.operator_id, incoming.values
    router_id, username = values.get("router_id"), incoming.username
    found: list[tuple[str, str, _Key]] = []
    person = (operator_id, values["mobile"], values["name"])
    if incoming.code:
        key: _Key = ("customer_id", codes.fold(incoming.code))
        found.append(("customer_id", incoming.code, key))
    elif incoming.is_gone:
        key = ("gone", *person, router_id, username or incoming.end)
        found.append(("mobile", values["mobile"], key))
    elif not username:
        found.append(("mobile", values["mobile"], ("line", *person, incoming.end)))
    if username and not incoming.is_gone:
        found.append(("username", username, ("username", operator_id, router_id, username)))
    return found


class There:
    """Customers who may be meant by some rows, by each way in which a row names one."""

    def __init__(self, rows: Sequence[Customer]) -> None:
        self._said: dict[str, list[Customer]] = defaultdict(list)
        self._by: dict[tuple[str, str, bool], list[Customer]] = defaultdict(list)
        for row in rows:
            self._said[codes.fold(row.code)].append(row)
            for column in ("username", "mobile"):
                if value := getattr(row, column):
                    self._by[column, value, row.status is CustomerStatus.LEFT].append(row)

    @classmethod
    async def look(cls, part: Sequence[Incoming], besides: Collection[int] = ()) -> There:
        """Read whoever some rows may mean, without those `besides`."""
        ways = {
            "code": await codes.spelled({row.code for row in part} - {""}),
            "username": {row.username for row in part},
            "mobile": {row.values["mobile"] for row in part},
        }
        found: dict[int, Customer] = {}
        for column, given in ways.items():
            if wanted := given - {""}:
                for row in await Customer.filter(**{f"{column}__in": wanted}).order_by("id"):
                    found[row.id] = row
        return cls([row for row in found.values() if row.id not in besides])

    def called(self, code: str) -> Customer | None:
        """Who has that code, however it is spelled.

        Raises `LineDoubtful` where two have it who differ in case only.
        """
        found = self._said.get(codes.fold(code), [])
        exact = [row for row in found if row.code == code] or found
        if len(exact) > 1:
            raise LineDoubtful(customer=", ".join(row.code for row in exact))
        return exact[0] if exact else None

    def having(self, column: str, value: str, *, left: bool = False) -> list[Customer]:
        """Who has that username or mobile, and has not left; or of those who have."""
        return self._by.get((column, value, left), [])


def match(
    incoming: Incoming, there: There, seen: Seen, operators: Mapping[int, Any]
) -> Customer | None:
    """The customer whom the row speaks of, None for a new one.

    Raises `CustomerOfAnother` for another operator's, `LineDoubtful` where it can't be told.
    """
    if incoming.code:
        row = there.called(incoming.code)
        if row is None:
            _check_new(incoming, there, seen, operators)
            return None
        if incoming.operator_said and row.operator_id != incoming.operator_id:
            raise CustomerOfAnother(customer=row.code)
        _check_person(incoming, row, there)
        return row
    who_left = _persons(incoming, there, seen, operators, left=True)
    if incoming.is_gone and (exact := _exact(incoming, who_left.same)):
        return _only(exact)
    row = _by_username(incoming, there, seen) if incoming.username else None
    row = row or _by_person(incoming, there, seen, operators, who_left)
    if row is None and (incoming.is_gone or incoming.has_money):
        _check_left(_may_be(incoming, who_left) or _once_there(incoming, there, seen))
    return row


def _check_left(doubtful: Sequence[Customer]) -> None:
    """What these owed before they left stands in the books: it is nobody's a second time."""
    if doubtful:
        raise _doubt(doubtful)


def _by_username(incoming: Incoming, there: There, seen: Seen) -> Customer | None:
    mine = [
        row
        for row in there.having("username", incoming.username)
        if row.operator_id == incoming.operator_id
        and not _another("router_id", incoming, row)
        and not seen.frees(row, incoming)
        and not (incoming.is_gone and _keeps(row, incoming, seen))
    ]
    if len(mine) > 1:
        exact = [row for row in mine if row.router_id == incoming.values.get("router_id")]
        mine = exact or mine
    if len(mine) == 1 and is_another(incoming, mine[0]):
        raise LineDoubtful(customer=mine[0].code, name=mine[0].name)
    return _only(mine)


def _keeps(row: Customer, incoming: Incoming, seen: Seen) -> bool:
    """Whether somebody else has by now what the row's customer had before they left."""
    return is_another(incoming, row) or seen.claims(row, incoming.line)


def _only(rows: Sequence[Customer]) -> Customer | None:
    """The one customer, if there is any; raises `LineDoubtful` where there are more."""
    if len(rows) > 1:
        raise _doubt(rows)
    return rows[0] if rows else None


def _doubt(rows: Sequence[Customer]) -> LineDoubtful:
    return LineDoubtful(customer=", ".join(row.code for row in rows[:5]))


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
    """A code alone makes nobody of who has left, nor of whose code is spelled otherwise, nor
    somebody who is there already, another person."""
    if not is_another(incoming, row):
        return
    mobile, name = incoming.values["mobile"], incoming.values["name"]
    slipped = any(other.name == name for other in there.having("mobile", mobile))
    left = row.status is CustomerStatus.LEFT
    if left or slipped or row.code != incoming.code:
        raise LineDoubtful(customer=row.code, name=row.name)


class _People(NamedTuple):
    same: list[Customer]  # whose line may be the row's
    other: list[Customer]  # who have another


def _persons(
    incoming: Incoming,
    there: There,
    seen: Seen,
    operators: Mapping[int, Any],
    *,
    left: bool = False,
) -> _People:
    """Customers of that mobile and name, those who have `left` or all others.

    Whom another row of the file speaks of is none of them.
    """
    found = _People([], [])
    for row in there.having("mobile", incoming.values["mobile"], left=left):
        if row.name != incoming.values["name"] or seen.claims(row, incoming.line):
            continue
        if row.operator_id != incoming.operator_id:
            if not incoming.operator_said and row.operator_id in operators:
                found.other.append(row)
            continue
        differ = any(_another(name, incoming, row) for name in _LINE)
        (found.other if differ else found.same).append(row)
    return found


_LINE = ("router_id", "username", "ip", "connection")


def _another(name: str, incoming: Incoming, row: Customer) -> bool:
    """Whether the row says other than what is there."""
    said, there = incoming.values.get(name), getattr(row, name)
    return bool(said and there and said != there)


def _exact(incoming: Incoming, rows: Sequence[Customer]) -> list[Customer]:
    """Those whose line is told by the row, and not only not told apart."""
    return [
        row
        for row in rows
        if row.username == incoming.username
        and (incoming.username or (row.ip or row.mac) == incoming.end)
    ]


def _by_person(
    incoming: Incoming, there: There, seen: Seen, operators: Mapping[int, Any], who_left: _People
) -> Customer | None:
    here = _persons(incoming, there, seen, operators)
    if exact := _exact(incoming, here.same):
        return _only(exact)
    if incoming.is_gone:
        here = _People(who_left.same or here.same, who_left.other + here.other)
    if here.same:
        return _only(here.same)
    if doubtful := _may_be(incoming, here):
        raise _doubt(doubtful)
    return None


def _may_be(incoming: Incoming, people: _People) -> list[Customer]:
    """Another username is another line; the same one elsewhere may be a line that was moved."""
    if people.same or not incoming.username:
        return people.same or people.other
    return [row for row in people.other if row.username == incoming.username]


def _once_there(incoming: Incoming, there: There, seen: Seen) -> list[Customer]:
    """Who has left that username, and may be the row's person in another spelling."""
    mobile = incoming.values["mobile"]
    return [
        row
        for row in there.having("username", incoming.username, left=True)
        if row.operator_id == incoming.operator_id
        and not _another("router_id", incoming, row)
        and not is_another(incoming, row)
        and (incoming.is_gone or mobile in {row.mobile, row.whatsapp})
        and not seen.claims(row, incoming.line)
    ]


def _check_new(incoming: Incoming, there: There, seen: Seen, operators: Mapping[int, Any]) -> None:
    """A code that nobody has: nobody's line stands under another one already."""
    taken = [
        row
        for row in there.having("username", incoming.username)
        if row.operator_id == incoming.operator_id
        and None in {row.router_id, incoming.values.get("router_id")}
        and not seen.frees(row, incoming)
        and not (incoming.is_gone and _keeps(row, incoming, seen))
    ]
    same = _persons(incoming, there, seen, operators).same
    if incoming.is_gone:
        same += _persons(incoming, there, seen, operators, left=True).same
    if doubtful := taken or same:
        raise _doubt(doubtful)
