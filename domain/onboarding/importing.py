"""Bringing customers in from a file: what each row means, before anything is written.

Rows are texts under the headings of `cells.FIELDS`; `matching` tells whose a row is, so that the
same file may come twice. An empty cell leaves an existing customer as they are, and so does a
status: that moves by the rules, or where it was asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain import calendar, clock, reach, signs
from domain.customers import codes, letters
from domain.customers.models import Connection, Customer, CustomerStatus
from domain.errors import (
    DomainError,
    HeadingMissing,
    InvalidValue,
    LettersMixed,
    LettersUnseen,
    NotFound,
)
from domain.onboarding import cells, fitting, headings
from domain.onboarding.claims import Claims
from domain.onboarding.matching import Incoming, Seen, There, is_another, match
from domain.onboarding.references import Missing, References
from domain.staff.rights import SYSTEM, Actor

FIRST_LINE = 2  # the headings are line 1
_NAMED_AT_ONCE = 500
_ID_LENGTH = 24
_SHARED = "import-mobile-shared"
_STAYS = "import-status-stays"
_PERSON = "import-person-changes"
_UNHELD = "import-address-unheld"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row can't come: the key and values of a refusal; or what is to be noted of it."""

    line: int
    key: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the rows stood: their headings and line, the column and number of each."""

    headings: Collection[str]
    heading_line: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[int] = ()

    def cell(self, heading: str, line: int) -> str:
        """As spreadsheets call it: `D5`; without a column the heading."""
        column = self.columns.get(heading)
        return f"{column}{line}" if column else heading


@dataclass(slots=True)
class Plan:
    """What would happen; `missing` is made first where that was asked for."""

    rows: Sequence[Row]
    sheet: Sheet
    set_status: bool
    greet: bool
    references: References
    claims: Claims
    seen: Seen
    new: list[Incoming] = field(default_factory=list)
    changed: list[Incoming] = field(default_factory=list)
    same: list[Incoming] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowError] = field(default_factory=list)
    unknown_headings: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    def refuse(self, line: int, why: DomainError) -> None:
        """Leave a row out, and say why."""
        self.errors.append(RowError(line, why.key, dict(why.values)))

    def leave_out(self, rows: Collection[Incoming]) -> None:
        """Take rows back that were to come."""
        lines = {row.line for row in rows}
        for kind in (self.new, self.changed, self.same) if lines else ():
            kind[:] = [row for row in kind if row.line not in lines]


async def plan(
    rows: Sequence[Row],
    *,
    sheet: Sheet | None = None,
    create_missing: bool = False,
    set_status: bool = False,
    greet: bool = False,
    actor: Actor = SYSTEM,
) -> Plan:
    """What the rows would make and change; nothing is written.

    Zones, packages, operators, billing profiles and routers are matched by code or name. Unknown
    ones are errors of their row, or with `create_missing` stand in `missing`. New customers are
    only brought over, and nobody greets them, unless `greet` says that they are new. Raises
    `HeadingMissing` for a file that lacks what every row needs.
    """
    actor.require("customer.edit")
    sheet = sheet or Sheet(sorted({heading for row in rows for heading in row}))
    _check_headings(sheet)
    references = await References.load(actor)
    claims = Claims(_sight(actor, references))
    made = Plan(rows, sheet, set_status, greet, references, claims, Seen(moves=set_status))
    made.unknown_headings = sorted(set(sheet.headings) - cells.FIELDS.names)
    reader = _Reader(actor, made, create_missing)
    lines = sheet.lines or range(FIRST_LINE, len(rows) + FIRST_LINE)
    read = [reader.read(line, row) for line, row in zip(lines, rows, strict=True) if row]
    coming = [incoming for incoming in read if incoming is not None]
    for part in portions(coming):
        await _sort_in(part, made, reader)
    refuse_taken(made.claims, made)
    _name_missing_headings(made, reader)
    made.errors.sort(key=lambda error: error.line)
    made.notes.sort(key=lambda note: note.line)
    made.missing = list(reader.missing.values())
    return made


def _check_headings(sheet: Sheet) -> None:
    lacking = [name for name in headings.NEEDED if name not in sheet.headings]
    if not lacking:
        return
    slips = headings.slips(sorted(set(sheet.headings) - cells.FIELDS.names), sheet.headings)
    near = next((given for given, meant in slips.items() if meant == lacking[0]), "")
    raise HeadingMissing(heading=lacking[0] if near else ", ".join(lacking), nearest=near)


def _name_missing_headings(made: Plan, reader: _Reader) -> None:
    """What the file lacks for every new customer is said once, of its headings."""
    for needed, count in reader.lacking.items():
        slips = headings.slips(made.unknown_headings, made.sheet.headings)
        near = next((given for given, meant in slips.items() if meant == needed), "")
        why = HeadingMissing(heading=needed, nearest=near, count=count)
        made.refuse(made.sheet.heading_line, why)


class _Reader:
    """Reads rows one by one, and remembers what it has seen."""

    def __init__(self, actor: Actor, made: Plan, create_missing: bool) -> None:
        self.actor = actor
        self.made = made
        self.references = made.references
        self.create_missing = create_missing
        self.missing: dict[tuple[str, str, str], Missing] = {}
        self.lacking: Counter[str] = Counter()

    def read(self, line: int, row: Row) -> Incoming | None:
        """The row's meaning; None, with an error in the plan, when it has none."""
        try:
            return self._read(line, self._cleaned(line, row))
        except DomainError as why:
            if isinstance(why, LettersMixed):
                why.values["cell"] = self.made.sheet.cell(str(why.values["field"]), line)
            self.made.refuse(line, why)
            return None

    def _cleaned(self, line: int, row: Row) -> Row:
        clean = {}
        for heading in cells.FIELDS.names & row.keys():
            try:
                clean[heading] = cells.clean(heading, row[heading])
                letter = cells.unseen(row[heading]) if heading in headings.NEEDED else ""
                if letter:
                    raise LettersUnseen(field=heading, letter=letters.told(letter))
            except DomainError as why:
                why.values["cell"] = self.made.sheet.cell(heading, line)
                raise
        return clean

    def _read(self, line: int, row: Row) -> Incoming:
        for name in headings.NEEDED:
            if not row.get(name):
                raise cells.FIELDS[name].lacking()
        pointed, owners, operator_id, missing = self._pointed(row)
        operator = self.references.operator(operator_id or self.references.own)
        today = calendar.today(clock.now(), operator.timezone)
        place = cells.Place(operator.region, operator.currency, today)
        values = {
            cells.KEPT_AS.get(field.name, field.name): field.read(row[field.name], place)
            for field in cells.OF_CUSTOMER
            if row.get(field.name)
        }
        incoming = Incoming(
            line=line,
            code=codes.plain(row.get("customer_id", "")),
            operator_id=operator.id,
            operator_said=operator_id is not None,
            currency=operator.currency,
            values={**values, **pointed},
            usual={
                "operator_id": operator.id,
                "language": operator.language,
                "joined_on": today,
                "billing_profile_id": self.references.usual_profile(operator.id),
            },
            pointed=owners,
            free=cells.is_free(row.get("price", "")),
            opening_due=cells.amount(row.get("opening_due") or "0", place),
            advance=cells.amount(row.get("advance") or "0", place),
        )
        signs.within("customer_id", incoming.code, _ID_LENGTH)
        self.made.seen.once(incoming)
        if (other := self.made.seen.sharing(incoming)) is not None:
            self.made.notes.append(RowError(line, _SHARED, {"line": other, "customer": None}))
        for thing in missing:
            self.missing.setdefault(thing.key, thing)
        return incoming

    def _pointed(
        self, row: Row
    ) -> tuple[
        dict[str, int], list[tuple[str, str, int | None]], int | None, list[Missing]
    ]:  # fmt: skip
        """The columns that point to other rows and whose those are, the operator if the row says
        one, and what is to be made first.

        Without an operator it is the zone's.
        """
        pointed: dict[str, int] = {}
        owners: list[tuple[str, str, int | None]] = []
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
            owners.append((kind, given, owner))
            if kind in {"operator", "zone"} and operator_id is None:
                operator_id = owner
        return pointed, owners, operator_id, missing

    def _missing(self, kind: str, given: str, row: Row) -> Missing:
        if not self.create_missing:
            raise NotFound(what=kind, given=given)
        wanted = Missing(kind, given, row.get("operator", ""), row.get("price", ""))
        wanted.check()
        return wanted

    def lacks(self, incoming: Incoming) -> str:
        """What a new customer can't be without and the row does not say."""
        for needed in ("package", "billing_profile"):
            waits = any(kind == needed for kind, _, _ in self.missing)
            said = incoming.values.get(f"{needed}_id") or incoming.usual.get(f"{needed}_id")
            if not (said or waits):
                return needed
        return ""


async def _sort_in(part: Sequence[Incoming], made: Plan, reader: _Reader) -> None:
    """Tell who is there already, and who of them would change."""
    there = await There.look(part)
    coming: list[tuple[Incoming, Customer | None]] = []
    sees = _sight(reader.actor, made.references)
    for incoming in part:
        try:
            _refuse_unseen(incoming, there, sees)
            row = match(incoming, there, made.seen, made.references.operators)
            fitting.check(incoming, row, reader.actor, made.references)
            if row is not None:
                made.seen.meet(incoming, row)
        except DomainError as why:
            made.refuse(incoming.line, why)
            continue
        if row is not None:
            _take_old(incoming, row, made)
        elif not _take_new(incoming, list(filter(sees, _sharing(incoming, there))), made, reader):
            continue
        _note_unheld(incoming, row, made)
        coming.append((incoming, row))
    await made.claims.take(coming)


def refuse_taken(claims: Claims, made: Plan) -> list[Incoming]:
    """Leave the rows out, and say why, that would have what another customer of a router has."""
    refused: list[Incoming] = []

    def refuse(incoming: Incoming, why: DomainError) -> None:
        made.refuse(incoming.line, why)
        refused.append(incoming)

    claims.decide(refuse)
    made.leave_out(refused)
    return refused


def _sight(actor: Actor, references: References) -> Callable[[Customer], bool]:
    """Which customers the actor may hear of."""
    return lambda row: (
        row.operator_id in references.operators and reach.in_zones(actor, row.zone_id)
    )


def _sharing(incoming: Incoming, there: There) -> Sequence[Customer]:
    return there.having("mobile", incoming.values["mobile"])


def _refuse_unseen(incoming: Incoming, there: There, sees: Callable[[Customer], bool]) -> None:
    """Nothing is told of who has the code and is another one's to see."""
    row = there.called(incoming.code) if incoming.code else None
    if row is not None and not sees(row):
        raise NotFound(what="customer", given=incoming.code)


def _take_new(incoming: Incoming, sharing: Sequence[Customer], made: Plan, reader: _Reader) -> bool:
    needed = reader.lacks(incoming)
    if needed and needed not in made.sheet.headings:
        reader.lacking[needed] += 1
        return False
    if needed:
        example = made.references.example(needed)
        made.refuse(incoming.line, InvalidValue(field=needed, given="", example=example))
        return False
    incoming.values = {**incoming.usual, **incoming.values}
    made.new.append(incoming)
    if other := next((row for row in sharing if row.name != incoming.values["name"]), None):
        told: dict[str, object] = {"line": None, "customer": other.code}
        made.notes.append(RowError(incoming.line, _SHARED, told))
    return True


def _note_unheld(incoming: Incoming, row: Customer | None, made: Plan) -> None:
    """Whom no router could suspend: by address, without one that RouterOS lists can hold."""
    if row is not None and not incoming.before.keys() & {"connection", "ip", "status"}:
        return
    connection = incoming.values.get("connection", row.connection if row else Connection.PPPOE)
    status = incoming.values.get("status") or incoming.status or (row.status if row else None)
    if status is CustomerStatus.LEFT or connection not in (Connection.STATIC, Connection.DHCP):
        return
    ip = incoming.values.get("ip", row.ip if row else "")
    if not ip or ":" in ip:
        told: dict[str, object] = {"given": ip, "connection": str(connection)}
        made.notes.append(RowError(incoming.line, _UNHELD, told))


def _take_old(incoming: Incoming, row: Customer, made: Plan) -> None:
    said = incoming.values.pop("status", None)
    incoming.row_id, incoming.code = row.id, row.code
    if is_another(incoming, row):
        who: dict[str, object] = {"customer": row.code, "name": row.name}
        made.notes.append(RowError(incoming.line, _PERSON, who))
    incoming.before = {
        name: getattr(row, name)
        for name, value in incoming.values.items()
        if getattr(row, name) != value
    }
    if said is not None and said != row.status:
        if made.set_status:
            incoming.status = said
            incoming.before["status"] = row.status
        else:
            told = {"customer": row.code, "status": row.status.value, "given": said.value}
            made.notes.append(RowError(incoming.line, _STAYS, told))
    (made.changed if incoming.differs else made.same).append(incoming)


def portions(rows: Sequence[Incoming]) -> Iterable[Sequence[Incoming]]:
    """The rows, so many at once as a statement may well name."""
    return (rows[start : start + _NAMED_AT_ONCE] for start in range(0, len(rows), _NAMED_AT_ONCE))


def groups(rows: Sequence[Incoming], plan: Plan) -> Iterable[Sequence[Incoming]]:
    """The rows that come together or not at all: one takes what another has."""
    heads, together = plan.claims.together(), dict[int, list[Incoming]]()
    for row in rows:
        together.setdefault(heads.get(row.line, row.line), []).append(row)
    return together.values()
