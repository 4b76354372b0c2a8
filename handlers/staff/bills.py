"""Bills as a list, narrowed by typed words or by buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain import clock
from domain.billing import bills
from domain.billing.bills import BillFilter, BillRow, Totals
from domain.billing.states import BillStatus
from domain.calendar import Period, today
from domain.ports import Ports, Texts
from domain.ports.lists import Listed
from domain.reports import lists
from domain.staff.rights import Actor
from handlers.staff import filters, list_files, narrowing
from handlers.staff.filters import Filter
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, in_rows
from handlers.ui.turns import Turn

OPEN = ("unpaid", "partial")
OVERDUE = "overdue"  # open, and past the due date
EVERY = ("unpaid", "partial", "paid", "void")
WORDS = {
    "bills-words-open": OPEN,
    "bills-words-unpaid": ("unpaid",),
    "bills-words-partial": ("partial",),
    "bills-words-paid": ("paid",),
    "bills-words-void": ("void",),
    "bills-words-overdue": (OVERDUE,),
    "bills-words-all": EVERY,
}


@command("bills", right="bill.see", args="[FILTER]", home=4)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/bills unpaid mirpur`: those that fit; without words what is still owed."""
    wanted = await _typed(turn, actor, ports.texts)
    return await listed(actor, ports, wanted.packed(), unread=wanted.unread)


async def _typed(turn: Turn, actor: Actor, texts: Texts) -> Filter:
    words_of = filters.words_for(texts, WORDS)
    known = await filters.places(actor)
    found = filters.read(turn.words, known, words_of, today(clock.now(), actor.timezone))
    return found if found.statuses else replace(found, statuses=OPEN)


@screen("bills", right="bill.see")
async def show(actor: Actor, ports: Ports, packed: str = "", offset: int = 0) -> Screen:
    """A page of the list."""
    return await listed(actor, ports, packed, offset)


async def listed(
    actor: Actor, ports: Ports, packed: str, offset: int = 0, unread: Sequence[str] = ()
) -> Screen:
    """A page of the list, and above it what was not understood."""
    wanted = Filter.of(packed)
    chosen = chosen_by(actor, wanted)
    rows = await bills.page(actor, chosen, offset=offset, limit=paging.PAGE)
    totals = await bills.totals(actor, chosen)
    count = sum(each.bills for each in totals)
    blocks: list[Block] = [
        Lines(
            Text("bills-title"),
            *await narrowed(actor, wanted),
            Text("bills-unread", words=" ".join(unread)) if unread else None,
        )
    ]
    if totals:
        blocks.append(Lines(*(total(each) for each in totals)))
    else:
        blocks.append(Text("bills-none"))
    return Screen(
        tuple(blocks),
        (
            *((button(row),) for row in rows),
            paging.by_offset("bills", packed, offset=offset, shown=len(rows), total=count),
            *_narrowing(packed),
            *_ways(actor, packed, bool(rows)),
            list_files.buttons("bills", packed) if totals else (),
            guide.HOME,
        ),
    )


@list_files.of("bills")
async def whole(actor: Actor, packed: str) -> Listed:
    """All that the filter leaves."""
    return await lists.bills(actor, chosen_by(actor, Filter.of(packed)))


def chosen_by(actor: Actor, wanted: Filter) -> BillFilter:
    """The bills that a filter means to this person; what is overdue is so on their day."""
    late = OVERDUE in wanted.statuses
    return BillFilter(
        operator_id=wanted.operator or None,
        zone_id=wanted.zone or None,
        package_id=wanted.package or None,
        statuses=frozenset(BillStatus(name) for name in wanted.statuses if name != OVERDUE),
        overdue_days=1 if late else None,
        on=today(clock.now(), actor.timezone) if late else None,
        issued_from=date.fromisoformat(wanted.since) if wanted.since else None,
        issued_to=date.fromisoformat(wanted.until) if wanted.until else None,
    )


def button(row: BillRow) -> Button:
    """One of several bills, to open it."""
    return Button(
        Text(
            "bills-row",
            status=Text(f"bill-icon-{row.status.value}"),
            name=row.customer_name,
            amount=row.due if row.due else row.total,
            on=row.due_on,
        ),
        "bill",
        (row.id,),
    )


def total(each: Totals) -> Text:
    """What a list comes to in one currency."""
    due = each.total - each.paid
    return Text("bills-total", bills=each.bills, total=each.total, paid=each.paid, due=due)


async def narrowed(actor: Actor, wanted: Filter) -> Sequence[Text]:
    """What the list is narrowed to, in words."""
    every = set(wanted.statuses) in ({*EVERY}, set())
    statuses = [Text(f"bill-status-{name}") for name in wanted.statuses]
    shown = Text("bills-statuses", statuses=Text("bills-all") if every else statuses)
    return [shown, *narrowing.in_words(wanted, await filters.places(actor))]


def _narrowing(packed: str) -> tuple[Row, ...]:
    return in_rows(
        [
            Button(Text(f"bills-by-{what}"), "bills.pick", (packed, what))
            for what in ("status", "date", "zone", "package", "operator")
        ],
        3,
    )


def _ways(actor: Actor, packed: str, some: bool) -> tuple[Row, ...]:
    month = str(Period.of(today(clock.now(), actor.timezone)))
    mark = Button(Text("mark-button"), "bills.mark", (packed,))
    without = Button(Text("billrun-missing"), "billrun.missing", (month,))
    return ((mark,) if some else (), (without,) if actor.can("bill.run") else ())


@action("bills.pick", right="bill.see", refresh="bills")
async def pick(turn: Turn, actor: Actor, ports: Ports, packed: str, what: str) -> Screen:
    """The choices of one filter; the one in force is marked."""
    wanted = Filter.of(packed)
    if what == "status":
        rows = _statuses(wanted)
    elif what == "date":
        rows = narrowing.dates(actor, wanted, _choice)
    else:
        rows = await _places(actor, wanted, what)
    return Screen(
        (Text(f"bills-ask-{what}"),),
        (*in_rows(rows), (Button(Text("back"), "bills", (packed,)),)),
    )


def _choice(label: Text, changed: Filter, chosen: bool) -> Button:
    return narrowing.choice("bills", label, changed.packed(), chosen=chosen)


def _statuses(wanted: Filter) -> list[Button]:
    single = [
        _choice(
            Text(f"bill-status-{name}"), replace(wanted, statuses=(name,)),
            wanted.statuses == (name,),
        )
        for name in EVERY
    ]  # fmt: skip
    return [
        _choice(Text("bills-open"), replace(wanted, statuses=OPEN), wanted.statuses == OPEN),
        *single,
        _choice(
            Text("bill-status-overdue"),
            replace(wanted, statuses=(OVERDUE,)),
            wanted.statuses == (OVERDUE,),
        ),
        _choice(Text("bills-all"), replace(wanted, statuses=EVERY), wanted.statuses == EVERY),
    ]


async def _places(actor: Actor, wanted: Filter, kind: str) -> list[Button]:
    any_ = _choice(Text(f"bills-any-{kind}"), wanted.at(kind, 0), not getattr(wanted, kind))
    known = [place for place in await filters.places(actor) if place.kind == kind]
    return [any_] + [
        _choice(
            Text("plain", value=place.name), wanted.at(kind, place.id),
            getattr(wanted, kind) == place.id,
        )
        for place in known[: narrowing.OFFERED]
    ]  # fmt: skip
