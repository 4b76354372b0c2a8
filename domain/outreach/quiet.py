"""The quiet hours of those whom a broadcast is for: when it really reaches them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from domain import clock
from domain.messaging.rules import morning_after
from domain.outreach import audience as audiences
from domain.outreach.models import Broadcast


async def waits(row: Broadcast) -> Mapping[datetime, int]:
    """How many of the recipients get it only at which instant, the earliest first."""
    now = clock.now()
    start = max(row.send_at or now, now)
    found: Counter[datetime] = Counter()
    where = await audiences.whom(row)
    for hours, customers in await audiences.quiet_hours(where, link=row.kind == "link"):
        morning = morning_after(start, *hours)
        if morning is not None:
            found[morning] += customers
    return dict(sorted(found.items()))
