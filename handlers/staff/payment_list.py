"""All payments as a list: narrowed and searched by typed words or by buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain import clock
from domain.calendar import today
from domain.payments import listing
from domain.payments.listing import PaymentFilter, PaymentRow
from domain.payments.states import Method, PaymentStatus
from domain.ports import Ports, Texts
from domain.ports.lists import Listed
from domain.reports import lists
from domain.staff.rights import Actor
from handlers.staff import filters, list_files, narrowing
from handlers.staff.filters import Filter, Place
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, in_rows, plain
from handlers.ui.turns import Turn

WORDS = {
    **{f"method-words-{each}": (each.value,) for each in Method if each is not Method.ONLINE},
    "payments-words-online": (Method.ONLINE.value,),
}
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Sought:
    """What the list is narrowed to: the statuses of `where` are methods, `collector` took it."""

    where: Filter = field(default_factory=Filter)
    collector: int = 0
    text: str = ""

    def packed(self) -> str:
        """As a button carries it."""
        return f"{self.where.packed()},{self.collector},{self.text}"

    @classmethod
    def of(cls, packed: str) -> Sought:
        """From what a button carried."""
        if not packed:
            return cls()
        *where, collector, text = packed.split(",", 7)
        return cls(Filter.of(",".join(where)), int(collector), text)

    def chosen(self) -> PaymentFilter:
        """As the domain takes it."""
        where = self.where
        return PaymentFilter(
            operator_id=where.operator or None,
            zone_id=where.zone or None,
            package_id=where.package or None,
            methods=frozenset(Method(name) for name in where.statuses),
            staff_id=self.collector or None,
            paid_from=date.fromisoformat(where.since) if where.since else None,
            paid_to=date.fromisoformat(where.until) if where.until else None,
            text=self.text,
        )


@command("payments", right="amount.see", args="[FILTER]", home=5)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/payments cash chand 2026-11`; what means nothing else is looked for in the payments."""
    return await show(actor, ports, (await _typed(turn, actor, ports.texts)).packed())


async def _typed(turn: Turn, actor: Actor, texts: Texts) -> Sought:
    known = [*await filters.places(actor), *await _collectors(actor)]
    said = filters.understand(
        turn.words, known, filters.words_for(texts, WORDS), today(clock.now(), actor.timezone)
    )
    found = Sought(
        Filter(
            statuses=tuple(dict.fromkeys(said.meant)),
            since=min(said.days, default=""),
            until=max(said.days, default=""),
        ),
        text=" ".join(said.unread)[:LONGEST],
    )
    for place in said.places:
        found = _at(found, place.kind, place.id)
    return found


async def _collectors(actor: Actor) -> list[Place]:
    taken = await listing.collectors(actor)
    return [Place("collector", staff_id, name, "") for staff_id, name in taken]


def _at(sought: Sought, kind: str, id_: int) -> Sought:
    if kind == "collector":
        return replace(sought, collector=id_)
    return replace(sought, where=sought.where.at(kind, id_))


@screen("payments", right="amount.see")
async def show(actor: Actor, ports: Ports, packed: str = "", offset: int = 0) -> Screen:
    """A page of the list, the newest first."""
    sought = Sought.of(packed)
    rows = await listing.page(actor, sought.chosen(), offset=offset, limit=paging.PAGE)
    totals = await listing.totals(actor, sought.chosen())
    blocks: list[Block] = [Lines(Text("payments-title"), *await _narrowed(actor, sought))]
    if totals:
        blocks.append(
            Lines(
                *(
                    Text("payments-total", payments=each.payments, amount=each.amount)
                    for each in totals
                )
            )
        )
        blocks += [_described(row) for row in rows]
    else:
        blocks.append(Text("payments-none"))
    count = sum(each.payments for each in totals)
    return Screen(
        tuple(blocks),
        (
            *((button(row),) for row in rows),
            paging.by_offset("payments", packed, offset=offset, shown=len(rows), total=count),
            *_narrowing(packed),
            list_files.buttons("payments", packed) if totals else (),
            guide.HOME,
        ),
    )


@list_files.of("payments")
async def whole(actor: Actor, packed: str) -> Listed:
    """All that the filter leaves."""
    return await lists.payments(actor, Sought.of(packed).chosen())


def button(row: PaymentRow) -> Button:
    """One of several payments, to open its card."""
    label = Text("payments-row", name=row.customer_name, amount=row.amount, on=row.paid_on)
    return Button(_marked(row, label), "payment", (row.id,))


def _marked(row: PaymentRow, label: Text) -> Text:
    """With a sign where it was taken back, or some of it given back."""
    if row.status is PaymentStatus.REVERSED:
        return Text("account-taken-back", payment=label)
    return Text("account-given-back", payment=label) if row.given_back else label


def _described(row: PaymentRow) -> Lines:
    method = Text(f"method-{row.method.value}")
    return Lines(
        _marked(row, Text("payments-line", on=row.paid_on, amount=row.amount, method=method,
                          name=row.customer_name, id=row.customer_code)),
        Text("payments-by", who=row.taken_by) if row.taken_by else None,
        Text("paid-txn", txn=row.txn_id) if row.txn_id else None,
        Text("payments-note", note=row.note) if row.note else None,
    )  # fmt: skip


async def _narrowed(actor: Actor, sought: Sought) -> Sequence[Text]:
    """What the list is narrowed to, in words."""
    known = await filters.places(actor)
    known += await _collectors(actor) if sought.collector else []
    methods = [Text(f"method-{name}") for name in sought.where.statuses]
    return [
        *([Text("payments-methods", methods=methods)] if methods else []),
        *narrowing.in_words(sought.where, known, collector=sought.collector),
        *([Text("payments-sought", text=sought.text)] if sought.text else []),
    ]


def _narrowing(packed: str) -> tuple[Row, ...]:
    row = tuple(
        Button(Text(f"payments-by-{what}"), "payments.pick", (packed, what))
        for what in ("method", "date", "collector", "operator")
    )
    return in_rows(row)


@action("payments.pick", right="amount.see", refresh="payments")
async def pick(turn: Turn, actor: Actor, ports: Ports, packed: str, what: str) -> Screen:
    """The choices of one filter; the one in force is marked."""
    sought = Sought.of(packed)
    if what == "method":
        rows = _methods(sought)
    elif what == "date":
        rows = _dates(actor, sought)
    else:
        rows = await _people_and_places(actor, sought, what)
    return Screen(
        (Text(f"payments-ask-{what}"),),
        (*in_rows(rows), (Button(Text("back"), "payments", (packed,)),)),
    )


def _choice(label: Text, changed: Sought, *, chosen: bool) -> Button:
    return narrowing.choice("payments", label, changed.packed(), chosen=chosen)


def _methods(sought: Sought) -> list[Button]:
    def by(*names: str) -> Sought:
        return replace(sought, where=replace(sought.where, statuses=names))

    now = sought.where.statuses
    return [
        _choice(Text("payments-any-method"), by(), chosen=not now),
        *(
            _choice(Text(f"method-{each.value}"), by(each.value), chosen=now == (each.value,))
            for each in Method
        ),
    ]


def _dates(actor: Actor, sought: Sought) -> list[Button]:
    def choose(label: Text, where: Filter, chosen: bool) -> Button:
        return _choice(label, replace(sought, where=where), chosen=chosen)

    return narrowing.dates(actor, sought.where, choose)


async def _people_and_places(actor: Actor, sought: Sought, kind: str) -> list[Button]:
    known = await _collectors(actor) if kind == "collector" else await filters.places(actor)
    now = sought.collector if kind == "collector" else getattr(sought.where, kind, 0)
    offered = [place for place in known if place.kind == kind][: narrowing.OFFERED]
    return [
        _choice(Text(f"payments-any-{kind}"), _at(sought, kind, 0), chosen=not now),
        *(
            _choice(plain(place.name), _at(sought, kind, place.id), chosen=now == place.id)
            for place in offered
        ),
    ]
