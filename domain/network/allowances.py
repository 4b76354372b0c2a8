"""What customers may use, and what of it they have used, by the counters of their router.

A counter is believed only where it was read after the last one that was believed: what was read
before it, and comes later, would look like a counter that began anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from domain import clock, db, events
from domain.events import AllowancesSpent, LoginsSeen
from domain.fields import to_ms
from domain.network import queries
from domain.network.queries.allowances import Counted
from domain.ports.access import Used

_AT_ONCE = 500


async def grant(customer_id: int, *, seconds: int | None, octets: int | None) -> None:
    """Let a customer use so much from now on, whatever was used before."""
    now = to_ms(clock.now())
    async with db.transaction():
        await queries.allowances.grant(customer_id, seconds, octets, now)
        await queries.services.limit_anew(customer_id, now)


async def octets_left(customer_id: int) -> int | None:
    """How much the customer may move still, as far as it was read; None without a limit."""
    row = next(iter(await queries.allowances.of([customer_id])), None)
    if row is None or row.octets is None:
        return None
    return max(row.octets - row.used_octets, 0)


async def count(used: Mapping[int, Used], began: datetime) -> None:
    """Count what was read of accounts by a look that began then.

    The first use of what was granted, and that nothing of it is left, are each told once.
    """
    ids = sorted(used)
    for at in range(0, len(ids), _AT_ONCE):
        part = ids[at : at + _AT_ONCE]
        moved = [*_moved(await queries.allowances.of(part), used, began)]
        if moved:
            await _write([row.customer_id for row, _ in moved], used, began)


async def _write(customer_ids: Sequence[int], used: Mapping[int, Used], began: datetime) -> None:
    now = to_ms(clock.now())
    async with db.transaction():
        held = await queries.allowances.of(customer_ids, lock=True)
        moved = [*_moved(held, used, began)]
        await queries.allowances.count((now, row, fresh) for row, fresh in moved)
        begun = tuple(
            (row.customer_id, fresh.used_at)
            for row, fresh in moved
            if row.used_at is None and fresh.used_at is not None
        )
        if begun:
            await events.publish(LoginsSeen(begun))
        spent = tuple(fresh.customer_id for row, fresh in moved if fresh.is_spent > row.is_spent)
        if spent:
            await queries.allowances.spend(spent, now)
            await events.publish(AllowancesSpent(spent))


def _moved(
    rows: Sequence[Counted], used: Mapping[int, Used], began: datetime
) -> Iterator[tuple[Counted, Counted]]:
    """Those of which the look tells something new, as they were and as they are."""
    for row in rows:
        fresh = _counted(row, used[row.customer_id])
        if row.counted_at <= to_ms(began) and fresh != row:
            yield row, fresh


def _counted(row: Counted, shown: Used) -> Counted:
    seconds = _since(row.counted_seconds, shown.seconds)
    octets = _since(row.counted_octets, shown.octets)
    used_at = row.used_at
    if used_at is None and (seconds or octets or shown.online is not None):
        ago = max(seconds, shown.online or 0)
        used_at = max(to_ms(clock.now() - timedelta(seconds=ago)), row.given_at)
    return row._replace(
        used_seconds=row.used_seconds + seconds,
        used_octets=row.used_octets + octets,
        counted_seconds=shown.seconds,
        counted_octets=shown.octets,
        used_at=used_at,
    )


def _since(counted: int, shown: int) -> int:
    return shown - counted if shown >= counted else shown
