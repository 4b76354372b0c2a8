"""Payments from a list: pasted or sent as a file, seen before anything is recorded."""

from __future__ import annotations

from domain import clock
from domain.bulk import bulks, rules
from domain.bulk.states import BulkKind
from domain.calendar import today
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import bulk_cards, bulk_lines, payments
from handlers.staff.bulk_lines import Reader
from handlers.ui import guide
from handlers.ui.commands import command
from handlers.ui.flows import Filling, Step, flow
from handlers.ui.screens import Lines, Screen, Text
from handlers.ui.turns import Turn

_RIGHT = "payment.record"


@command("paidbulk", right=_RIGHT, args="[LINES]", home=1)
async def paidbulk(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """The lines behind the command or in the file that came with it; else they are asked for."""
    if turn.document is not None or turn.text.strip():
        return await bulk_cards.card(actor, ports, await _kept(turn, actor, ports))
    return await guide.begin(BULK, turn, actor, ports)


async def _kept(turn: Turn, actor: Actor, ports: Ports) -> int:
    """The bulk that is made of what was typed or sent."""
    reader = reader_for(actor, ports)
    if turn.document is None:
        read, source = await reader.lines(bulk_lines.pasted(turn.text)), ""
    else:
        found = await bulk_lines.sent(turn.document, ports, rules.MOST_LINES + 1)
        read, source = await reader.lines(found), turn.document.filename
    made = await bulks.begin(actor, BulkKind.PAID, read, source=source)
    return made.id


def reader_for(actor: Actor, ports: Ports) -> Reader:
    """Reads lines as this person means them."""
    return Reader(actor, today(clock.now(), actor.timezone), payments.method_words(ports))


async def _ask(filling: Filling) -> Screen:
    mine = await bulks.latest(filling.actor)
    return Screen(
        (Text("bulk-ask"), Text("bulk-ask-form", most=rules.MOST_LINES),
         *([Lines(Text("bulk-latest"))] if mine else [])),
        tuple((bulk_cards.button(row),) for row in mine),
    )  # fmt: skip


async def _read(filling: Filling, text: str) -> int:
    return await _kept(filling.turn, filling.actor, filling.ports)


async def _show(filling: Filling) -> Screen:
    return await bulk_cards.card(filling.actor, filling.ports, filling.values["lines"])


BULK = flow(
    "paidbulk",
    Step("lines", _ask, parse=_read, takes="document"),
    do=_show,
    right=_RIGHT,
)
