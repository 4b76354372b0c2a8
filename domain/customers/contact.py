"""What customers themselves decide by writing to us: their WhatsApp number, and news or none."""

from __future__ import annotations

from collections.abc import Sequence

from domain import clock, events
from domain.customers import queries
from domain.customers.index import index
from domain.events import CustomersChanged
from domain.fields import to_ms
from domain.staff import audit
from domain.staff.rights import SYSTEM


async def writes_from(customers: Sequence[int], phone: str) -> None:
    """The number is now the WhatsApp number of these, whom the caller holds."""
    for customer_id in customers:
        before = await queries.whatsapp_of(customer_id)
        if before is None or before.whatsapp == phone:
            continue
        await queries.give_whatsapp(customer_id, phone)
        await audit.note(
            SYSTEM, "customer.change", "customer", customer_id,
            operator_id=before.operator_id,
            before={"whatsapp": before.whatsapp}, after={"whatsapp": phone},
        )  # fmt: skip
        await events.publish(CustomersChanged((customer_id,)))
    if customers:
        await index(customers)


async def want_news(customers: Sequence[int], *, wanted: bool) -> dict[int, int]:
    """Write down whether they want what goes to many; for whom it is news, and their operators."""
    if not customers:
        return {}
    changed = await queries.opt_out(customers, None if wanted else to_ms(clock.now()))
    for row in changed:
        await audit.note(
            SYSTEM, "customer.opt_in" if wanted else "customer.opt_out", "customer", row.id,
            operator_id=row.operator_id,
        )  # fmt: skip
    if changed:
        await events.publish(CustomersChanged(tuple(row.id for row in changed)))
    return {row.id: row.operator_id for row in changed}
