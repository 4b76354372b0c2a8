"""Months whose bill run nobody was there for: a person has them billed, or leaves them out.

What became of a month stands in its `job_run`, one for each profile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain import db, jobs, reach
from domain.billing import billrun, queries
from domain.billing.billrun import RunPlan
from domain.billing.charging.scope import Days
from domain.billing.models import BillRun
from domain.calendar import Period
from domain.chat import cards
from domain.chat.models import Group, Purpose
from domain.errors import AlreadyDone, NotFound
from domain.fields import to_json
from domain.staff import audit, operators, people
from domain.staff.rights import SYSTEM, Actor

JOB = "billrun"
ASKED = {"asked": True}
_MONTH = len("2026-11")


class MissedDecided(AlreadyDone):
    """Somebody else was first; `who` it was."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the profiles of an operator; None is the ISP's."""

    period: Period
    operator_id: int | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A month that was not billed: what billing it would do, or what a person decided."""

    plan: RunPlan | None
    run_id: int | None = None
    who: str = ""


def name_of(period: Period, profile_id: int, day: date | None = None) -> str:
    """The period of the job that bills a month of a profile, or a day of the month."""
    return f"{day or period}:{profile_id}"


def _names(period: Period, profiles: Sequence[int]) -> list[str]:
    """The periods of the jobs that bill the month, or days of it."""
    return [f"{head}:{profile}" for profile in profiles for head in (period, f"{period}-__")]


async def show_run(run: BillRun) -> None:
    """Show a run in the groups for reports, and keep it true."""
    await cards.raise_to_group(
        Purpose.REPORTS,
        run.operator_id,
        key=f"billrun:{run.id}",
        screen="report.billrun",
        args={"run_id": run.id},
        subject=f"billrun:{run.id}",
    )


async def ask(month: Month, profiles: Sequence[int]) -> None:
    """Ask in the groups for reports, where there is somebody to bill."""
    days = await _asked_days(month, profiles)
    would = await billrun.plan(
        SYSTEM, month.period, month.operator_id, profiles=profiles, days=days
    )
    if not would.bills:
        return
    await cards.raise_to_group(
        Purpose.REPORTS, month.operator_id, right="bill.run", **_card(month, profiles, days)
    )


async def show_in(group: Group) -> None:
    """Ask in this group about the months that wait for a decision already."""
    under = await operators.subtree_ids(group.operator_id)
    root = (await operators.root()).id
    for month, profiles in await waiting(SYSTEM):
        if (month.operator_id or root) in under:
            days = await _asked_days(month, profiles)
            await cards.raise_in(group, **_card(month, profiles, days))


def _card(month: Month, profiles: Sequence[int], days: Days | None) -> dict[str, Any]:
    """One for each time that somebody is asked; of some days they may be in a month again."""
    return {
        "key": f"billrun-missed:{days[0] if days else month.period}:{_written(profiles)}",
        "screen": "report.billrun-missed",
        "args": {
            "period": str(month.period),
            "operator_id": month.operator_id or 0,
            "profiles": _written(profiles),
        },
        "subject": _subject(month),
    }


def _written(profiles: Sequence[int]) -> str:
    return ",".join(str(each) for each in profiles)


def _subject(month: Month) -> str:
    return f"billrun-missed:{month.period}:{month.operator_id or 0}"


async def waiting(actor: Actor) -> list[tuple[Month, list[int]]]:
    """The months within the actor's reach that wait for a decision, and their profiles.

    They are everybody's who is billed by them: who is limited to zones decides about none.
    """
    actor.require("bill.run")
    if reach.is_limited(actor):
        return []
    found = await queries.runs.asked(JOB, to_json(ASKED))
    months: dict[Month, list[int]] = {}
    for row in found:
        if await reach.of_operator(actor, row.operator_id):
            month = Month(Period.parse(row.period[:_MONTH]), row.operator_id)
            if row.id not in months.setdefault(month, []):
                months[month].append(row.id)
    return list(months.items())


async def look(actor: Actor, month: Month, profiles: Sequence[int]) -> Missed:
    """How a missed month stands; raises `NotFound` for one that is not within reach."""
    result = await _result(actor, month, profiles)
    if result == ASKED:
        would = await billrun.plan(
            actor, month.period, month.operator_id,
            profiles=profiles, days=await _asked_days(month, profiles),
        )  # fmt: skip
        return Missed(would)
    who = await people.name_of(result["staff"]) if result.get("staff") else ""
    return Missed(None, result.get("run"), who)


async def _result(actor: Actor, month: Month, profiles: Sequence[int]) -> dict[str, Any]:
    actor.require("bill.run")
    found = await jobs.outcomes(JOB, _names(month.period, profiles))
    if not found or not await _is_seen(actor, month):
        raise NotFound(what="bill-run", given=str(month.period))
    results = [each.result for each in found]
    decided = [result for result in results if "staff" in result]
    return dict(next((each for each in results if each == ASKED), (decided or results)[-1]))


async def _is_seen(actor: Actor, month: Month) -> bool:
    return not reach.is_limited(actor) and await reach.of_operator(actor, month.operator_id)


async def _asked_days(month: Month, profiles: Sequence[int]) -> Days | None:
    """The first and the last of the days that wait for a decision, where they are days."""
    found = await jobs.outcomes(JOB, _names(month.period, profiles))
    heads = [each.period.partition(":")[0] for each in found if each.result == ASKED]
    days = [date.fromisoformat(head) for head in heads if len(head) > _MONTH]
    return (min(days), max(days)) if days else None


async def bill(actor: Actor, month: Month, profiles: Sequence[int]) -> None:
    """Begin the run that was missed. Raises `MissedDecided` for whoever comes second."""
    async with db.transaction():
        run = await billrun.start(
            actor, month.period, month.operator_id,
            profiles=profiles, days=await _asked_days(month, profiles),
        )  # fmt: skip
        await _decide(actor, month, profiles, {"run": run.id})
        await show_run(run)


async def leave_out(actor: Actor, month: Month, profiles: Sequence[int]) -> None:
    """Never bill the month by itself. Raises `MissedDecided` for whoever comes second."""
    async with db.transaction():
        await _decide(actor, month, profiles, {"run": None})
        await audit.note(
            actor, "bill.leave-out", "bill_run", None, operator_id=month.operator_id,
            after={"period": str(month.period), "profiles": list(profiles)},
        )  # fmt: skip


async def _decide(
    actor: Actor, month: Month, profiles: Sequence[int], result: dict[str, Any]
) -> None:
    before = await _result(actor, month, profiles)
    decision = {**result, "staff": actor.staff_id}
    if not await jobs.replace(JOB, _names(month.period, profiles), ASKED, decision):
        who = await people.name_of(before["staff"]) if before.get("staff") else ""
        raise MissedDecided(who=who)
    await cards.refresh(_subject(month))
