"""The regulator's report of subscribers: seen here, and taken as a file."""

from __future__ import annotations

from domain import clock
from domain.calendar import Period, today
from domain.ports import Ports
from domain.ports.lists import Listed
from domain.reports import subscribers
from domain.staff.rights import Actor
from handlers.staff import list_files
from handlers.ui import guide
from handlers.ui.commands import command, screen
from handlers.ui.screens import Block, Button, Lines, Screen, Text
from handlers.ui.turns import Turn

RIGHT = "summary.see"


@command("btrc", right=RIGHT, args="[MONTH]")
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/btrc 2026-10`; the month that is over without one."""
    on = today(clock.now(), actor.timezone)
    wanted = Period.parse(turn.text, on) if turn.text.strip() else Period.of(on).previous()
    return await report(actor, ports, str(wanted))


@screen("btrc", right=RIGHT)
async def report(actor: Actor, ports: Ports, period: str) -> Screen:
    """How many are served, came and left, by the way in which they are connected."""
    found = await subscribers.of_month(actor, Period.parse(period))
    blocks: list[Block] = [
        Text("btrc-title", period=found.period),
        Lines(
            Text("btrc-total", count=found.total),
            Text("btrc-came", count=found.came),
            Text("btrc-lost", count=found.lost),
        ),
    ]
    if ways := found.by_connection():
        blocks.append(
            Lines(
                *(
                    Text("btrc-way", way=Text(f"way-{way}"), count=count)
                    for way, count in ways.items()
                )
            )
        )
    if found.lacking:
        named = (
            Text("btrc-lacks", what=Text(name), count=count)
            for name, count in found.lacking.items()
        )
        blocks.append(Lines(Text("btrc-lacking"), *named))
    return Screen(
        tuple(blocks),
        (
            list_files.buttons("btrc", period),
            (
                Button(Text("earlier"), "btrc", (str(found.period.previous()),)),
                Button(Text("later"), "btrc", (str(found.period.next()),)),
            ),
            guide.HOME,
        ),
    )


@list_files.of("btrc")
async def whole(actor: Actor, packed: str) -> Listed:
    """The month as a file."""
    return await subscribers.listed(actor, Period.parse(packed))
