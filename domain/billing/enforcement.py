"""What follows for service from what is owed: suspension when it is due, reconnection when paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain import calendar, clock, db, jobs
from domain.billing import dues, rules
from domain.billing.rules import OpenBill, SuspensionTerms
from domain.customers.models import BillingProfile, CustomerStatus
from domain.errors import NotFound
from domain.network import monitoring, services
from domain.network.services import MANUAL, Cut
from domain.staff.rights import SYSTEM, Actor

_AT_ONCE = 500
PAID = "paid"


@dataclass(slots=True)
class Suspended:
    """What a look has done: `held` are customers whose router is down, they wait until it is up."""

    done: int = 0
    held: int = 0


async def suspend_due(now: datetime, holder: str) -> Suspended:
    """Suspend whom the rules name, once a day per billing profile from its hour on.

    A day with customers behind a router that is down stays open, and is gone through again every
    few minutes until the router is back.
    """
    total = Suspended()
    for profile, today, timezone in await _due(now):
        run = await jobs.claim("suspend", _period(profile, today, timezone), holder, now)
        if run is None:
            continue
        made = await _suspend_profile(profile, today, timezone)
        if not made.held:
            await jobs.finish(run, clock.now(), {"suspended": made.done})
        total.done += made.done
        total.held += made.held
    return total


async def _due(now: datetime) -> list[tuple[int, date, str]]:
    """Profiles whose hour has come, by time zone, and that are not done for the day."""
    zones = await db.rows("SELECT DISTINCT timezone FROM operator ORDER BY timezone")
    come: dict[str, tuple[int, date, str]] = {}
    for profile in await BillingProfile.filter(auto_suspend=True).order_by("id"):
        for timezone in (row["timezone"] for row in zones):
            local = now.astimezone(ZoneInfo(timezone))
            if local.hour >= profile.suspend_hour:
                come[_period(profile.id, local.date(), timezone)] = (
                    profile.id,
                    local.date(),
                    timezone,
                )
    done = await jobs.done_of("suspend", list(come))
    return [each for period, each in come.items() if period not in done]


def _period(profile_id: int, today: date, timezone: str) -> str:
    return f"{profile_id}:{today.isoformat()}:{timezone}"


async def _suspend_profile(profile_id: int, today: date, timezone: str) -> Suspended:
    total, after = Suspended(), 0
    while True:
        named = await dues.suspendable(today, _AT_ONCE, after=after, timezone=timezone)
        if not named:
            return total
        after = named[-1]
        made = await _suspend_some(named, profile_id, today)
        total.done += made.done
        total.held += made.held


async def _suspend_some(named: Sequence[int], profile_id: int, today: date) -> Suspended:
    """Suspend those of the profile, with the figures as they are once nobody can pay meanwhile."""
    down = await monitoring.down_ids()
    async with db.transaction():
        await services.hold_fast(named)
        found = await _facts(named, profile_id)
        bills = await _open_bills([row["id"] for row in found])
        cuts: list[Cut] = []
        held = 0
        for row in found:
            cut = _judge(row, bills.get(row["id"], []), today)
            if cut is not None and row["router_id"] in down:
                held += 1
            elif cut is not None:
                cuts.append(cut)
        done = await services.suspend_many(cuts)
    return Suspended(len(done), held)


async def _facts(ids: Sequence[int], profile_id: int) -> list[dict[str, Any]]:
    return await db.rows(
        "SELECT c.id, c.router_id, c.exempt, c.promised_until, f.auto_suspend, f.grace_days,"
        " f.suspend_over_minor, f.least_part_minor, o.currency FROM customer c"
        " JOIN billing_profile f ON f.id = c.billing_profile_id"
        " JOIN operator o ON o.id = c.operator_id"
        f" WHERE c.status = 'active' AND f.id = $1 AND c.id IN ({_list(ids)}) ORDER BY c.id",
        profile_id,
    )


async def _open_bills(ids: Sequence[int]) -> dict[int, list[OpenBill]]:
    bills: dict[int, list[OpenBill]] = {}
    if ids:
        for row in await db.rows(
            "SELECT customer_id, due_on, total_minor - paid_minor AS open_minor FROM bill"
            f" WHERE status IN ('unpaid', 'partial') AND customer_id IN ({_list(ids)})"
            " ORDER BY due_on"
        ):
            one = OpenBill(date.fromisoformat(row["due_on"]), row["open_minor"])
            bills.setdefault(row["customer_id"], []).append(one)
    return bills


def _judge(row: dict[str, Any], bills: Sequence[OpenBill], today: date) -> Cut | None:
    promised = row["promised_until"]
    terms = SuspensionTerms(
        auto_suspend=bool(row["auto_suspend"]),
        grace_days=row["grace_days"],
        over_minor=row["suspend_over_minor"],
        least_part_minor=row["least_part_minor"],
        exempt=bool(row["exempt"]),
        promised_until=date.fromisoformat(promised) if promised else None,
    )
    rule = rules.suspension_rule(bills, terms, today)
    if not rule:
        return None
    figures = {
        "due_minor": sum(bill.open_minor for bill in bills),
        "currency": row["currency"],
        "oldest_due_on": bills[0].due_on.isoformat(),
        "grace_days": terms.grace_days,
        "over_minor": terms.over_minor,
        "least_part_minor": terms.least_part_minor,
        "on": today.isoformat(),
    }
    return Cut(row["id"], rule, figures)


async def review(customer_id: int) -> bool:
    """Reconnect the customer if what they owe allows it again; whether it was done.

    Called in the transaction of whatever changed what they owe. Who was suspended by a person
    comes back only once that is paid, and not at all if nothing was due: money was not the reason.
    """
    status = await services.status_held(customer_id)
    if status is not CustomerStatus.SUSPENDED:
        return False
    last = next(iter(await services.history(customer_id, 1)), None)
    by_hand = last if last is not None and last.rule == MANUAL else None
    if by_hand and not by_hand.figures.get("due_minor"):
        return False
    standing = await dues.standing(customer_id, await _today(customer_id))
    if not (standing.is_paid_up if by_hand else standing.may_restore):
        return False
    return await services.reconnect(SYSTEM, customer_id, PAID, standing.figures)


async def suspend_by_hand(actor: Actor, customer_id: int, reason: str = "") -> bool:
    """Suspend for a person's reason, with the figures of the day; False when it is so already."""
    figures = await _figures(customer_id, reason)
    return await services.suspend(actor, customer_id, MANUAL, figures)


async def reconnect_by_hand(actor: Actor, customer_id: int, reason: str = "") -> bool:
    """Reconnect for a person's reason whatever is owed; False when it is so already."""
    figures = await _figures(customer_id, reason)
    return await services.reconnect(actor, customer_id, MANUAL, figures)


async def _figures(customer_id: int, reason: str) -> dict[str, object]:
    standing = await dues.standing(customer_id, await _today(customer_id))
    return {**standing.figures, "reason": reason[:200]}


async def _today(customer_id: int) -> date:
    """The business date where the customer is; raises `NotFound`."""
    timezone = await db.value(
        "SELECT o.timezone FROM operator o JOIN customer c ON c.operator_id = o.id WHERE c.id = $1",
        customer_id,
    )
    if timezone is None:
        raise NotFound(what="customer", given=customer_id)
    return calendar.today(clock.now(), timezone)


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers)
