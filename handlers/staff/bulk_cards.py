"""What is done to many at once: before it begins, while it goes on, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.bulk import bulks, lines, rules
from domain.bulk.states import BulkKind
from domain.bulk.states import BulkStatus as B
from domain.bulk.states import LineStatus as L
from domain.bulk.views import BulkView, LineView, Sum
from domain.payments.states import Method
from domain.ports import Ports
from domain.staff import operators, people
from domain.staff.rights import Actor
from handlers.staff import bulk_words
from handlers.ui import guide, paging
from handlers.ui.commands import action, screen
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, Watch, plain
from handlers.ui.turns import Turn

_RIGHT = "bill.see"
NAMED, LABEL = 8, 30  # lines that the card of the whole names, letters on a button
METHODS = (Method.CASH, Method.BKASH, Method.NAGAD, Method.BANK)
WHICH = {"all": tuple(L), "trouble": rules.TROUBLED}
_TOLD = (L.FITS, L.ASKS, L.REFUSED, L.LEFT_OUT, L.DONE, L.FAILED, L.UNDONE, L.STUCK)


@screen("bulk", right=_RIGHT)
async def card(actor: Actor, ports: Ports, bulk_id: int) -> Screen:
    """How it stands, what speaks against which line, and what can be done about it now."""
    row = await bulks.get(actor, bulk_id)
    found = await bulks.sums(row.id)
    is_mine = row.author_id == actor.staff_id
    few = row.lines <= NAMED
    named = await lines.page(actor, row.id, WHICH["all" if few else "trouble"], limit=NAMED)
    blocks = [*await _head(row, found), *_named(row, found, named)]
    if row.status is B.DRAFT and is_mine and bulks.needs_approval(actor, row.kind, found):
        blocks.append(Lines(Text("bulk-approval-needed"), *await _asked(row)))
    if row.status is B.ASKED:
        blocks.append(Lines(*await _asked(row)))
    return Screen(
        tuple(blocks),
        (
            *(await _methods(actor, row) if is_mine else ()),
            *(_mine(row, found, named) if is_mine else ()),
            *_ways(actor, row, bulks.count(found, *rules.TROUBLED)),
        ),
        progress=_progress(row, found),
        watch=Watch("bulk", (row.id,), f"bulk:{row.id}"),
    )


async def _head(row: BulkView, found: Sequence[Sum]) -> list[Block]:
    operator = await operators.get(row.operator_id)
    told = [
        Text(
            f"bulk-{row.kind.value}-{status.value.replace('_', '-')}",
            lines=count, amount=bulks.amounts(found, operator.currency, status),
        )
        for status in _TOLD
        if (count := bulks.count(found, status))
    ]  # fmt: skip
    decided = []
    if row.decided_by_id:
        key = "bulk-rejected-by" if row.status is B.REJECTED else "bulk-approved-by"
        who = await people.name_of(row.decided_by_id)
        decided = [Text(key, who=who, at=row.decided_at, reason=row.decided_why or None)]
    return [
        Lines(
            title(row),
            Text("bulk-source", name=row.source) if row.source else None,
            Text("bulk-reason", reason=row.reason) if row.reason else None,
            Text(f"bulk-state-{row.status.value}"),
            *decided,
        ),
        *([Lines(*told)] if told else []),
        *_follows(row),
    ]


def _follows(row: BulkView) -> list[Block]:
    """What comes of it beside what is counted."""
    if row.status is B.DRAFT:
        return [Text(f"bulk-follows-{row.kind.value}")]
    return []


def _named(row: BulkView, found: Sequence[Sum], named: Sequence[LineView]) -> list[Block]:
    """Every line of a few; of many the first of those against which something speaks."""
    troubled = [line for line in named if line.status in rules.TROUBLED]
    more = bulks.count(found, *rules.TROUBLED) - len(troubled)
    if not named:
        return []
    return [
        Lines(
            *(bulk_words.line(row.kind, line) for line in named),
            Text("bulk-more", lines=more) if more > 0 else None,
        )
    ]


async def _asked(row: BulkView) -> list[Text]:
    groups, names = await bulks.asked_of(row)
    if groups:
        named = [title for title in groups if title]
        return [Text("bulk-asked-groups", names=named) if named else Text("bulk-asked-group")]
    return [Text("bulk-asked-people", names=names) if names else Text("bulk-asked-nobody")]


def _progress(row: BulkView, found: Sequence[Sum]) -> tuple[int, int] | None:
    if row.status not in rules.WORKING:
        return None
    waits, over = {
        B.READING: ((L.UNREAD,), (L.FITS, L.ASKS, L.REFUSED, L.LEFT_OUT)),
        B.RUNNING: ((L.FITS,), (L.DONE, L.FAILED)),
        B.UNDOING: ((L.DONE,), (L.UNDONE, L.STUCK)),
    }[row.status]
    done = bulks.count(found, *over)
    return done, max(done + bulks.count(found, *waits), 1)


def _mine(row: BulkView, found: Sequence[Sum], named: Sequence[LineView]) -> tuple[Row, ...]:
    """What its author does with it."""
    if row.status in (B.DRAFT, B.READING):
        fits = bulks.count(found, L.FITS)
        go = Button(
            Text(f"bulk-go-{row.kind.value}", lines=fits), "bulk.go", (row.id, bulks.seal(found)),
            once=True,
        )  # fmt: skip
        return (
            *(((go,),) if fits and row.status is B.DRAFT else ()),
            *((_to_mend(line),) for line in named if line.status in rules.TROUBLED),
            (Button(Text("bulk-cancel"), "bulk.cancel", (row.id,), once=True),),
        )
    if row.status is B.ASKED:
        return ((Button(Text("bulk-cancel"), "bulk.cancel", (row.id,), once=True),),)
    if row.status is B.RUNNING:
        return ((Button(Text("bulk-stop"), "bulk.stop", (row.id,), once=True),),)
    return ()


async def _methods(actor: Actor, row: BulkView) -> tuple[Row, ...]:
    """How the money of chosen bills came, where nothing is done yet; the one in force is marked."""
    if not row.of_bills or row.kind is not BulkKind.PAID or row.status is not B.DRAFT:
        return ()
    known = await lines.method_of(actor, row.id)
    labels = {method: Text(f"method-{method.value}") for method in METHODS}
    return (
        tuple(
            Button(
                Text("chosen", label=label) if method == known else label,
                "bulk.method",
                (row.id, method.value),
            )
            for method, label in labels.items()
        ),
    )


def _to_mend(line: LineView) -> Button:
    icon = Text(f"bulk-icon-{line.status.value.replace('_', '-')}")
    who = plain(line.name[:LABEL]) if line.name else bulk_words.said(line, LABEL)
    return Button(
        Text("bulk-mend", icon=icon, number=line.number, said=who),
        "bulk.line",
        (line.id,),
    )


def _ways(actor: Actor, row: BulkView, troubled: int) -> tuple[Row, ...]:
    undo: Row = ()
    if bulks.may_be_undone(row) and actor.can("payment.undo"):
        undo = (Button(Text("bulk-undo"), "bulk.undo-ask", (row.id,)),)
    odd: Row = ()
    if troubled > NAMED:
        odd = (Button(Text("bulk-trouble", lines=troubled), "bulk.lines", (row.id, "trouble")),)
    every = Button(Text("bulk-every"), "bulk.lines", (row.id, "all"))
    return (undo, odd, (every, Button(Text("refresh"), "bulk", (row.id,))), guide.HOME)


def button(row: BulkView) -> Button:
    """One of several, to open it."""
    icon = Text(f"bulk-state-icon-{row.status.value}")
    return Button(Text("bulk-row", icon=icon, lines=row.lines, at=row.made_at), "bulk", (row.id,))


@screen("bulk.lines", right=_RIGHT)
async def every_line(
    actor: Actor, ports: Ports, bulk_id: int, which: str, offset: int = 0
) -> Screen:
    """A page of the lines, each with what became of it."""
    row = await bulks.get(actor, bulk_id)
    statuses = WHICH.get(which, WHICH["all"])
    found = await lines.page(actor, row.id, statuses, offset=offset, limit=paging.PAGE)
    total = bulks.count(await bulks.sums(row.id), *statuses)
    changeable = row.author_id == actor.staff_id and row.status in (B.DRAFT, B.READING)
    back = "bulk" if row.author_id == actor.staff_id else "bulk.approval"
    return Screen(
        (
            title(row),
            Lines(*(bulk_words.line(row.kind, line) for line in found))
            if found
            else Text("bulk-lines-none"),
        ),
        (
            *((_to_mend(line),) for line in found if changeable),
            paging.by_offset(
                "bulk.lines", bulk_id, which, offset=offset, shown=len(found), total=total
            ),
            (Button(Text("back"), back, (row.id,)),),
        ),
    )


@action("bulk.go", right=_RIGHT, refresh="bulk")
async def go(turn: Turn, actor: Actor, ports: Ports, bulk_id: int, seal: str) -> Screen:
    """Begin with what was shown, or ask for approval of it."""
    row = await bulks.confirm(actor, bulk_id, seal)
    said = Text("bulk-asked" if row.status is B.ASKED else "bulk-begun")
    return (await card(actor, ports, bulk_id)).saying(said)


@action("bulk.cancel", right=_RIGHT, refresh="bulk")
async def cancel(turn: Turn, actor: Actor, ports: Ports, bulk_id: int) -> Screen:
    """Nothing of it is done."""
    await bulks.cancel(actor, bulk_id)
    return (await card(actor, ports, bulk_id)).saying(Text("bulk-cancelled"))


@action("bulk.stop", right=_RIGHT, refresh="bulk")
async def stop(turn: Turn, actor: Actor, ports: Ports, bulk_id: int) -> Screen:
    """No further line of it is done."""
    await bulks.stop(actor, bulk_id)
    return (await card(actor, ports, bulk_id)).saying(Text("bulk-stopped"))


@screen("bulk.undo-ask", right="payment.undo")
async def ask_undo(actor: Actor, ports: Ports, bulk_id: int) -> Screen:
    """How many payments would be taken back."""
    row = await bulks.get(actor, bulk_id)
    found = await bulks.sums(row.id)
    if not bulks.may_be_undone(row):
        return await card(actor, ports, bulk_id)
    operator = await operators.get(row.operator_id)
    amount = bulks.amounts(found, operator.currency, L.DONE)
    return Screen(
        (Text("bulk-undo-ask", lines=bulks.count(found, L.DONE), amount=amount),),
        (
            (Button(Text("bulk-undo-yes"), "bulk.undo", (row.id,), once=True),),
            (Button(Text("back"), "bulk", (row.id,)),),
        ),
    )


@action("bulk.undo", right="payment.undo", refresh="bulk")
async def undo(turn: Turn, actor: Actor, ports: Ports, bulk_id: int) -> Screen:
    """Every payment of it is taken back, and the customers are told."""
    await bulks.undo(actor, bulk_id)
    return (await card(actor, ports, bulk_id)).saying(Text("bulk-undo-begun"))


def title(row: BulkView) -> Text:
    """What it is, and of how many."""
    marked = row.of_bills and row.kind is BulkKind.PAID
    return Text("bulk-title-marked" if marked else f"bulk-title-{row.kind.value}", lines=row.lines)
