"""Whether customers would hear of something that staff are about to do."""

from __future__ import annotations

from collections.abc import Mapping

from domain.messaging import rules
from domain.messaging.notices import Notice
from domain.outreach import queries


async def hears(customer_id: int, notice: Notice, *, asked: bool = False) -> bool:
    """Whether the customer would be told this now: the operator tells it, the customer has an
    address, and a gateway is there that carries to it. What is `asked` for by hand goes also where
    the event is switched off."""
    row = await queries.hearing.hearer(customer_id, notice.key)
    if row is None or not (row.told or asked):
        return False
    addresses = {
        "whatsapp": row.whatsapp or row.mobile, "sms": row.mobile, "email": row.email,
    }  # fmt: skip
    order, served = rules.channel_order(row.channels, notice.channels), _served(row)
    return any(served[channel] and addresses[channel] for channel in order)


def _served(row: queries.hearing.Hearer | queries.hearing.Teller) -> Mapping[str, bool]:
    """Which channels a gateway serves."""
    return {"whatsapp": row.by_whatsapp, "sms": row.by_sms, "email": row.by_email}


async def tell(operator_id: int, notice: Notice) -> tuple[int, int]:
    """Of the operator and those under it, how many tell this and have a gateway for it, and how
    many do not; those without customers do not count."""
    found = await queries.hearing.tellers(operator_id, notice.key)
    can = [
        row
        for row in found
        if row.told
        and any(_served(row)[each] for each in rules.channel_order(row.channels, notice.channels))
    ]
    return len(can), len(found) - len(can)
