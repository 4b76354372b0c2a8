"""A till: a flow, screens and actions that exist for the tests of the conversation alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from domain.errors import Busy, InvalidState, Outdated
from domain.money import parse
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Option, Step, Unclear, flow
from handlers.ui.screens import Button, Screen, Watch, alert, plain
from handlers.ui.turns import Turn


@dataclass
class Drawer:
    """What the till took, and how the next deal goes wrong."""

    taken: list[dict[str, Any]] = field(default_factory=list)
    trouble: Exception | None = None
    presses: int = 0

    def clear(self) -> None:
        self.taken, self.trouble, self.presses = [], None, 0


DRAWER = Drawer()
PEOPLE = {"rahim": 1, "rahima": 2, "karim": 3}


async def whom(filling: Filling, text: str) -> int:
    fits = [name for name in PEOPLE if name.startswith(text.lower())]
    if len(fits) > 1 and text.lower() not in fits:
        choices = [Option(plain(name.title()), PEOPLE[name]) for name in fits]
        raise Unclear(plain("Which one?"), choices)
    return PEOPLE[text.lower()] if text.lower() in fits else PEOPLE[fits[0]]


async def amount(filling: Filling, text: str) -> int:
    return parse(text).minor


async def note(filling: Filling, text: str) -> str:
    return text


async def preview(filling: Filling) -> Screen:
    return Screen((plain(f"Take {dict(sorted(filling.values.items()))}?"),))


async def take(filling: Filling) -> Screen:
    if DRAWER.trouble is not None:
        raise DRAWER.trouble
    DRAWER.taken.append(dict(filling.values))
    number = len(DRAWER.taken) - 1
    return Screen((plain("Taken."),), ((TILL.undo_button(number),),))


async def give_back(turn: Turn, actor: Actor, ports: Ports, number: int) -> Screen:
    DRAWER.taken.pop(number)
    return Screen((plain("Given back."),))


METHODS = (Option(plain("Cash"), "cash"), Option(plain("Cheque"), "cheque"))
TILL = flow(
    "till",
    Step("customer", plain("Who pays?"), parse=whom),
    Step("amount", plain("How much?"), parse=amount),
    Step("txn", plain("A note?"), parse=note, default=""),
    Step("method", plain("How?"), options=METHODS, default="cash", asked=False),
    confirm=preview,
    do=take,
    undo=give_back,
    right="payment.record",
)

COLOURS = (Option(plain("Red"), "red"), Option(plain("Green"), "green"), Option(plain("Blue"), 3))


async def paint(filling: Filling) -> Screen:
    DRAWER.taken.append(dict(filling.values))
    return Screen((plain("Painted."),))


PAINT = flow(
    "paint",
    Step("colours", plain("Which colours?"), options=COLOURS, many=True),
    Step("coats", plain("How many coats?"), parse=note, default="1", asked=False),
    confirm=preview,
    do=paint,
)


@command("paint", args="TEXT")
async def paint_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    return await guide.begin(PAINT, turn, actor, ports, given={"colours": turn.text})


@command("till", right="payment.record", args="CUSTOMER AMOUNT")
async def till(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    who, much, *_ = [*turn.words, "", ""]
    return await guide.begin(TILL, turn, actor, ports, given={"customer": who, "amount": much})


@command("drawer", right="summary.see", groups=True)
async def drawer(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    return await counter(actor, ports, 1)


@screen("till.counter", right="customer.see")
async def counter(actor: Actor, ports: Ports, number: int) -> Screen:
    return Screen(
        (plain(f"Counter {number}, pressed {DRAWER.presses}, seen by {actor.name}"),),
        (
            (Button(plain("Press"), "till.press", (number,)),),
            (Button(plain("Once"), "till.press-once", (number,), once=True),),
            (Button(plain("Audit"), "till.audit", (number,)),),
            (Button(plain("Stale"), "till.stale", (number,)),),
            (Button(plain("Break"), "till.break", ()),),
            (Button(plain("Till for 2"), "till.begin", (2,)),),
            (Button(plain("Open 2"), "till.counter", (2,)),),
        ),
        watch=Watch("till.counter", (number,), f"counter:{number}"),
    )


@action("till.press")
@action("till.press-once", refresh="till.counter")
async def press(turn: Turn, actor: Actor, ports: Ports, number: int) -> Screen:
    if isinstance(DRAWER.trouble, InvalidState | Busy):
        raise DRAWER.trouble
    DRAWER.presses += 1
    return await counter(actor, ports, number)


@action("till.audit", right="audit.see")
async def audit(turn: Turn, actor: Actor, ports: Ports, number: int) -> Screen:
    return alert(plain("Audited."))


@action("till.stale", refresh="till.counter")
async def stale(turn: Turn, actor: Actor, ports: Ports, number: int) -> Screen:
    raise Outdated


@action("till.break")
async def broken(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    raise ZeroDivisionError("a secret of the till")


@action("till.begin")
async def from_counter(turn: Turn, actor: Actor, ports: Ports, who: int) -> Screen:
    return await guide.begin(TILL, turn, actor, ports, values={"customer": who})
