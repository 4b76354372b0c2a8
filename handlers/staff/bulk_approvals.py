"""Where what is done to many is approved or rejected, by somebody else than who asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.bulk import bulks, lines
from domain.bulk.states import BulkStatus, LineStatus
from domain.bulk.views import BulkView, LineView
from domain.ports import Ports
from domain.staff import people
from domain.staff.rights import Actor
from handlers.staff import bulk_cards, bulk_words
from handlers.staff.reasons import reason_step
from handlers.ui import guide
from handlers.ui.commands import action, screen
from handlers.ui.flows import Filling, Step, flow, row_number
from handlers.ui.screens import Button, Lines, Row, Screen, Text, Watch
from handlers.ui.turns import Turn

REASONS = ("not-checked", "amount", "not-handed-in")


@screen("bulk.approval", right="bulk.approve")
async def card(actor: Actor, ports: Ports, bulk_id: int) -> Screen:
    """What is asked for and by whom, and after the decision how it goes."""
    row = await bulks.get(actor, bulk_id)
    shown = await bulk_cards.card(actor, ports, bulk_id)
    author = Text("bulk-author", who=await people.name_of(row.author_id))
    first: Sequence[LineView] = ()
    if row.status is BulkStatus.ASKED and row.lines > bulk_cards.NAMED:  # else all are named
        first = await lines.page(actor, row.id, [LineStatus.FITS], limit=bulk_cards.NAMED)
    some = (Lines(*(bulk_words.line(row.kind, line) for line in first)),) if first else ()
    every: Row = (Button(Text("bulk-every"), "bulk.lines", (row.id, "all")),)
    return Screen(
        (author, *shown.blocks, *some),
        (*decisions(row), every),
        progress=shown.progress,
        watch=Watch("bulk.approval", (row.id,), f"bulk:{row.id}"),
    )


def decisions(row: BulkView) -> tuple[Row, ...]:
    """What whoever decides can do with one that waits; the verb says whose it is to decide."""
    if row.status is not BulkStatus.ASKED:
        return ()
    return (
        (
            Button(Text("bulk-approve"), "bulk.approve", (row.id,), once=True),
            Button(Text("bulk-reject"), "bulk.reject", (row.id,)),
        ),
    )


@action("bulk.approve", right="bulk.approve", refresh="bulk.approval")
async def approve(turn: Turn, actor: Actor, ports: Ports, bulk_id: int) -> Screen:
    """Let it begin."""
    await bulks.decide(actor, bulk_id, approve=True)
    return (await card(actor, ports, bulk_id)).saying(Text("bulk-approved"))


@action("bulk.reject", right="bulk.approve", refresh="bulk.approval")
async def reject(turn: Turn, actor: Actor, ports: Ports, bulk_id: int) -> Screen:
    """Why not; whoever asked for it is shown the reason."""
    row = await bulks.get(actor, bulk_id)
    if row.status is not BulkStatus.ASKED:
        return await card(actor, ports, bulk_id)
    return await guide.begin(REFUSE, turn, actor, ports, values={"bulk": bulk_id})


async def _known(filling: Filling, text: str) -> int:
    return (await bulks.get(filling.actor, row_number("bulk", text))).id


async def _refuse(filling: Filling) -> Screen:
    given = filling.values
    await bulks.decide(filling.actor, given["bulk"], approve=False, reason=given["reason"])
    return await card(filling.actor, filling.ports, given["bulk"])


REFUSE = flow(
    "bulk-refuse",
    Step("bulk", Text("bulk-ask-number"), parse=_known),
    reason_step("bulk-why-not", [f"bulk-not-{each}" for each in REASONS]),
    do=_refuse,
    right="bulk.approve",
)
