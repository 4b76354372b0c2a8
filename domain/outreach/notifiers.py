"""Reminders that time sets off: some days before the due date, on it, and after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain import clock, db, jobs
from domain.calendar import today
from domain.customers.models import BillingProfile
from domain.messaging import outbox, telling
from domain.payments import links
from domain.staff import operators

CHUNK = 500


def event_for(days: int) -> str:
    """Which event a reminder is, by its days from the due date."""
    if days < 0:
        return "due-reminder"
    return "due-today" if days == 0 else "suspension-warning"


async def remind_due(holder: str) -> int:
    """Make today's reminders of every profile whose hour has come, once; how many messages."""
    root = await operators.root()
    now, made = clock.now(), 0
    for profile in await BillingProfile.all().order_by("id"):
        operator = await operators.get(profile.operator_id) if profile.operator_id else root
        day = today(now, operator.timezone)
        if _hour(now, operator.timezone) < profile.reminder_hour:
            continue
        run = await jobs.claim("remind", f"{profile.id}:{day}", holder, now)
        if run is None:
            continue
        counts = {days: await _remind(profile, day, days) for days in profile.reminder_days}
        await jobs.finish(run, clock.now(), {str(days): n for days, n in counts.items()})
        made += sum(counts.values())
    return made


def _hour(now: datetime, timezone: str) -> int:
    return now.astimezone(ZoneInfo(timezone)).hour


async def _remind(profile: BillingProfile, day: date, days: int) -> int:
    """The reminders of one profile for bills due `days` away; resumable by its dedupe keys."""
    due_on, after, made = day - timedelta(days=days), 0, 0
    while True:
        bills = await db.rows(
            "SELECT b.id, b.customer_id, b.operator_id FROM bill b"
            " JOIN customer c ON c.id = b.customer_id"
            " WHERE b.due_on = $1 AND b.status IN ('unpaid', 'partial') AND b.id > $2"
            " AND c.billing_profile_id = $3 AND c.status IN ('active', 'suspended')"
            " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.dedupe ="
            " 'due:' || CAST(b.id AS TEXT) || ':' || CAST($4 AS TEXT))"
            f" ORDER BY b.id LIMIT {CHUNK}",
            due_on.isoformat(),
            after,
            profile.id,
            str(days),
        )
        if not bills:
            return made
        after = bills[-1]["id"]
        async with db.transaction():
            made += await _write(bills, days)


async def _write(bills: list[dict[str, int]], days: int) -> int:
    event = event_for(days)
    wanted = {
        operator_id: await telling.is_enabled(event, operator_id)
        for operator_id in {bill["operator_id"] for bill in bills}
    }
    bills = [bill for bill in bills if wanted[bill["operator_id"]]]
    made = await links.make_many(
        list({bill["customer_id"]: bill["operator_id"] for bill in bills}.items()),
        staff_id=None,
    )
    return await outbox.put_many(
        [
            outbox.Draft(
                dedupe=f"due:{bill['id']}:{days}",
                event=event,
                customer_id=bill["customer_id"],
                operator_id=bill["operator_id"],
                about={"bill": bill["id"], "days": days, "link": made[bill["customer_id"]]},
            )
            for bill in bills
        ]
    )
