"""Messages to many: composed, approved by somebody else, sent in the background."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tortoise.queryset import QuerySet

from domain import clock, db, events, reach, wakes
from domain.accounts import gateways
from domain.chat import groups
from domain.chat.models import Purpose
from domain.errors import (
    AlreadyDone,
    DomainError,
    InvalidState,
    InvalidValue,
    NoGateway,
    NotFound,
    RightLacking,
)
from domain.events import BroadcastChanged
from domain.messaging import notices, outbox
from domain.messaging import rules as message_rules
from domain.messaging.states import MessageStatus
from domain.outreach import previews, rules
from domain.outreach.audience import Audience
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.payments.queries import ways
from domain.ports import Ports
from domain.staff import audit, operators, people
from domain.staff.models import Staff
from domain.staff.rights import Actor

B = BroadcastStatus


class NobodyToTell(DomainError):
    """The filters leave no recipient."""


class BroadcastDecided(AlreadyDone):
    """Somebody else was first; `who`, `at`, and `status` that it came to."""


async def compose(
    actor: Actor,
    *,
    kind: str,
    audience: Audience,
    body: str = "",
    channels: str = "",
    send_at: datetime | None = None,
) -> Broadcast:
    """A broadcast that is not kept yet, checked now so that nothing is refused half-way.

    Raises `UnknownVariable`, `BraceUnclosed`, `VariableMissing`, `NoGateway`.
    """
    actor.require("broadcast.compose")
    check_words(kind, body)
    await _require_gateways(actor, kind, channels)
    return Broadcast(
        operator_id=actor.operator_id,
        author_id=actor.staff_id,
        kind=kind,
        audience=audience.stored(),
        body=body.strip(),
        channels=channels,
        send_at=send_at,
        made_at=clock.now(),
    )


def check_words(kind: str, body: str) -> None:
    """Refuse words that could not be filled in later, or a link's without the link.

    A payment link without words of its own takes the template's.
    """
    if kind not in {"link", "text"}:
        raise InvalidValue(field="kind", given=kind, example="link")
    if kind == "text" and not body.strip():
        raise InvalidValue(field="text", given="", example="")
    if kind == "text" and "payment_link" in message_rules.variables_of(body):
        raise InvalidValue(field="text", given="{payment_link}", example="")
    needs = notices.PAYMENT_LINK.must_name if kind == "link" else ()
    if body:
        message_rules.check_template(body, needs=needs, known=(*rules.VARIABLES, *needs))


async def _require_gateways(actor: Actor, kind: str, channels: str) -> None:
    """Somebody among those whom the actor reaches has to be served."""
    order = [channel.value for channel in message_rules.channel_order(channels)]
    reached = await operators.subtree_ids(actor.operator_id)
    if not await _serve(order, reached):
        raise NoGateway(kind="message")
    if kind == "link" and not await ways.lead_to_any(reached):
        raise NoGateway(kind="payment")


async def _serve(kinds: Sequence[str], operator_ids: Sequence[int]) -> bool:
    for operator_id in operator_ids:
        for kind in kinds:
            if await gateways.enabled(kind, operator_id):
                return True
    return False


async def get(actor: Actor, broadcast_id: int) -> Broadcast:
    """One that the actor may see; raises `NotFound`."""
    row = await Broadcast.get_or_none(id=broadcast_id)
    if row is None or not await _is_seen(actor, row):
        raise NotFound(what="broadcast", given=broadcast_id)
    if not (actor.can("broadcast.compose") or actor.can("broadcast.approve")):
        raise RightLacking(right="broadcast.compose")
    return row


async def _is_seen(actor: Actor, row: Broadcast) -> bool:
    """Whether it is for nobody out of the actor's reach: by what its author sees."""
    author = await Staff.get(id=row.author_id) if reach.is_limited(actor) else None
    return await reach.of_operator(actor, row.operator_id) and (
        author is None or reach.covers(actor, author.zone_ids)
    )


async def _seen_by(actor: Actor) -> QuerySet[Broadcast]:
    """Those that are for nobody out of the actor's reach."""
    under = await operators.subtree_ids(actor.operator_id)
    seen = Broadcast.filter(operator_id__in=under)
    if not reach.is_limited(actor):
        return seen
    staff = await Staff.filter(operator_id__in=under)
    return seen.filter(author_id__in=[row.id for row in staff if reach.covers(actor, row.zone_ids)])


async def page(actor: Actor, *, before: int = 0, limit: int = 8) -> list[Broadcast]:
    """The newest first, those before an id."""
    actor.require("broadcast.compose")
    query = await _seen_by(actor)
    if before:
        query = query.filter(id__lt=before)
    return await query.order_by("-id").limit(limit)


async def waiting(actor: Actor, *, limit: int = 3) -> list[Broadcast]:
    """Those that this person may decide about now, the oldest first."""
    if not actor.can("broadcast.approve"):
        return []
    query = (await _seen_by(actor)).filter(status=B.ASKED)
    if not actor.can("broadcast.approve_own"):
        query = query.exclude(author_id=actor.staff_id)
    return await query.order_by("id").limit(limit)


def may_decide(actor: Actor, row: Broadcast) -> bool:
    """Whether it is this person's to approve or reject."""
    right = "broadcast.approve" if row.author_id != actor.staff_id else "broadcast.approve_own"
    return actor.can("broadcast.approve") and actor.can(right)


async def asked_of(row: Broadcast) -> tuple[list[str], list[str]]:
    """Who is asked to approve it: groups by name, or people where no group is bound for it."""
    bound = await groups.groups_for(Purpose.BROADCASTS, row.operator_id)
    if bound:
        return [group.title for group in bound], []
    able = await people.who_may("broadcast.approve", row.operator_id)
    return [], [each.name for each in able if each.staff_id != row.author_id]


def needs_approval(actor: Actor, recipients: int) -> bool:
    """Whether it is more than this person may send alone."""
    limit = actor.limit("broadcast.recipients")
    return limit is not None and recipients > limit


async def ask(actor: Actor, row: Broadcast, ports: Ports) -> Broadcast:
    """Send off what was composed, or ask for approval when it is more than the author may alone.

    Raises `NobodyToTell`, and `NotFound` for what somebody else has composed.
    """
    actor.require("broadcast.compose")
    if row.author_id != actor.staff_id:
        raise NotFound(what="broadcast", given=row.id)
    seen = await previews.of_broadcast(row, ports)
    if seen.recipients == 0:
        raise NobodyToTell
    row.status = B.ASKED if needs_approval(actor, seen.recipients) else _released(row)
    row.recipients, row.segments = seen.recipients, seen.segments
    row.left_out = dict(seen.left_out)
    row.costs = {each.currency: each.minor for each in seen.cost}
    async with db.transaction():
        await row.save()
        await audit.note(
            actor, "broadcast.ask", "broadcast", row.id, operator_id=row.operator_id,
            after={"recipients": seen.recipients, "status": row.status.value},
        )  # fmt: skip
        await _changed(row)
    return row


def _released(row: Broadcast) -> BroadcastStatus:
    """What has an hour is started by `sending.tick` alone, which asks where it is late."""
    return B.RUNNING if row.send_at is None else B.SCHEDULED


async def _changed(row: Broadcast) -> None:
    if row.status is B.RUNNING and row.started_at is None:
        row.started_at = row.moved_at = clock.now()
        await Broadcast.filter(id=row.id).update(started_at=row.started_at, moved_at=row.moved_at)
    await events.publish(BroadcastChanged(row.id))
    db.after_commit(lambda: wakes.wake(wakes.BROADCASTS))


async def decide(actor: Actor, broadcast_id: int, *, approve: bool, reason: str = "") -> Broadcast:
    """Approve or reject; never its author's to decide unless the role says so, and only once.

    Raises `BroadcastDecided` for whoever comes second.
    """
    row = await _to_decide(actor, broadcast_id)
    to = _released(row) if approve else B.REJECTED
    async with db.transaction():
        decided = await db.advance(
            row, to, of=[B.ASKED],
            decided_by_id=actor.staff_id, decided_at=clock.now(), reason=reason,
        )  # fmt: skip
        if not decided:
            raise await _decided(broadcast_id)
        await audit.note(
            actor, "broadcast.approve" if approve else "broadcast.reject", "broadcast", row.id,
            operator_id=row.operator_id, after={"status": to.value, "reason": reason},
        )  # fmt: skip
        await _changed(row)
    return row


async def reschedule(actor: Actor, broadcast_id: int, send_at: datetime) -> Broadcast:
    """Another time for what waits for approval, by somebody who may approve it."""
    row = await _to_decide(actor, broadcast_id)
    async with db.transaction():
        if not await Broadcast.filter(id=row.id, status=B.ASKED).update(send_at=send_at):
            raise await _decided(broadcast_id)
        row.send_at = send_at
        await audit.note(
            actor, "broadcast.reschedule", "broadcast", row.id, operator_id=row.operator_id,
            after={"send_at": send_at.isoformat()},
        )  # fmt: skip
        await _changed(row)
    return row


async def _to_decide(actor: Actor, broadcast_id: int) -> Broadcast:
    actor.require("broadcast.approve")
    row = await get(actor, broadcast_id)
    if row.author_id == actor.staff_id:
        actor.require("broadcast.approve_own")
    return row


async def _decided(broadcast_id: int) -> DomainError:
    row = await Broadcast.get(id=broadcast_id)
    who = await Staff.get_or_none(id=row.decided_by_id) if row.decided_by_id else None
    if who is None:
        return InvalidState(what="broadcast", state=row.status.value)
    return BroadcastDecided(status=row.status.value, who=who.name, at=row.decided_at)


async def pause(actor: Actor, broadcast_id: int) -> Broadcast:
    """Hold back what has not been handed over yet."""
    return await _steer(actor, broadcast_id, B.PAUSED, of=[B.RUNNING])


async def resume(actor: Actor, broadcast_id: int) -> Broadcast:
    """Go on where it was paused."""
    return await _steer(actor, broadcast_id, B.RUNNING, of=[B.PAUSED])


async def cancel(actor: Actor, broadcast_id: int) -> Broadcast:
    """End it: what was handed over stays sent, the rest is dropped."""
    return await _steer(actor, broadcast_id, B.CANCELLED, of=rules.may_come_from(B.CANCELLED))


# What becomes of messages that wait, and which those are, when a broadcast comes to a state.
_WAITING = {
    B.PAUSED: (MessageStatus.PAUSED, [MessageStatus.READY]),
    B.RUNNING: (MessageStatus.READY, [MessageStatus.PAUSED]),
    B.CANCELLED: (MessageStatus.DROPPED, [MessageStatus.READY, MessageStatus.PAUSED]),
}


async def _steer(
    actor: Actor, broadcast_id: int, to: BroadcastStatus, *, of: Sequence[BroadcastStatus]
) -> Broadcast:
    actor.require("broadcast.compose")
    row = await get(actor, broadcast_id)
    now = clock.now()
    ended_at = now if to is B.CANCELLED else None
    async with db.transaction():
        if not await db.advance(row, to, of=of, ended_at=ended_at, moved_at=now, held_at=None):
            raise InvalidState(what="broadcast", state=row.status.value)
        await move_waiting(row)
        await audit.note(
            actor, f"broadcast.{to.value}", "broadcast", row.id, operator_id=row.operator_id
        )
        await _changed(row)
        db.after_commit(lambda: wakes.wake(wakes.OUTBOX))
    return row


async def move_waiting(row: Broadcast) -> int:
    """Bring the messages that wait in line with the broadcast's state; how many moved."""
    to, taken = _WAITING[row.status]
    return await outbox.move_bulk(row.id, to, taken)
