"""What customers are told of their service: once it is so on the router, and once per cause."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from domain import clock
from domain.billing.models import PackageChange
from domain.events import CustomersWelcomed, FirstSessionsSeen, PurchaseBegun
from domain.fields import to_ms
from domain.hotspot import running
from domain.hotspot.models import Purchase
from domain.messaging import notices, outbox, telling
from domain.messaging.notices import Notice
from domain.network.services import MANUAL, WAS_HELD
from domain.network.states import BALANCE, BOUGHT_ENDS, EXPIRED
from domain.outreach import queries
from domain.outreach.queries.service import Untold
from domain.payments import links

RAN_OUT = notices.BALANCE_OUT.key
SUSPENDED, BY_HAND = notices.SUSPENDED.key, notices.SUSPENDED_BY_HAND.key
ENDED = notices.EXPIRED.key
BOUGHT_ENDED = notices.PACKAGE_ENDED.key
_AT_ONCE = 500


async def held(customer_ids: Sequence[int]) -> int:
    """Tell suspended customers who are held by now, and were not told of it; how many.

    A customer's last suspension is what is told. Who was brought over as suspended has none here.
    """
    told = 0
    for at in range(0, len(customer_ids), _AT_ONCE):
        told += await _tell_held(customer_ids[at : at + _AT_ONCE])
    return told


async def _tell_held(customer_ids: Sequence[int]) -> int:
    found = await queries.service.untold(customer_ids)
    off = await _switched_off({row.operator_id for row in found})
    found = [
        row for row in found if off.isdisjoint((row.operator_id, event) for event in _kinds(row))
    ]
    made = await links.make_many(
        [(row.customer_id, row.operator_id) for row in found if _for_money(row)],
        staff_id=None,
    )
    return await outbox.put_many([_of_suspension(row, made) for row in found])


def _of_suspension(row: Untold, made: dict[int, int]) -> outbox.Draft:
    link = made.get(row.customer_id)
    return outbox.Draft(
        dedupe=f"suspension:{row.id}",
        event=_kinds(row)[-1],
        customer_id=row.customer_id,
        operator_id=row.operator_id,
        about=_about(row, link),
    )


def _about(row: Untold, link: int | None) -> dict[str, object]:
    if row.rule == EXPIRED:
        return {"ends": json.loads(row.figures).get("valid_until")}
    until = _until(row) if row.rule == BALANCE else {}
    return {**({"link": link} if link else {}), **until}


def _until(row: Untold) -> dict[str, int]:
    """Up to when service was paid that a balance was out for."""
    until = json.loads(row.figures)["paid_until"]
    return {"until": to_ms(datetime.fromisoformat(until))}


def _for_money(row: Untold) -> bool:
    """Whether paying ends the suspension."""
    if row.rule == EXPIRED:
        return False
    return row.rule != MANUAL or bool(json.loads(row.figures).get("due_minor"))


def _kinds(row: Untold) -> tuple[str, ...]:
    """The event that tells it, after the one that switches it off as well."""
    if row.rule in BOUGHT_ENDS:
        return (BOUGHT_ENDED,)
    if row.rule == EXPIRED:
        return (ENDED,)
    if row.rule == BALANCE:
        return (RAN_OUT,)
    return (SUSPENDED,) if _for_money(row) else (SUSPENDED, BY_HAND)


async def _switched_off(operator_ids: set[int]) -> set[tuple[int, str]]:
    return {
        (operator_id, event)
        for operator_id in operator_ids
        for event in (SUSPENDED, BY_HAND, ENDED, BOUGHT_ENDED, RAN_OUT)
        if not await telling.is_enabled(event, operator_id)
    }


async def reconnected(customer_id: int) -> bool:
    """Tell a customer who is back; not whom no router ever held, and who was told nothing."""
    row = await queries.service.last(customer_id)
    if row is None or row.act != "reconnect" or row.rule == running.BOUGHT:
        return False  # of a purchase it is told when it begins
    if not json.loads(row.figures).get(WAS_HELD, True) and not await queries.service.was_told(
        row.id
    ):
        return False
    return await outbox.put(
        outbox.Draft(
            dedupe=f"suspension:{row.id}",
            event=notices.ACTIVATED.key,
            customer_id=customer_id,
            operator_id=row.operator_id,
        )
    )


async def welcome(event: CustomersWelcomed) -> None:
    """Greet who is new."""
    await _tell_each(event.customer_ids, notices.WELCOME)


async def tell_first_sessions(event: FirstSessionsSeen) -> None:
    """Tell who is online for the first time that it works."""
    await _tell_each(event.customer_ids, notices.FIRST_ONLINE)


async def _tell_each(customer_ids: Sequence[int], notice: Notice) -> None:
    each, now = queries.service.once(notice), clock.now()
    for at in range(0, len(customer_ids), _AT_ONCE):
        those = queries.service.among(customer_ids[at : at + _AT_ONCE])
        await outbox.put_each(each, those, now)


async def bought(event: PurchaseBegun) -> None:
    """Tell a customer what they have bought, how long it is good, and how they log in."""
    purchase = await Purchase.get(id=event.purchase_id)
    await outbox.put(
        outbox.Draft(
            dedupe=f"purchase:{purchase.id}",
            event=notices.PACKAGE_BOUGHT.key,
            customer_id=purchase.customer_id,
            operator_id=purchase.operator_id,
            about={"purchase": purchase.id},
        )
    )


async def repackaged(change: PackageChange) -> bool:
    """Tell a customer which package they have now, also where a change was taken back."""
    return await outbox.put(
        outbox.Draft(
            dedupe=f"package:{change.id}:{change.status.value}",
            event=notices.PACKAGE_CHANGED.key,
            customer_id=change.customer_id,
            operator_id=change.operator_id,
        )
    )
