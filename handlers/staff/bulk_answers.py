"""One line of a list before it is done: who is meant, whether it is right, other words for it."""

from __future__ import annotations

from domain.bulk import bulks, lines
from domain.bulk.states import LineStatus
from domain.bulk.views import BulkView, LineView
from domain.money import Money
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import bulk_cards, bulk_words, paidbulk, sighted
from handlers.ui import guide
from handlers.ui.commands import action, screen
from handlers.ui.flows import Filling, Step, flow, row_number
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn

_RIGHT = "bill.see"


@screen("bulk.line", right=_RIGHT)
async def card(actor: Actor, ports: Ports, line_id: int) -> Screen:
    """What it says, what speaks against it, and the ways to put it right."""
    shown = await lines.get(actor, line_id)
    row = await bulks.get(actor, shown.bulk_id)
    seen: list[Block] = []
    if shown.txn_id and shown.status in (LineStatus.ASKS, LineStatus.REFUSED):
        seen = await sighted.known(actor, {"txn": shown.txn_id, "method": shown.method})
    return Screen(
        (
            Lines(
                Text("bulk-line-said", number=shown.number, said=shown.said),
                bulk_words.line(row.kind, shown),
            ),
            *seen,
        ),
        (
            *await _answers(actor, shown),
            *_ways(row, shown),
            (Button(Text("back"), "bulk", (shown.bulk_id,)),),
        ),
    )


async def _answers(actor: Actor, shown: LineView) -> list[Row]:
    if shown.why == "error-customer-unclear" and shown.status is LineStatus.ASKS:
        return [
            (Button(_named(hit.name, hit.code, hit.zone, hit.due_minor, hit.currency),
                    "bulk.choose", (shown.id, hit.id)),)
            for hit in await lines.choices(actor, shown.id)
        ]  # fmt: skip
    if bulk_words.is_meant_button(shown):
        return [(Button(Text("bulk-meant"), "bulk.mean", (shown.id,), once=True),)]
    return []


def _named(name: str, code: str, zone: str, due: int | None, currency: str) -> Text:
    owed = Money(due, currency) if due else None
    return Text("bulk-choice", name=name, id=code, zone=zone or None, due=owed)


def _ways(row: BulkView, shown: LineView) -> tuple[Row, ...]:
    if shown.status is LineStatus.LEFT_OUT:
        return ((Button(Text("bulk-take-in"), "bulk.take-in", (shown.id,)),),)
    leave = Button(Text("bulk-leave-out"), "bulk.leave-out", (shown.id,))
    if row.of_bills:
        return ((leave,),)
    return ((Button(Text("bulk-correct"), "bulk.correct", (shown.id,)), leave),)


async def _whole(actor: Actor, ports: Ports, shown: LineView) -> Screen:
    """The whole again, unless the line is still not as it should be."""
    if shown.status in (LineStatus.ASKS, LineStatus.REFUSED):
        return await card(actor, ports, shown.id)
    return await bulk_cards.card(actor, ports, shown.bulk_id)


@action("bulk.choose", right=_RIGHT, refresh="bulk.line")
async def choose(turn: Turn, actor: Actor, ports: Ports, line_id: int, customer_id: int) -> Screen:
    """It is this customer."""
    return await _whole(actor, ports, await lines.choose(actor, line_id, customer_id))


@action("bulk.mean", right=_RIGHT, refresh="bulk.line")
async def mean(turn: Turn, actor: Actor, ports: Ports, line_id: int) -> Screen:
    """It is right as it stands."""
    return await _whole(actor, ports, await lines.mean(actor, line_id))


@action("bulk.leave-out", right=_RIGHT, refresh="bulk.line")
async def leave_out(turn: Turn, actor: Actor, ports: Ports, line_id: int) -> Screen:
    """Nothing is done to it."""
    return await _whole(actor, ports, await lines.leave_out(actor, line_id))


@action("bulk.take-in", right=_RIGHT, refresh="bulk.line")
async def take_in(turn: Turn, actor: Actor, ports: Ports, line_id: int) -> Screen:
    """What was left out comes after all."""
    return await _whole(actor, ports, await lines.take_in(actor, line_id))


@action("bulk.correct", right=_RIGHT, refresh="bulk.line")
async def correct(turn: Turn, actor: Actor, ports: Ports, line_id: int) -> Screen:
    """Other words in its place."""
    await lines.get(actor, line_id)
    return await guide.begin(CORRECT, turn, actor, ports, values={"line": line_id})


async def _known(filling: Filling, text: str) -> int:
    return (await lines.get(filling.actor, row_number("bulk", text))).id


async def _ask(filling: Filling) -> Screen:
    shown = await lines.get(filling.actor, filling.values["line"])
    return Screen((Text("bulk-ask-line", number=shown.number, said=shown.said),))


async def _text(filling: Filling, text: str) -> str:
    return text


async def _correct(filling: Filling) -> Screen:
    shown = await lines.get(filling.actor, filling.values["line"])
    reader = paidbulk.reader_for(filling.actor, filling.ports)
    typed = await reader.typed(shown.number, filling.values["words"])
    changed = await lines.correct(filling.actor, shown.id, typed)
    return await _whole(filling.actor, filling.ports, changed)


CORRECT = flow(
    "bulk-line",
    Step("line", Text("bulk-ask-number"), parse=_known),
    Step("words", _ask, parse=_text),
    do=_correct,
    right="payment.record",
)
