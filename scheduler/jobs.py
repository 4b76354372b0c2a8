"""What time does: one line each, a name, how often to look, and the domain's verb that does it.

A look that finds nothing due costs an indexed query. What is due lives in the database, so a look
that comes late or twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from domain import clock, inbox, jobs
from domain.billing import billrun, cycle, enforcement, fees, joining, planned_changes, prepaid
from domain.billing.models import BillRun
from domain.bulk import working
from domain.chat import cards, memory
from domain.hotspot import ordering, running
from domain.messaging import dispatcher, heard, reports
from domain.outreach import notifiers, sending
from domain.payments import ending, links, polling, returning
from domain.ports import Ports
from domain.reports import digest
from domain.vouchers import lots


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the table."""

    name: str
    every_seconds: float
    look: Callable[[str, Ports], Awaitable[object]]


async def _bill(holder: str, ports: Ports) -> object:
    return await cycle.begin_due(holder)


async def _bill_new(holder: str, ports: Ports) -> object:
    return await joining.bill_new()


async def _change_packages(holder: str, ports: Ports) -> object:
    return await planned_changes.carry_out_due()


async def _carry_on_billing(holder: str, ports: Ports) -> object:
    async def show(run: BillRun) -> None:
        await cards.refresh(f"billrun:{run.id}")

    return await billrun.carry_on(show)


async def _charge_late(holder: str, ports: Ports) -> object:
    return await fees.charge_due(clock.now(), holder)


async def _charge_days(holder: str, ports: Ports) -> object:
    return await prepaid.charge_due(clock.now())


async def _begin_days(holder: str, ports: Ports) -> object:
    return await prepaid.begin_all(holder)


async def _remind(holder: str, ports: Ports) -> object:
    return await notifiers.remind_due(holder)


async def _suspend(holder: str, ports: Ports) -> object:
    return await enforcement.suspend_due(clock.now(), holder)


async def _expire_links(holder: str, ports: Ports) -> object:
    return await links.expire_due()


async def _ask_gateways(holder: str, ports: Ports) -> object:
    return await polling.poll_due(ports)


async def _end_sessions(holder: str, ports: Ports) -> object:
    return await ending.end_unwanted(ports)


async def _give_back(holder: str, ports: Ports) -> object:
    return await returning.carry_on(ports)


async def _expire_vouchers(holder: str, ports: Ports) -> object:
    return await lots.expire_due()


async def _end_purchases(holder: str, ports: Ports) -> object:
    return await running.end_due()


async def _drop_orders(holder: str, ports: Ports) -> object:
    return await ordering.drop_unpaid()


async def _broadcasts(holder: str, ports: Ports) -> object:
    return await sending.tick(timedelta(hours=ports.broadcast_late_hours))


async def _follow_up(holder: str, ports: Ports) -> object:
    return await sending.follow_up()


async def _bulks(holder: str, ports: Ports) -> object:
    return await working.carry_on()


async def _recover(holder: str, ports: Ports) -> object:
    return await dispatcher.recover(holder)


async def _ask_for_reports(holder: str, ports: Ports) -> object:
    return await reports.ask_due(ports)


async def _digest(holder: str, ports: Ports) -> object:
    return await digest.raise_due(holder)


async def _tidy(holder: str, ports: Ports) -> object:
    await memory.tidy(clock.now())
    await inbox.tidy(clock.now())
    await heard.tidy(clock.now())
    await jobs.tidy(clock.now())
    return None


JOBS = (
    Job("bill-run", 5, _bill),
    Job("bill-run-steps", 1, _carry_on_billing),
    Job("late-fees", 5, _charge_late),
    Job("prepaid-days", 2, _charge_days),
    Job("prepaid-begin", 30, _begin_days),
    Job("first-bills", 300, _bill_new),
    Job("package-changes", 60, _change_packages),
    Job("due-reminders", 5, _remind),
    Job("suspension", 5, _suspend),
    Job("link-expiry", 60, _expire_links),
    Job("attempt-polling", 5, _ask_gateways),
    Job("attempt-ending", 60, _end_sessions),
    Job("refunds", 5, _give_back),
    Job("voucher-expiry", 60, _expire_vouchers),
    Job("purchase-ends", 1, _end_purchases),
    Job("unpaid-orders", 300, _drop_orders),
    Job("broadcasts", 1, _broadcasts),
    Job("bulks", 1, _bulks),
    Job("broadcast-reports", 30, _follow_up),
    Job("outbox-recovery", 10, _recover),
    Job("report-polling", 15, _ask_for_reports),
    Job("daily-digest", 60, _digest),
    Job("tidying", 3600, _tidy),
)
