"""Where a broadcast is approved, rejected or moved, by somebody else than its author."""

from __future__ import annotations

from datetime import datetime

from domain.outreach import broadcasts, previews, progress
from domain.outreach.states import BroadcastStatus as B
from domain.ports import Ports
from domain.staff import people
from domain.staff.rights import SYSTEM, Actor
from handlers.staff import broadcast_cards
from handlers.staff.broadcasts import soon
from handlers.staff.reasons import reason_step
from handlers.ui import guide, typed
from handlers.ui.commands import action, screen
from handlers.ui.flows import Filling, field_step, flow
from handlers.ui.screens import Block, Button, Lines, Screen, Text, Watch
from handlers.ui.turns import Turn

REASONS = ("words", "audience", "time", "needed")


@screen("broadcast.approval", right="broadcast.approve")
async def card(actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """What is asked for, and after the decision how it goes."""
    row = await broadcasts.get(actor, broadcast_id)
    seen = await progress.of(row)
    blocks: list[Block] = [
        Lines(
            Text("broadcast-title", kind=Text(f"broadcast-kind-{row.kind}")),
            Text("broadcast-author", who=await people.name_of(row.author_id)),
            Text("broadcast-standing", status=Text(f"broadcast-state-{row.status.value}")),
            *await broadcast_cards.audience_lines(SYSTEM, row),
        ),
        *await broadcast_cards.told(row, seen),
    ]
    if row.status is B.ASKED:
        preview = await previews.of_broadcast(row, ports)
        blocks.insert(1, Text("quoted", text=preview.text))
    return Screen(
        tuple(blocks),
        broadcast_cards.decisions(actor, row),
        progress=(seen.done, max(seen.recipients, 1)) if row.status is B.RUNNING else None,
        watch=Watch("broadcast.approval", (row.id,), f"broadcast:{row.id}"),
    )


@action("broadcast.approve", right="broadcast.approve", refresh="broadcast.approval")
async def approve(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """Let it go."""
    await broadcasts.decide(actor, broadcast_id, approve=True)
    return (await card(actor, ports, broadcast_id)).saying(Text("broadcast-approved"))


@action("broadcast.why", right="broadcast.approve", refresh="broadcast.approval")
async def why(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """Why it is rejected; the author is shown the reason."""
    shown = await card(actor, ports, broadcast_id)
    row = await broadcasts.get(actor, broadcast_id)
    if row.status is not B.ASKED:
        return shown
    reasons = tuple(
        (Button(Text(f"broadcast-why-not-{name}"), "broadcast.reject", (row.id, name), once=True),)
        for name in REASONS
    )
    own = Button(Text("broadcast-why-own"), "broadcast.refuse", (row.id,))
    back = Button(Text("back"), "broadcast.approval", (row.id,))
    return Screen((*shown.blocks, Text("broadcast-why")), (*reasons, (own, back)))


@action("broadcast.reject", right="broadcast.approve", refresh="broadcast.approval")
async def reject(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int, reason: str) -> Screen:
    """Nothing is sent."""
    row = await broadcasts.get(actor, broadcast_id)
    author = await people.actor_by_id(row.author_id)
    language = author.language if author else actor.language
    said = ports.texts.t(language, f"broadcast-why-not-{reason}")
    await broadcasts.decide(actor, broadcast_id, approve=False, reason=said)
    return (await card(actor, ports, broadcast_id)).saying(Text("broadcast-rejected"))


@action("broadcast.times", right="broadcast.approve", refresh="broadcast.approval")
async def times(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """Another time, before it is approved."""
    shown = await card(actor, ports, broadcast_id)
    row = await broadcasts.get(actor, broadcast_id)
    if row.status is not B.ASKED:
        return shown
    offered = tuple(
        (Button(Text("plain", value=at), "broadcast.at", (row.id, at.isoformat())),)
        for at in soon(actor)
    )
    own = Button(Text("broadcast-time-own"), "broadcast.when", (row.id,))
    back = Button(Text("back"), "broadcast.approval", (row.id,))
    return Screen((*shown.blocks, Text("broadcast-ask-at")), (*offered, (own, back)))


@action("broadcast.at", right="broadcast.approve", refresh="broadcast.approval")
async def at(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int, when: str) -> Screen:
    """Set the time; approving it is another tap."""
    await broadcasts.reschedule(actor, broadcast_id, datetime.fromisoformat(when))
    return (await card(actor, ports, broadcast_id)).saying(Text("broadcast-moved"))


@action("broadcast.refuse", right="broadcast.approve", refresh="broadcast.approval")
async def refuse(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """Reject with words of one's own."""
    return await guide.begin(REFUSE, turn, actor, ports, values={"broadcast": broadcast_id})


@action("broadcast.when", right="broadcast.approve", refresh="broadcast.approval")
async def when(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """A time that is typed."""
    return await guide.begin(MOVE, turn, actor, ports, values={"broadcast": broadcast_id})


async def _refuse(filling: Filling) -> Screen:
    given = filling.values
    await broadcasts.decide(
        filling.actor, given["broadcast"], approve=False, reason=given["reason"]
    )
    return await card(filling.actor, filling.ports, given["broadcast"])


async def _move(filling: Filling) -> Screen:
    given = filling.values
    await broadcasts.reschedule(
        filling.actor, given["broadcast"], datetime.fromisoformat(given["at"])
    )
    return await card(filling.actor, filling.ports, given["broadcast"])


REFUSE = flow(
    "refuse",
    reason_step("broadcast-why"),
    do=_refuse,
    right="broadcast.approve",
)
MOVE = flow(
    "move",
    field_step(typed.AT, Text("broadcast-ask-at")),
    do=_move,
    right="broadcast.approve",
)
