"""Bills that are chosen from a list, and what is done to all of them: seen first, then done."""

from __future__ import annotations

from collections.abc import Sequence

from domain.billing import bills as verbs
from domain.billing.bills import BillRow
from domain.bulk import lines, of_bills
from domain.bulk.states import BulkKind
from domain.errors import NotFound
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import bills as lists
from handlers.staff import bulk_cards
from handlers.staff.filters import Filter
from handlers.staff.reasons import reason_step
from handlers.ui import guide, paging
from handlers.ui.commands import action, screen
from handlers.ui.flows import Filling, Step, flow
from handlers.ui.screens import Button, Lines, Row, Screen, Text, in_rows
from handlers.ui.turns import Turn

_ALL = ""  # nothing is picked: all that the filter finds
_BETWEEN = "+"
REASONS = ("mistake", "not-used", "left")


def _ids(chosen: str) -> list[int]:
    return [int(each) for each in chosen.split(_BETWEEN) if each.isdecimal()]


def _kept(ids: Sequence[int]) -> str:
    return _BETWEEN.join(str(each) for each in ids)


@screen("bills.mark", right="bill.see")
async def mark(
    actor: Actor, ports: Ports, packed: str, chosen: str = _ALL, offset: int = 0
) -> Screen:
    """A page of the list to pick from; unpicked, all of it is meant."""
    wanted = lists.chosen_by(actor, Filter.of(packed))
    rows = await verbs.page(actor, wanted, offset=offset, limit=paging.PAGE)
    totals = await verbs.totals(actor, wanted)
    count, picked = sum(each.bills for each in totals), _ids(chosen)
    meant = Text("mark-picked", bills=len(picked)) if picked else Text("mark-all", bills=count)
    return Screen(
        (
            Lines(Text("mark-title"), *await lists.narrowed(actor, Filter.of(packed))),
            Lines(*(lists.total(each) for each in totals)) if totals else Text("bills-none"),
            meant,
        ),
        (
            *((_tick(row, packed, picked, offset),) for row in rows),
            paging.by_offset("bills.mark", packed, chosen, offset=offset, shown=len(rows),
                             total=count),
            *_sweeping(packed, picked, rows, offset),
            *(_acts(packed, chosen) if rows else ()),
            (Button(Text("back"), "bills", (packed, offset)),),
        ),
    )  # fmt: skip


def _tick(row: BillRow, packed: str, picked: list[int], offset: int) -> Button:
    """A bill, picked by a tap or no longer."""
    is_picked = row.id in picked
    after = [each for each in picked if each != row.id] if is_picked else [*picked, row.id]
    label = lists.button(row).text
    return Button(
        Text("chosen", label=label) if is_picked else label,
        "bills.mark",
        (packed, _kept(after), offset),
    )


def _sweeping(
    packed: str, picked: list[int], rows: Sequence[BillRow], offset: int
) -> tuple[Row, ...]:
    here = list(dict.fromkeys([*picked, *(row.id for row in rows)]))
    page = Button(Text("mark-page"), "bills.mark", (packed, _kept(here), offset))
    every = Button(Text("mark-every"), "bills.mark", (packed, _ALL, offset))
    return ((page, *((every,) if picked else ())),) if rows else ()


def _acts(packed: str, chosen: str) -> tuple[Row, ...]:
    return in_rows(
        [
            Button(Text(f"mark-{what}"), f"bills.{what}", (packed, chosen))
            for what in ("paid", "link", "void")
        ],
        3,
    )


async def _begin(
    actor: Actor, ports: Ports, kind: BulkKind, packed: str, chosen: str, reason: str = ""
) -> Screen:
    """What it would do, to be confirmed."""
    wanted = lists.chosen_by(actor, Filter.of(packed))
    made = await of_bills.begin(actor, kind, wanted, picked=_ids(chosen), reason=reason)
    return await bulk_cards.card(actor, ports, made.id)


@action("bills.paid", right="payment.record", refresh="bills.mark")
async def paid(turn: Turn, actor: Actor, ports: Ports, packed: str, chosen: str) -> Screen:
    """What is due on them comes in, by one payment a customer."""
    return await _begin(actor, ports, BulkKind.PAID, packed, chosen)


@action("bills.link", right="link.send", refresh="bills.mark")
async def link(turn: Turn, actor: Actor, ports: Ports, packed: str, chosen: str) -> Screen:
    """Each of their customers is sent one link."""
    return await _begin(actor, ports, BulkKind.LINK, packed, chosen)


@action("bills.void", right="bill.run", refresh="bills.mark")
async def void(turn: Turn, actor: Actor, ports: Ports, packed: str, chosen: str) -> Screen:
    """They are taken back: asks why first."""
    values = {"packed": packed, "chosen": chosen}
    return await guide.begin(VOID, turn, actor, ports, values=values)


async def _list(filling: Filling, text: str) -> str:
    raise NotFound(what="bulk", given=text[:40])


async def _void(filling: Filling) -> Screen:
    given = filling.values
    return await _begin(
        filling.actor, filling.ports, BulkKind.VOID, given["packed"], given["chosen"],
        given["reason"],
    )  # fmt: skip


VOID = flow(
    "void-many",
    Step("packed", Text("mark-again"), parse=_list),
    Step("chosen", Text("mark-again"), parse=_list, default=_ALL, asked=False),
    reason_step("bill-void-why", [f"bill-void-{each}" for each in REASONS]),
    do=_void,
    right="bill.run",
)


@action("bulk.method", right="payment.record", refresh="bulk")
async def by_method(turn: Turn, actor: Actor, ports: Ports, bulk_id: int, method: str) -> Screen:
    """All of it came by this method."""
    await lines.came_by(actor, bulk_id, method)
    return await bulk_cards.card(actor, ports, bulk_id)
