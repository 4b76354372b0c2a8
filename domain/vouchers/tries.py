"""Wrong PINs: after five of them a customer's redeeming is locked for an hour, by every door."""

from __future__ import annotations

from datetime import datetime

from domain import clock
from domain.errors import DomainError
from domain.fields import from_ms, to_ms
from domain.vouchers import queries, rules


class PinsLocked(DomainError):
    """Too many wrong PINs; `minutes` until the customer may try again."""


class PinUnknown(DomainError):
    """No voucher that is good has this PIN; `left` tries until the customer is locked."""


async def locked_until(customer_id: int) -> datetime | None:
    """Until when the customer's redeeming is locked; None where it is not."""
    row = await queries.wrong(customer_id)
    if row is None or row.wrong < rules.WRONG_TRIES:
        return None
    until = from_ms(row.last_at) + rules.LOCKED_FOR
    return until if until > clock.now() else None


async def require_open(customer_id: int) -> None:
    """Raises `PinsLocked`."""
    until = await locked_until(customer_id)
    if until is not None:
        raise _locked(until)


def _locked(until: datetime) -> PinsLocked:
    seconds = (until - clock.now()).total_seconds()
    return PinsLocked(minutes=max(int(-(-seconds // 60)), 1))


async def count(customer_id: int) -> DomainError:
    """Count a wrong PIN in the caller's transaction, who holds the customer; what is said of it."""
    now = clock.now()
    since = to_ms(now - rules.LOCKED_FOR)
    left = rules.WRONG_TRIES - await queries.count_wrong(customer_id, to_ms(now), since)
    return PinUnknown(left=left) if left > 0 else _locked(now + rules.LOCKED_FOR)


async def forget(customer_id: int) -> None:
    """A right PIN ends the row of wrong ones."""
    await queries.forget_wrong(customer_id)
