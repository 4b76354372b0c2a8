"""How broadcasts stand: counted anew from messages, links and payments whenever it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clock, reach
from domain.fields import from_ms, to_ms
from domain.messaging.states import MessageStatus
from domain.money import Money, in_order
from domain.outreach import broadcasts, costs, queries, rules
from domain.outreach.models import Broadcast
from domain.staff import operators
from domain.staff.rights import Actor

_RATED_OVER = timedelta(minutes=1)
_SOON = timedelta(minutes=5)  # a pause of which nothing is said
_NEWEST = 20_000  # deliveries among which the last minute's are looked for
_UNDER_WAY = (MessageStatus.READY, MessageStatus.PAUSED, MessageStatus.LEASED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a broadcast stands; `counts` are messages by state, `left` is None while unknown."""

    recipients: int
    done: int
    counts: dict[str, int]
    cost: tuple[Money, ...]  # in the gateways' currencies, see `money.in_order`
    opened: int
    payers: int
    paid: tuple[Money, ...]  # see `money.in_order`
    per_minute: int
    left: timedelta | None
    goes_on_at: datetime | None  # when the first of those that wait have their turn, if not now

    def count(self, *states: MessageStatus) -> int:
        """Messages in these states."""
        return sum(self.counts.get(state.value, 0) for state in states)

    @property
    def sent(self) -> int:
        """Messages that a provider took, whatever is known of them since."""
        return self.count(MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ)

    @property
    def delivered(self) -> int:
        """Messages that arrived."""
        return self.count(MessageStatus.DELIVERED, MessageStatus.READ)


async def of(row: Broadcast) -> Progress:
    """Counts by state, cost, pace, and for links who opened and who paid because of it."""
    counts, goes_on_at = await _counts(row)
    made = sum(counts.values())
    recipients = made if row.filled else max(row.recipients, made)
    done = made - sum(counts.get(state.value, 0) for state in _UNDER_WAY)
    currency = (await operators.get(row.operator_id)).currency
    per_minute = await _pace(row)
    opened, payers, paid = await _returns(row)
    left = timedelta(minutes=(recipients - done) / per_minute) if per_minute else None
    return Progress(
        recipients=recipients,
        done=done,
        counts=counts,
        cost=await costs.spent(row),
        opened=opened,
        payers=payers,
        paid=in_order(paid, currency),
        per_minute=per_minute,
        left=left,
        goes_on_at=goes_on_at,
    )


async def _counts(row: Broadcast) -> tuple[dict[str, int], datetime | None]:
    found = await queries.progress.states(row.id)
    ready = [from_ms(line.due_ms) for line in found if line.status == MessageStatus.READY]
    later = [at for at in ready if at - clock.now() > _SOON]
    counts = {line.status: int(line.messages) for line in found}
    return counts, None if MessageStatus.LEASED in counts else next(iter(later), None)


async def _pace(row: Broadcast) -> int:
    """Messages handed over in the last minute, as if a shorter life had been a whole one."""
    now = clock.now()
    since = max(row.started_at or now, now - _RATED_OVER)
    handed = await queries.progress.handed_since(row.id, to_ms(since), _NEWEST)
    seconds = max((now - since).total_seconds(), 1)
    return round(handed * 60 / seconds)


async def _returns(row: Broadcast) -> tuple[int, int, list[Money]]:
    """How many opened their link, how many paid by it in time, and how much in each currency."""
    opened = await queries.progress.opened(row.id)
    credited = rules.CREDITED_FOR // timedelta(milliseconds=1)
    paid = await queries.progress.paid(row.id, credited)
    payers = sum(int(each.payers) for each in paid)  # each pays in one currency
    return opened, payers, [Money(int(each.paid), each.currency) for each in paid]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A message of which nobody can say whether it was sent."""

    message_id: int
    customer_id: int
    customer: str
    code: str
    at: datetime


async def doubtful(
    actor: Actor, broadcast_id: int, *, offset: int = 0, limit: int = 8
) -> tuple[Sequence[Doubtful], int]:
    """A page of the messages that are `unknown`, for a person to decide, and how many they are."""
    row = await broadcasts.get(actor, broadcast_id)
    scope, values = reach.sql(actor, first=2)
    total = await queries.progress.count_doubtful(row.id, scope, values)
    found = await queries.progress.doubtful(row.id, scope, values, limit=limit, offset=offset)
    return [_doubtful(line) for line in found], total


def _doubtful(line: queries.progress.Doubtful) -> Doubtful:
    at = from_ms(line.settled_at)
    return Doubtful(line.id, line.customer_id, line.name, line.code, at)
