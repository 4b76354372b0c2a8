"""A broadcast while it waits, runs, and after; the list of them; what nobody is sure was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain import clock
from domain.messaging import outbox
from domain.messaging.states import MessageStatus as M
from domain.outreach import audience, broadcasts, costs, progress, quiet
from domain.outreach.audience import Audience
from domain.outreach.models import Broadcast
from domain.outreach.progress import Doubtful, Progress
from domain.outreach.states import BroadcastStatus as B
from domain.ports import Ports
from domain.staff import people
from domain.staff.rights import Actor
from handlers.staff import filters
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, Watch
from handlers.ui.turns import Turn

LISTED = 8
QUOTED = 200


async def audience_lines(actor: Actor, row: Broadcast) -> Sequence[Text]:
    """Whom it is for, in words; one line for each filter."""
    meant, known = Audience.of(row.audience), await filters.places(actor)
    lines = [
        Text(f"broadcast-of-{kind}s", names=" · ".join(place.name for place in chosen))
        for kind in filters.PLACES
        if (chosen := [p for p in known if p.kind == kind and p.id in getattr(meant, f"{kind}s")])
    ]
    if meant.statuses:
        named = [Text(f"broadcast-status-{status}") for status in meant.statuses]
        lines.insert(0, Text("broadcast-of-statuses", statuses=named))
    if meant.least_due_minor:
        least = await audience.least_due(row)
        lines.append(Text("broadcast-of-least", least=least))
    if meant.overdue_days:
        lines.append(Text("broadcast-of-overdue", days=meant.overdue_days))
    return lines or [Text("broadcast-of-all")]


def left_out(counts: Mapping[str, int]) -> Sequence[Text]:
    """Who gets nothing and why."""
    return [
        Text("broadcast-left-out", customers=count, why=Text(f"broadcast-why-{why}"))
        for why, count in counts.items()
    ]


async def when(row: Broadcast) -> Sequence[Text]:
    """When it goes, and when it comes to those who have their quiet hours then."""
    goes = Text("broadcast-goes-at", at=row.send_at) if row.send_at else Text("broadcast-goes-now")
    if row.status is B.REJECTED:
        return [goes]
    waits = await quiet.waits(row)
    passed = row.send_at is not None and row.send_at < clock.now()
    return [
        goes,
        *([Text("broadcast-hour-passed")] if passed and row.status is not B.SCHEDULED else []),
        *(Text("broadcast-quiet", customers=some, at=at) for at, some in waits.items()),
    ]


async def approval(actor: Actor, row: Broadcast) -> Sequence[Text]:
    """That it waits for a person's word before it goes, and where that is asked for."""
    if row.status is B.ASKED:
        return await _asked(actor, row)
    asked = await _asked(actor, row)
    if broadcasts.may_decide(actor, row):
        return [Text("broadcast-approval-own"), *asked]
    if asked == [Text("broadcast-asked-nobody")]:
        return asked
    return [Text("broadcast-approval-needed"), *asked]


async def _asked(actor: Actor, row: Broadcast) -> Sequence[Text]:
    groups, people_ = await broadcasts.asked_of(row)
    if groups:
        named = [title for title in groups if title]
        return [
            Text("broadcast-asked-groups", names=named) if named else Text("broadcast-asked-group")
        ]
    if people_:
        return [Text("broadcast-asked-people", names=people_)]
    return [] if broadcasts.may_decide(actor, row) else [Text("broadcast-asked-nobody")]


@screen("broadcast", right="broadcast.compose")
async def card(actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """How a broadcast stands, with what can be done about it now."""
    row = await broadcasts.get(actor, broadcast_id)
    seen = await progress.of(row)
    blocks: list[Block] = [
        Lines(
            Text("broadcast-title", kind=Text(f"broadcast-kind-{row.kind}")),
            Text("broadcast-standing", status=Text(f"broadcast-state-{row.status.value}")),
            *await audience_lines(actor, row),
        ),
        *await told(row, seen),
    ]
    if row.status is B.ASKED and (asked := await approval(actor, row)):
        blocks.append(Lines(*asked))
    running = row.status in (B.RUNNING, B.PAUSED)
    return Screen(
        tuple(blocks),
        (*(decisions(actor, row) if row.status is B.ASKED else ()), *_ways(row, seen)),
        progress=(seen.done, max(seen.recipients, 1)) if running else None,
        watch=Watch("broadcast", (row.id,), f"broadcast:{row.id}"),
    )


async def told(row: Broadcast, seen: Progress) -> Sequence[Block]:
    """What is known of it: the decision, the pace while it runs, and all figures at its end."""
    blocks: list[Block] = []
    if row.decided_by_id:
        blocks.append(await decision(row))
    if row.held_at is not None:
        blocks.append(_late(row))
    if row.status in (B.ASKED, B.SCHEDULED, B.REJECTED):
        cost = await costs.expected(row)
        blocks.append(
            Lines(
                Text("broadcast-recipients", recipients=row.recipients),
                *left_out(row.left_out),
                Text("broadcast-about", segments=row.segments, cost=cost),
                *await when(row),
            )
        )
    else:
        blocks.append(_figures(row, seen))
    return blocks


def _late(row: Broadcast) -> Text:
    let_go = row.decided_at or row.made_at
    if row.started_at is None and row.send_at is not None and row.send_at < let_go:
        return Text("broadcast-late-word", at=row.send_at)
    return Text("broadcast-late", at=row.started_at or row.send_at)


async def decision(row: Broadcast) -> Text:
    """Who decided what, when and why."""
    who = await people.name_of(row.decided_by_id)
    key = "broadcast-rejected-by" if row.status is B.REJECTED else "broadcast-approved-by"
    return Text(key, who=who, at=row.decided_at, reason=row.reason or None)


def _figures(row: Broadcast, seen: Progress) -> Lines:
    lines: list[Text] = []
    if row.status is B.RUNNING and seen.left is not None:
        lines.append(Text("broadcast-pace", per_minute=seen.per_minute, left=seen.left))
    if row.status is B.RUNNING and seen.goes_on_at is not None:
        lines.append(Text("broadcast-goes-on", at=seen.goes_on_at))
    fell_out = row.fell_out or {}
    counted = seen.recipients + sum(fell_out.values())
    lines.append(Text("broadcast-done", done=seen.done, recipients=counted))
    lines += [
        Text("broadcast-fell-out", customers=count, why=Text(f"broadcast-why-{why}"))
        for why, count in fell_out.items()
    ]
    figures = {
        "sent": seen.sent,
        "delivered": seen.delivered,
        "read": seen.count(M.READ),
        "failed": seen.count(M.FAILED),
        "unknown": seen.count(M.UNKNOWN),
        "dropped": seen.count(M.DROPPED),
    }
    lines += [
        Text(f"broadcast-{name}", messages=count)
        for name, count in figures.items()
        if count or name == "sent"
    ]
    lines.append(Text("broadcast-spent", cost=seen.cost))
    if row.kind == "link":
        lines.append(
            Text("broadcast-returns", opened=seen.opened, payers=seen.payers, paid=seen.paid)
        )
    return Lines(*lines)


def decisions(actor: Actor, row: Broadcast) -> tuple[Row, ...]:
    """What whoever decides can do with one that waits for a word."""
    if row.held_at is not None:
        go = Button(Text("broadcast-send-now"), "broadcast.resume", (row.id,), once=True)
        return ((go, Button(Text("broadcast-cancel"), "broadcast.end", (row.id,))),)
    if row.status is not B.ASKED or not broadcasts.may_decide(actor, row):
        return ()
    return (
        (Button(Text("broadcast-approve"), "broadcast.approve", (row.id,), once=True),),
        (
            Button(Text("broadcast-reject"), "broadcast.why", (row.id,)),
            Button(Text("broadcast-move"), "broadcast.times", (row.id,)),
        ),
    )


def _ways(row: Broadcast, seen: Progress) -> tuple[Row, ...]:
    steering: list[Button] = []
    if row.status is B.RUNNING:
        steering.append(Button(Text("broadcast-pause"), "broadcast.pause", (row.id,), once=True))
    if row.status is B.PAUSED:
        go_on = "broadcast-send-now" if row.held_at else "broadcast-resume"
        steering.append(Button(Text(go_on), "broadcast.resume", (row.id,), once=True))
    if row.status in (B.ASKED, B.SCHEDULED, B.RUNNING, B.PAUSED):
        steering.append(Button(Text("broadcast-cancel"), "broadcast.end", (row.id,)))
    doubts: Row = ()
    if unknown := seen.count(M.UNKNOWN):
        text = Text("broadcast-doubtful", messages=unknown)
        doubts = (Button(text, "broadcast.doubtful", (row.id,)),)
    return tuple(steering), doubts, (Button(Text("refresh"), "broadcast", (row.id,)), *guide.HOME)


@action("broadcast.pause", right="broadcast.compose", refresh="broadcast")
async def pause(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """Hold back what was not handed over."""
    await broadcasts.pause(actor, broadcast_id)
    return (await card(actor, ports, broadcast_id)).saying(Text("broadcast-paused"))


@action("broadcast.resume", right="broadcast.compose", refresh="broadcast")
async def resume(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """Go on where it was paused."""
    await broadcasts.resume(actor, broadcast_id)
    return (await card(actor, ports, broadcast_id)).saying(Text("broadcast-resumed"))


@action("broadcast.end", right="broadcast.compose", refresh="broadcast")
async def end(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """Asks before the rest is dropped."""
    row = await broadcasts.get(actor, broadcast_id)
    seen = await progress.of(row)
    waiting = seen.recipients - seen.done
    return Screen(
        (Text("broadcast-end-ask", waiting=waiting, done=seen.done),),
        (
            (Button(Text("broadcast-end-yes"), "broadcast.cancel", (row.id,), once=True),),
            (Button(Text("back"), "broadcast", (row.id,)),),
        ),
    )


@action("broadcast.cancel", right="broadcast.compose", refresh="broadcast")
async def cancel(turn: Turn, actor: Actor, ports: Ports, broadcast_id: int) -> Screen:
    """End it; what was handed over stays sent."""
    await broadcasts.cancel(actor, broadcast_id)
    return (await card(actor, ports, broadcast_id)).saying(Text("broadcast-ended"))


@command("broadcasts", right="broadcast.compose", home=9)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """What was and is told to many, the newest first."""
    return await listed(actor, ports)


@screen("broadcasts", right="broadcast.compose")
async def listed(actor: Actor, ports: Ports, before: int = 0) -> Screen:
    """A page of broadcasts; before the newest what waits for this person's word."""
    waiting = [] if before else await broadcasts.waiting(actor)
    rows = await broadcasts.page(actor, before=before, limit=LISTED + 1)
    shown = rows[:LISTED]
    older: Row = ()
    if len(rows) > LISTED:
        older = (Button(Text("older"), "broadcasts", (shown[-1].id,)),)
    return Screen(
        (
            Text("broadcasts-title") if shown else Text("broadcasts-none"),
            *[await _waiting(actor, row) for row in waiting],
        ),
        (
            *(row for each in waiting for row in _to_decide(each)),
            *((_row(row),) for row in shown if row not in waiting),
            older,
            guide.HOME,
        ),
    )


async def _waiting(actor: Actor, row: Broadcast) -> Lines:
    """What is asked for, in so many words that it can be decided about."""
    cost = await costs.expected(row)
    return Lines(
        Text("broadcast-standing", status=_short(row)),
        Text("broadcast-author", who=await people.name_of(row.author_id)),
        Text("broadcast-about", segments=row.segments, cost=cost),
        *await when(row),
        Text("quoted", text=row.body[:QUOTED]) if row.body else None,
    )


def _to_decide(row: Broadcast) -> tuple[Row, ...]:
    return (
        (Button(_short(row), "broadcast.approval", (row.id,)),),
        (
            Button(Text("broadcast-approve"), "broadcast.approve", (row.id,), once=True),
            Button(Text("broadcast-reject"), "broadcast.why", (row.id,)),
        ),
    )


def _row(row: Broadcast) -> Button:
    return Button(_short(row), "broadcast", (row.id,))


def _short(row: Broadcast) -> Text:
    return Text(
        "broadcasts-row",
        icon=Text(f"broadcast-icon-{row.status.value}"),
        kind=Text(f"broadcast-kind-{row.kind}"),
        recipients=row.recipients,
        at=row.made_at,
    )


@screen("broadcast.doubtful", right="broadcast.compose")
async def doubtful(actor: Actor, ports: Ports, broadcast_id: int, offset: int = 0) -> Screen:
    """Messages that may have been sent: a person looks, and sends again where it is right."""
    rows, total = await progress.doubtful(actor, broadcast_id, offset=offset)
    pages = paging.by_offset(
        "broadcast.doubtful", broadcast_id, offset=offset, shown=len(rows), total=total
    )
    back = (Button(Text("back"), "broadcast", (broadcast_id,)),)
    return Screen(
        (Text("broadcast-doubtful-title"), Text("broadcast-doubtful-why"))
        if total
        else (Text("broadcast-doubtful-none"),),
        (*(_doubt(broadcast_id, row, actor) for row in rows), pages, back),
    )


def _doubt(broadcast_id: int, row: Doubtful, actor: Actor) -> Row:
    who = Button(Text("find-name", name=row.customer, id=row.code), "customer", (row.customer_id,))
    if not actor.can("message.send"):
        return (who,)
    args = (broadcast_id, row.message_id)
    return (who, Button(Text("broadcast-resend"), "broadcast.resend", args, once=True))


@action("broadcast.resend", right="message.send", refresh="broadcast.doubtful")
async def resend(
    turn: Turn, actor: Actor, ports: Ports, broadcast_id: int, message_id: int
) -> Screen:
    """Send one again, by this person's word."""
    await outbox.resend(actor, message_id)
    return (await doubtful(actor, ports, broadcast_id)).saying(Text("broadcast-resent"))
