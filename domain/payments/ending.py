"""Ending at gateways what nobody should pay any more: a page would stay open for the old sum."""

from __future__ import annotations

from domain import clock, db
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.fields import to_ms
from domain.payments import asking, attempts
from domain.payments.models import Attempt
from domain.payments.states import Mover
from domain.ports import Ending, Ports

_AT_ONCE = 20


async def end_unwanted(ports: Ports) -> int:
    """Ask about open attempts that are unwanted, which ends them; how many were asked about.

    Only gateways that can end a session are asked: what another was sent to pay stays payable.
    """
    able = {row.id: row for row in await Gateway.filter(kind="payment") if _can_end(row, ports)}
    if not able:
        return 0
    rows = await db.rows(
        "SELECT id FROM attempt WHERE poll_at IS NOT NULL"
        f" AND gateway_id IN ({db.marks(len(able))}) AND status IN ('initiated', 'unknown')"
        f" AND (asking_until IS NULL OR asking_until <= ${len(able) + 1})"
        f" AND (NOT {asking.IS_DUE} OR {asking.IS_REVOKED}) ORDER BY id LIMIT {_AT_ONCE}",
        *able,
        to_ms(clock.now()),
    )
    unwanted = await Attempt.filter(id__in=[row["id"] for row in rows])
    for attempt in unwanted:
        await attempts.ask(attempt, able[attempt.gateway_id], None, ports, Mover.CLOCK)
    return len(unwanted)


def _can_end(gateway: Gateway, ports: Ports) -> bool:
    account = gateways.account(gateway, ports.vault)
    return isinstance(ports.payment_gateway(account), Ending)
