"""Messages to many: composed, approved by somebody else, sent in the background, counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain import clock, db, events, wakes
from domain.calendar import today
from domain.errors import AlreadyDone, InvalidState, InvalidValue, NoGateway, NotFound, RightLacking
from domain.events import BroadcastChanged
from domain.messaging import rules as message_rules
from domain.messaging.states import MessageStatus
from domain.money import Money
from domain.outreach import audience as audiences
from domain.outreach import rules
from domain.outreach.audience import Audience, Condition
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.ports import Texts
from domain.staff import audit, gateways, operators
from domain.staff.rights import Actor

B = BroadcastStatus


@dataclass(frozen=True, slots=True)
class Preview:
    """What a broadcast would do; `customer_id` is a real recipient to show the text with."""

    recipients: int
    left_out: dict[str, int]
    segments: int
    cost: Money
    customer_id: int | None
    body: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class Progress:
    """How a broadcast stands."""

    recipients: int
    waiting: int
    counts: dict[str, int]  # message status -> messages
    cost: Money
    opened: int
    payers: int
    paid: Money
    rate: float  # messages per second so far

    @property
    def done(self) -> int:
        """Messages that need no more work."""
        return self.recipients - self.waiting


async def compose(
    actor: Actor,
    *,
    kind: str,
    audience: Audience,
    body: str = "",
    channels: str = "",
    send_at: datetime | None = None,
) -> Broadcast:
    """A draft; its text is checked now, so that nothing is refused half-way.

    Raises `UnknownVariable`, `BraceUnclosed`, `VariableMissing`, `NoGateway`.
    """
    actor.require("broadcast.compose")
    if kind not in {"link", "text"}:
        raise InvalidValue(field="kind", given=kind, example="link")
    if kind == "text" and not body.strip():
        raise InvalidValue(field="text", given="", example="")
    if body:
        needs = ("payment_link",) if kind == "link" else ()
        message_rules.check_template(body, needs=needs)
    await _require_gateways(actor, kind, channels)
    return await Broadcast.create(
        operator_id=actor.operator_id,
        author_id=actor.staff_id,
        kind=kind,
        audience=audience.stored(),
        body=body,
        channels=channels,
        send_at=send_at,
        made_at=clock.now(),
    )


async def _require_gateways(actor: Actor, kind: str, channels: str) -> None:
    order = message_rules.channel_order(channels)
    if not any([await gateways.enabled(channel.value, actor.operator_id) for channel in order]):
        raise NoGateway(kind="message")
    if kind == "link" and not await gateways.enabled("payment", actor.operator_id):
        raise NoGateway(kind="payment")


async def get(actor: Actor, broadcast_id: int) -> Broadcast:
    """One that the actor may see; raises `NotFound`."""
    row = await Broadcast.get_or_none(id=broadcast_id)
    if row is None or not await operators.is_within(row.operator_id, actor):
        raise NotFound(what="broadcast", given=broadcast_id)
    if not (actor.can("broadcast.compose") or actor.can("broadcast.approve")):
        raise RightLacking(right="broadcast.compose")
    return row


async def condition_of(row: Broadcast) -> Condition:
    """Whom the broadcast is for, as its author's reach and filters say."""
    operator = await operators.get(row.operator_id)
    author = await db.one("SELECT zone_ids FROM staff WHERE id = $1", row.author_id)
    zones = None
    if author and author["zone_ids"]:
        zones = json.loads(author["zone_ids"])
    return audiences.condition(
        Audience.of(row.audience),
        await operators.subtree_ids(row.operator_id),
        zones,
        today(clock.now(), operator.timezone),
    )


def words(row: Broadcast, texts: Texts, language: str) -> str:
    """The text before its variables are filled in."""
    if row.body:
        return row.body
    shipped = texts.template(language, "payment-link", "sms")
    return shipped.text if shipped else ""


async def preview(actor: Actor, row: Broadcast, texts: Texts) -> Preview:
    """Count, leave-outs, segments, cost and a real recipient, before anything is sent."""
    where = await condition_of(row)
    link = row.kind == "link"
    counts = await audiences.count(where, link=link)
    recipients = counts.pop("", 0)
    first = await audiences.next_chunk(where, link=link, after=0, limit=1)
    operator = await operators.get(row.operator_id)
    sms = await gateways.enabled("sms", row.operator_id)
    price = int(sms[0].options.get("price_minor", 0)) if sms else 0
    text = words(row, texts, operator.language)
    parts = message_rules.segments(text) * recipients
    cost = Money(parts * price, operator.currency)
    await Broadcast.filter(id=row.id).update(
        recipients=recipients, left_out=counts, segments=parts, cost_minor=cost.minor
    )
    return Preview(recipients, counts, parts, cost, first[0][0] if first else None, text)


async def ask(actor: Actor, broadcast_id: int, texts: Texts) -> Broadcast:
    """Send it off, or ask for approval when it is more than the author may send alone."""
    actor.require("broadcast.compose")
    row = await get(actor, broadcast_id)
    seen = await preview(actor, row, texts)
    if seen.recipients == 0:
        raise InvalidState(what="broadcast", state="empty")
    limit = actor.limit("broadcast.recipients")
    alone = limit is None or seen.recipients <= limit
    async with db.transaction():
        to = _released(row) if alone else B.ASKED
        if not await db.advance(row, to, of=[B.DRAFT]):
            raise AlreadyDone(what="broadcast")
        await audit.note(
            actor,
            "broadcast.ask",
            "broadcast",
            row.id,
            operator_id=row.operator_id,
            after={"recipients": seen.recipients, "status": to.value},
        )
        await _changed(row)
    return row


def _released(row: Broadcast) -> BroadcastStatus:
    later = row.send_at is not None and row.send_at > clock.now()
    return B.SCHEDULED if later else B.RUNNING


async def _changed(row: Broadcast) -> None:
    if row.status is B.RUNNING and row.started_at is None:
        row.started_at = clock.now()
        await Broadcast.filter(id=row.id).update(started_at=row.started_at)
    await events.publish(BroadcastChanged(row.id))
    db.after_commit(lambda: wakes.wake(wakes.BROADCASTS))


async def decide(
    actor: Actor,
    broadcast_id: int,
    *,
    approve: bool,
    reason: str = "",
    send_at: datetime | None = None,
) -> Broadcast:
    """Approve or reject; never its author's to decide unless the role says so, and only once."""
    actor.require("broadcast.approve")
    row = await get(actor, broadcast_id)
    if row.author_id == actor.staff_id:
        actor.require("broadcast.approve_own")
    async with db.transaction():
        row.send_at = send_at or row.send_at
        to = _released(row) if approve else B.REJECTED
        if not await db.advance(
            row,
            to,
            of=[B.ASKED],
            decided_by_id=actor.staff_id,
            decided_at=clock.now(),
            reason=reason[:200],
            send_at=row.send_at,
        ):
            raise AlreadyDone(what="broadcast")
        await audit.note(
            actor,
            "broadcast.approve" if approve else "broadcast.reject",
            "broadcast",
            row.id,
            operator_id=row.operator_id,
            after={"status": to.value, "reason": reason[:200]},
        )
        await _changed(row)
    return row


async def _steer(
    actor: Actor, broadcast_id: int, to: BroadcastStatus, moved: MessageStatus,
    taken: Sequence[MessageStatus],
) -> Broadcast:  # fmt: skip
    row = await get(actor, broadcast_id)
    actor.require("broadcast.compose")
    async with db.transaction():
        if not await db.advance(row, to, of=rules.may_come_from(to)):
            raise InvalidState(what="broadcast", state=row.status.value)
        marks = ", ".join(f"'{status.value}'" for status in taken)
        await db.run(
            f"UPDATE message SET status = $1 WHERE broadcast_id = $2 AND status IN ({marks})",
            moved.value,
            row.id,
        )
        if to is B.CANCELLED:
            await Broadcast.filter(id=row.id).update(ended_at=clock.now())
        await audit.note(
            actor, f"broadcast.{to.value}", "broadcast", row.id, operator_id=row.operator_id
        )
        await _changed(row)
    db.after_commit(lambda: wakes.wake(wakes.OUTBOX))
    return row


async def pause(actor: Actor, broadcast_id: int) -> Broadcast:
    """Hold back what has not been handed over yet."""
    return await _steer(actor, broadcast_id, B.PAUSED, MessageStatus.PAUSED, [MessageStatus.READY])


async def resume(actor: Actor, broadcast_id: int) -> Broadcast:
    """Go on where it was paused."""
    row = await get(actor, broadcast_id)
    if row.status is not B.PAUSED:
        raise InvalidState(what="broadcast", state=row.status.value)
    return await _steer(actor, broadcast_id, B.RUNNING, MessageStatus.READY, [MessageStatus.PAUSED])


async def cancel(actor: Actor, broadcast_id: int) -> Broadcast:
    """End it: what was handed over stays sent, the rest is dropped."""
    return await _steer(
        actor,
        broadcast_id,
        B.CANCELLED,
        MessageStatus.DROPPED,
        [MessageStatus.READY, MessageStatus.PAUSED],
    )


async def progress(row: Broadcast) -> Progress:
    """Counts by state, cost, and for links who paid because of it."""
    counted = await db.rows(
        "SELECT status, COUNT(*) AS n FROM message WHERE broadcast_id = $1 GROUP BY status", row.id
    )
    counts = {line["status"]: int(line["n"]) for line in counted}
    spent = await db.value(
        "SELECT COALESCE(SUM(d.cost_minor), 0) AS cost FROM delivery d"
        " JOIN message m ON m.id = d.message_id WHERE m.broadcast_id = $1"
        " AND d.status NOT IN ('failed')",
        row.id,
    )
    returns = await db.one(
        "SELECT COUNT(opened_at) AS opened,"
        " COALESCE(SUM(CASE WHEN paid_minor > 0 THEN 1 ELSE 0 END), 0) AS payers,"
        " COALESCE(SUM(paid_minor), 0) AS paid FROM link WHERE broadcast_id = $1",
        row.id,
    )
    operator = await operators.get(row.operator_id)
    filled = sum(counts.values())
    recipients = filled if row.filled else max(row.recipients, filled)
    settled = sum(counts.get(status.value, 0) for status in message_rules.SETTLED)
    took = ((row.ended_at or clock.now()) - row.started_at).total_seconds() if row.started_at else 0
    return Progress(
        recipients=recipients,
        waiting=recipients - settled,
        counts=counts,
        cost=Money(int(spent or 0), operator.currency),
        opened=int(returns["opened"]) if returns else 0,
        payers=int(returns["payers"]) if returns else 0,
        paid=Money(int(returns["paid"]) if returns else 0, operator.currency),
        rate=settled / took if took > 0 else 0.0,
    )


async def page(actor: Actor, *, before: int = 0, limit: int = 8) -> list[Broadcast]:
    """The newest first, those before an id."""
    actor.require("broadcast.compose")
    query = Broadcast.filter(operator_id__in=await operators.subtree_ids(actor.operator_id))
    if before:
        query = query.filter(id__lt=before)
    return await query.order_by("-id").limit(limit)
