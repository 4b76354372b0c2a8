"""What is done to many at once: made of lines, seen, confirmed, approved, stopped, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain import clock, db, events, reach, tables
from domain.bulk import queries, rules, working
from domain.bulk.errors import BulkDecided, LinesMissing, LinesTooMany, NothingFits, OwnToApprove
from domain.bulk.models import Bulk
from domain.bulk.states import BulkKind, BulkStatus, LineStatus
from domain.bulk.views import BulkView, Sum
from domain.chat import cards, groups
from domain.chat.models import Group, Purpose
from domain.errors import DomainError, InvalidState, NotFound, Outdated
from domain.events import BulkChanged
from domain.fields import to_json
from domain.money import Money, in_order
from domain.payments import posting
from domain.staff import audit, operators, people
from domain.staff.models import Staff
from domain.staff.rights import Actor

B, L = BulkStatus, LineStatus
NEEDS = {
    BulkKind.PAID: "payment.record", BulkKind.LINK: "link.send", BulkKind.VOID: "bill.run",
}  # fmt: skip
_AT_ONCE = 500
_AT_THE_START = 3  # batches, before whoever sent it sees the first of it


@dataclass(frozen=True, slots=True)
class Typed:
    """A line before anybody has looked what it means."""

    number: int
    said: str
    parts: dict[str, str] = field(default_factory=dict)
    customer_id: int | None = None
    bill_ids: Sequence[int] = ()
    amount: Money | None = None

    def columns(self) -> tuple[object, ...]:
        """In the order in which a new line is written."""
        minor, currency = (self.amount.minor, self.amount.currency) if self.amount else (None, "")
        return (
            self.number, self.said[:300], to_json(self.parts), self.customer_id,
            to_json(list(self.bill_ids)), minor, currency,
        )  # fmt: skip


async def begin(
    actor: Actor,
    kind: BulkKind,
    lines: Sequence[Typed],
    *,
    source: str = "",
    reason: str = "",
    of_bills: bool = False,
) -> BulkView:
    """Keep the lines, and read the first of them; nothing is done to anybody yet.

    Raises `LinesMissing` and `LinesTooMany`.
    """
    actor.require(NEEDS[kind])
    if not lines:
        raise LinesMissing
    if len(lines) > rules.MOST_LINES:
        raise LinesTooMany(limit=rules.MOST_LINES)
    async with db.transaction():
        row = await Bulk.create(
            operator_id=actor.operator_id, author_id=actor.staff_id, kind=kind, source=source,
            reason=reason, of_bills=of_bills, lines=len(lines), made_at=clock.now(),
        )  # fmt: skip
        for some in _portions(lines):
            await queries.insert(row.id, [line.columns() for line in some])
    for _ in range(_AT_THE_START):
        if not await working.step(row):
            break
    return tables.view(BulkView, row)


def _portions(lines: Sequence[Typed]) -> Iterable[Sequence[Typed]]:
    return (lines[start : start + _AT_ONCE] for start in range(0, len(lines), _AT_ONCE))


async def get(actor: Actor, bulk_id: int) -> BulkView:
    """One's own, or one that a person may approve who sees all that its author sees."""
    return tables.view(BulkView, await row_of(actor, bulk_id))


async def row_of(actor: Actor, bulk_id: int) -> Bulk:
    """The row of the same; raises `NotFound`."""
    row = await Bulk.get_or_none(id=bulk_id)
    if row is None or not await _is_seen(actor, row):
        raise NotFound(what="bulk", given=bulk_id)
    return row


async def _is_seen(actor: Actor, row: Bulk) -> bool:
    if row.author_id == actor.staff_id:
        return True
    author = await Staff.get(id=row.author_id)
    within = await reach.of_operator(actor, row.operator_id)
    return within and actor.can("bulk.approve") and reach.covers(actor, author.zone_ids)


async def own(actor: Actor, bulk_id: int, *of: BulkStatus) -> Bulk:
    """The actor's own row, in one of these states; raises `NotFound`, `InvalidState`."""
    row = await row_of(actor, bulk_id)
    if row.author_id != actor.staff_id:
        raise NotFound(what="bulk", given=bulk_id)
    if of and row.status not in of:
        raise InvalidState(what="bulk", state="")
    return row


async def latest(actor: Actor, *, limit: int = 5) -> list[BulkView]:
    """The newest of the actor's own."""
    rows = await Bulk.filter(author_id=actor.staff_id).order_by("-id").limit(limit)
    return [tables.view(BulkView, row) for row in rows]


async def sums(bulk_id: int) -> list[Sum]:
    """How many lines of a bulk, got by `get`, stand so, and what they come to in each currency."""
    return [
        Sum(
            L(row.status), row.lines,
            Money(int(row.amount), row.currency) if row.currency else None,
        )
        for row in await queries.sums(bulk_id)
    ]  # fmt: skip


def count(found: Sequence[Sum], *statuses: LineStatus) -> int:
    """How many lines stand so."""
    return sum(each.lines for each in found if each.status in statuses)


def amounts(found: Sequence[Sum], own: str, *statuses: LineStatus) -> tuple[Money, ...]:
    """What those lines come to, see `money.in_order`."""
    sums: dict[str, Money] = {}
    for each in found:
        if each.status in statuses and each.amount is not None:
            sums[each.amount.currency] = (
                sums.get(each.amount.currency, Money(0, each.amount.currency)) + each.amount
            )
    return in_order(sums.values(), own)


def seal(found: Sequence[Sum]) -> str:
    """Another as soon as other lines, or lines of another amount, would be done."""
    fits = [each for each in found if each.status is L.FITS]
    return "+".join(f"{each.lines}x{each.amount.minor if each.amount else 0}" for each in fits)


def needs_approval(actor: Actor, kind: BulkKind, found: Sequence[Sum]) -> bool:
    """Whether it is more than this person may do alone: so much money, or so many messages."""
    if kind is BulkKind.LINK:
        limit = actor.limit("broadcast.recipients")
        return limit is not None and count(found, L.FITS) > limit
    limit = actor.limit("bulk.amount")
    return limit is not None and any(
        each.minor > limit for each in amounts(found, actor.currency, L.FITS)
    )


async def confirm(actor: Actor, bulk_id: int, seen: str) -> BulkView:
    """Do what fits, or ask for approval where it is more than one may alone.

    Raises `Outdated` where it is not what was `seen`, and `NothingFits`.
    """
    row = await own(actor, bulk_id)
    actor.require(NEEDS[row.kind])
    async with db.transaction():
        await hold(row, B.DRAFT)
        found = await sums(row.id)
        if not count(found, L.FITS):
            raise NothingFits
        if seal(found) != seen:
            raise Outdated
        asks, now = needs_approval(actor, row.kind, found), clock.now()
        values = {"asked_at": now} if asks else {"started_at": now}
        await _move(actor, row, B.ASKED if asks else B.RUNNING, [B.DRAFT], cursor=0, **values)
    return tables.view(BulkView, row)


async def hold(row: Bulk, *of: BulkStatus) -> None:
    """Nobody brings the whole to another state until the transaction ends.

    Raises `InvalidState` unless it stands in one of these.
    """
    if not await queries.stands(row.id, [each.value for each in of]):
        raise await _decided(row.id)


async def _move(
    actor: Actor, row: Bulk, to: BulkStatus, of: Sequence[BulkStatus], **values: Any
) -> None:
    """Bring the whole to another state, and what hears of it; raises `InvalidState`."""
    async with db.transaction():
        if not await db.advance(row, to, of=of, **values):
            raise await _decided(row.id)
        await audit.note(
            actor, f"bulk.{to.value}", "bulk", row.id, operator_id=row.operator_id,
            after={"status": to.value, "lines": row.lines},
        )  # fmt: skip
        await events.publish(BulkChanged(row.id))


async def _decided(bulk_id: int) -> DomainError:
    row = await Bulk.get(id=bulk_id)
    if row.decided_by_id is None:
        return InvalidState(what="bulk", state="")
    who = await people.name_of(row.decided_by_id)
    return BulkDecided(status=row.status.value, who=who, at=row.decided_at)


async def decide(actor: Actor, bulk_id: int, *, approve: bool, reason: str = "") -> BulkView:
    """Approve or reject what somebody else has asked for, once.

    Raises `OwnToApprove`, and `BulkDecided` for whoever comes second.
    """
    actor.require("bulk.approve")
    row = await row_of(actor, bulk_id)
    if row.author_id == actor.staff_id:
        raise OwnToApprove
    now = clock.now()
    values = {"started_at": now} if approve else {"ended_at": now}
    await _move(
        actor, row, B.RUNNING if approve else B.REJECTED, [B.ASKED],
        decided_by_id=actor.staff_id, decided_at=now, decided_why=reason, **values,
    )  # fmt: skip
    return tables.view(BulkView, row)


async def asked_of(row: BulkView) -> tuple[list[str], list[str]]:
    """Who is asked to approve it: groups by name, or people where no group is bound for it."""
    bound = await groups.groups_for(Purpose.PAYMENTS, row.operator_id)
    if bound:
        return [group.title for group in bound], []
    able = await people.who_may("bulk.approve", row.operator_id)
    return [], [each.name for each in able if each.staff_id != row.author_id]


async def cancel(actor: Actor, bulk_id: int) -> BulkView:
    """Leave it before anything was done."""
    row = await own(actor, bulk_id)
    await _move(actor, row, B.CANCELLED, [B.READING, B.DRAFT, B.ASKED], ended_at=clock.now())
    return tables.view(BulkView, row)


async def stop(actor: Actor, bulk_id: int) -> BulkView:
    """Do no further line: what is done stays done."""
    row = await own(actor, bulk_id)
    await _move(actor, row, B.STOPPED, [B.RUNNING], cursor=0, ended_at=clock.now())
    return tables.view(BulkView, row)


async def undo(actor: Actor, bulk_id: int) -> BulkView:
    """Take back every payment of it, within the minutes that one has for a single one.

    Raises `UndoTooLate`.
    """
    actor.require("payment.undo")
    row = await row_of(actor, bulk_id)
    if row.author_id != actor.staff_id:
        actor.require("payment.reverse")
    if not may_be_undone(row):
        raise InvalidState(what="bulk", state="")
    posting.require_in_time(row.ended_at or clock.now())
    now = clock.now()
    await _move(
        actor, row, B.UNDOING, [B.DONE, B.STOPPED],
        cursor=0, undone_by_id=actor.staff_id, undone_at=now,
    )  # fmt: skip
    return tables.view(BulkView, row)


def may_be_undone(row: Bulk | BulkView) -> bool:
    """Whether something of it can be taken back, if it is in time."""
    return row.kind is BulkKind.PAID and row.status in (B.DONE, B.STOPPED)


async def show(event: BulkChanged) -> None:
    """Whoever decides hears of one that waits, and every card of it is drawn again."""
    row = await Bulk.get(id=event.bulk_id)
    if row.status is B.ASKED:
        await cards.raise_to_group(
            Purpose.PAYMENTS, row.operator_id, right="bulk.approve", besides=row.author_id,
            **_card(row),
        )  # fmt: skip
    await cards.refresh(f"bulk:{row.id}")


def _card(row: Bulk) -> dict[str, Any]:
    name = f"bulk:{row.id}"
    return {
        "key": name, "screen": "bulk.approval", "args": {"bulk_id": row.id}, "subject": name,
    }  # fmt: skip


async def bring(group: Group) -> None:
    """A group that is bound hears of what waited before it."""
    if group.purpose is not Purpose.PAYMENTS:
        return
    under = await operators.subtree_ids(group.operator_id)
    for row in await Bulk.filter(operator_id__in=under, status=B.ASKED).order_by("id"):
        await cards.raise_in(group, **_card(row))
