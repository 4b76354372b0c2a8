"""Bringing customers in from a file: what each row means, before anything is written.

Rows are texts under the headings of `cells.HEADINGS`. A row is an existing customer's by its
customer ID, or without one by its username, or by its mobile and name; so that the same file
may come twice. An empty cell leaves an existing customer as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain import calendar, clock, db
from domain.customers import cells
from domain.customers.models import Customer, CustomerStatus
from domain.customers.references import Missing, References
from domain.errors import DomainError, InvalidValue, NotFound, RowRepeated, UsernameTaken
from domain.staff.rights import SYSTEM, Actor

FIRST_LINE = 2  # the headings are line 1
_CHUNK = 500
_ID_LENGTH = 24

Row = Mapping[str, str]


@dataclass(slots=True)
class Incoming:
    """One row: columns of the customer, and money in minor units that is brought in with them."""

    line: int
    customer_id: str  # empty: to be made
    operator_id: int
    currency: str
    values: dict[str, Any]  # columns that the row says something of
    usual: dict[str, Any]  # what a new customer has where the row says nothing
    opening_due: int = 0
    advance: int = 0
    row_id: int | None = None  # of the customer who is there already
    differs: bool = False  # whether that customer would change


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row can't come: the key and values of a refusal."""

    line: int
    key: str
    values: dict[str, object]


@dataclass(slots=True)
class Plan:
    """What would happen; `missing` is made first where that was asked for."""

    rows: Sequence[Row]
    new: list[Incoming] = field(default_factory=list)
    changed: list[Incoming] = field(default_factory=list)
    same: list[Incoming] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    unknown_headings: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


async def plan(rows: Sequence[Row], *, create_missing: bool = False, actor: Actor = SYSTEM) -> Plan:
    """What the rows would make and change; nothing is written.

    Zones, packages, operators, billing profiles and routers are matched by code or name. Unknown
    ones are errors of their row, or with `create_missing` stand in `missing`.
    """
    actor.require("customer.edit")
    made = Plan(rows)
    headings = {heading for row in rows for heading in row}
    made.unknown_headings = sorted(headings - cells.HEADINGS)
    reader = _Reader(actor, await References.load(actor), create_missing)
    for start in range(0, len(rows), _CHUNK):
        part = []
        for number, row in enumerate(rows[start : start + _CHUNK], start + FIRST_LINE):
            if row:
                incoming = reader.read(number, row, made)
                part += [incoming] if incoming else []
        await _sort_in(part, made, reader)
    made.errors.sort(key=lambda error: error.line)
    made.missing = list(reader.missing.values())
    return made


class _Reader:
    """Reads rows one by one, and remembers what it has seen."""

    def __init__(self, actor: Actor, references: References, create_missing: bool) -> None:
        self.actor = actor
        self.references = references
        self.create_missing = create_missing
        self.missing: dict[tuple[str, str, str], Missing] = {}
        self.seen: dict[tuple[str, str], int] = {}

    def read(self, line: int, row: Row, made: Plan) -> Incoming | None:
        """The row's meaning; None, with an error in the plan, when it has none."""
        try:
            return self._read(line, row)
        except DomainError as why:
            made.errors.append(RowError(line, why.key, dict(why.values)))
            return None

    def _read(self, line: int, row: Row) -> Incoming:
        for name, example in (("name", "Rahim Uddin"), ("mobile", "01711-111111")):
            if not row.get(name):
                raise InvalidValue(field=name, given="", example=example)
        pointed, operator_id, missing = self._pointed(row)
        operator = self.references.operator(operator_id)
        today = calendar.today(clock.now(), operator.timezone)
        place = cells.Place(operator.region, operator.currency, today)
        values = {
            column: read(row[heading], place)
            for heading, (column, read) in cells.COLUMNS.items()
            if row.get(heading)
        }
        incoming = Incoming(
            line=line,
            customer_id=row.get("customer_id", ""),
            operator_id=operator_id,
            currency=operator.currency,
            values={**values, **pointed},
            usual={
                "operator_id": operator_id,
                "language": operator.language,
                "joined_on": today,
                "billing_profile_id": self.references.usual_profile(operator_id),
            },
            opening_due=cells.amount(row.get("opening_due") or "0", place),
            advance=cells.amount(row.get("advance") or "0", place),
        )
        if len(incoming.customer_id) > _ID_LENGTH:
            raise InvalidValue(field="customer_id", given=incoming.customer_id[:40], example="1023")
        self._once(incoming)
        for thing in missing:
            self.missing.setdefault(thing.key, thing)
        return incoming

    def _pointed(self, row: Row) -> tuple[dict[str, int], int, list[Missing]]:
        """The columns that point to other rows, the operator, and what is to be made first.

        Without an operator it is the zone's.
        """
        pointed: dict[str, int] = {}
        missing: list[Missing] = []
        operator_id: int | None = None
        for kind in cells.REFERENCES:
            given = row.get(kind, "")
            if not given:
                continue
            found = self.references.find(kind, given, operator_id)
            if found is None:
                missing.append(self._missing(kind, given, row))
                continue
            pointed[f"{kind}_id"], owner = found
            if kind in {"operator", "zone"} and operator_id is None:
                operator_id = owner
        return pointed, operator_id or self.references.own, missing

    def _missing(self, kind: str, given: str, row: Row) -> Missing:
        if not self.create_missing:
            raise NotFound(what=kind, given=given)
        wanted = Missing(kind, given, row.get("operator", ""), row.get("price", ""))
        wanted.check()
        return wanted

    def _once(self, incoming: Incoming) -> None:
        username = incoming.values.get("username", "")
        for name, given in (("customer_id", incoming.customer_id), ("username", username)):
            earlier = self.seen.setdefault((name, given), incoming.line) if given else None
            if earlier not in (None, incoming.line):
                raise RowRepeated(field=name, given=given, line=earlier)


async def _sort_in(part: list[Incoming], made: Plan, reader: _Reader) -> None:
    """Tell who is there already, and who of them would change."""
    there = await _there(part)
    for incoming in part:
        row = _match(incoming, there)
        try:
            _check(incoming, row, reader)
            _check_username(incoming, row, there)
        except DomainError as why:
            made.errors.append(RowError(incoming.line, why.key, dict(why.values)))
            continue
        if row is None:
            incoming.values = {**incoming.usual, **incoming.values}
            made.new.append(incoming)
            continue
        incoming.row_id, incoming.customer_id = row.id, row.customer_id
        incoming.differs = any(
            getattr(row, name) != value for name, value in incoming.values.items()
        )
        (made.changed if incoming.differs else made.same).append(incoming)


def _check(incoming: Incoming, row: Customer | None, reader: _Reader) -> None:
    """The actor reaches the customer, and a new one has what nobody can be without."""
    values = incoming.values
    zone_id = values.get("zone_id", row.zone_id if row else None)
    if not reader.actor.sees_zone(zone_id):
        raise NotFound(what="zone", given="")
    if row is not None:
        reached = row.operator_id in reader.references.operators
        if not reached or not reader.actor.sees_zone(row.zone_id):
            raise NotFound(what="customer", given=incoming.customer_id)
        return
    for needed in ("package", "billing_profile"):
        waits = any(kind == needed for kind, _, _ in reader.missing)
        if not (values.get(f"{needed}_id") or incoming.usual.get(f"{needed}_id") or waits):
            raise InvalidValue(field=needed, given="", example=reader.references.example(needed))


def _check_username(
    incoming: Incoming, row: Customer | None, there: Mapping[tuple[str, ...], Customer]
) -> None:
    """Nobody else of that router has the username: the secret of both would be one."""
    given = incoming.values.get("username", "")
    router_id = incoming.values.get("router_id", row.router_id if row else None)
    other = there.get(("secret", str(router_id), given)) if given and router_id else None
    if other is not None and (row is None or other.id != row.id):
        raise UsernameTaken(given=given, customer=other.customer_id)


async def _there(part: Sequence[Incoming]) -> dict[tuple[str, ...], Customer]:
    """Customers who may be meant, by each way in which a row names one."""
    ways = (
        ("customer_id", [row.customer_id for row in part]),
        ("username", [row.values.get("username", "") for row in part]),
        ("mobile", [row.values["mobile"] for row in part]),
    )
    found: dict[tuple[str, ...], Customer] = {}
    for column, given in ways:
        wanted = {text for text in given if text}
        if wanted:
            for row in await Customer.filter(**{f"{column}__in": wanted}).order_by("-id"):
                found["customer_id", row.customer_id] = row
                found["username", row.username] = row
                if row.status is not CustomerStatus.LEFT:
                    found["secret", str(row.router_id), row.username] = row
                found["mobile", row.mobile, row.name] = row
    return found


def _match(incoming: Incoming, there: Mapping[tuple[str, ...], Customer]) -> Customer | None:
    if incoming.customer_id:
        return there.get(("customer_id", incoming.customer_id))
    if username := incoming.values.get("username"):
        return there.get(("username", username))
    return there.get(("mobile", incoming.values["mobile"], incoming.values["name"]))


async def meet(part: Sequence[Incoming], *, besides: Collection[int]) -> None:
    """Give new customers the row of who has come in meanwhile, `besides` those of this import."""
    new = [row for row in part if row.row_id is None]
    there = {way: row for way, row in (await _there(new)).items() if row.id not in besides}
    for incoming in new:
        if (row := _match(incoming, there)) is not None:
            incoming.row_id, incoming.customer_id = row.id, row.customer_id


async def insert(part: Sequence[Incoming]) -> None:
    """Write new customers in the caller's transaction and give each its row id.

    Whoever came in meanwhile under the same customer ID is left as they are.
    """
    columns = sorted(_DEFAULTS | _REQUIRED)
    places = ", ".join(f"${place}" for place in range(1, len(columns) + 2))
    await db.run_many(
        f"INSERT INTO customer (customer_id, {', '.join(columns)}) VALUES ({places})"
        " ON CONFLICT (customer_id) DO NOTHING",
        [
            (row.customer_id, *(_stored({**_DEFAULTS, **row.values}.get(name)) for name in columns))
            for row in part
        ],
    )
    said = {row.customer_id for row in part}
    ids = {row.customer_id: row.id for row in await Customer.filter(customer_id__in=said)}
    for row in part:
        row.row_id = ids[row.customer_id]


_REQUIRED = {
    name: None
    for name in (
        "name", "mobile", "operator_id", "zone_id", "package_id", "billing_profile_id",
        "router_id", "language", "joined_on", "expires_on", "price_minor",
    )
}  # fmt: skip
_DEFAULTS: dict[str, Any] = {
    "whatsapp": "", "email": "", "address": "", "connection": "pppoe", "username": "", "ip": "",
    "mac": "", "discount_minor": 0, "exempt": False, "status": "active",
}  # fmt: skip


def _stored(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def chunks(rows: Sequence[Incoming], size: int) -> Iterable[Sequence[Incoming]]:
    """The rows in parts of at most `size`."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
