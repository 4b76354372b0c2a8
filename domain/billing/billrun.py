"""Bill runs: every customer exactly one bill for the month, however often it is started or dies.

A run goes over the customers in batches of ids. A batch is one transaction with bills, lines,
entries, settled advance, messages and the run's progress; what is committed is never done again.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from tortoise.exceptions import IntegrityError

from domain import batches, clock, db, events, reach
from domain.batches import Batch, Pace
from domain.billing import queries
from domain.billing.charging import making, whom
from domain.billing.charging.scope import Days, Scope, parts
from domain.billing.charging.whom import NO_SKIP, Tally
from domain.billing.charging.writing import Made
from domain.billing.models import BillRun
from domain.billing.states import RunStatus
from domain.calendar import Period, today
from domain.errors import NotFound, PeriodOutOfReach
from domain.events import BillsMade
from domain.money import Money, in_order
from domain.staff import audit, operators
from domain.staff.models import Operator
from domain.staff.rights import SYSTEM, Actor

log = logging.getLogger(__name__)
REACH_BACK, REACH_AHEAD = 24, 60  # months that somebody may mean to bill
SKIPS = (
    "has-bill", "part-billed", "suspended", "not-active", "left", "joined-later", "other-cycle",
    "price-foreign", "price-zero", "never-billed", "no-span", "failed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run would do: `skipped` counts customers by reason, one of `SKIPS`.

    `amounts` are the sums of the bills, see `money.in_order`.
    """

    customers: int
    bills: int
    amounts: tuple[Money, ...]
    skipped: Mapping[str, int]


async def plan(
    actor: Actor,
    period: Period,
    operator_id: int | None = None,
    *,
    profiles: Sequence[int] = (),
    days: Days | None = None,
) -> RunPlan:
    """Count what a run would bill and whom it would skip, without changing anything."""
    actor.require("bill.run")
    operator = await operators.reached_by(actor, operator_id)
    refuse_absurd(period, operator)
    scope = Scope(
        period, _path(operator), 0, await queries.runs.last_customer(), tuple(profiles), days,
        reach.zones(actor),
    )  # fmt: skip
    found = await whom.tally(await parts(scope, clock.now()))
    billed = [group for group in found if group.reason == NO_SKIP]
    return RunPlan(
        customers=sum(group.customers for group in found),
        bills=sum(group.customers for group in billed),
        amounts=in_order(
            (Money(group.total_minor, group.currency) for group in billed), operator.currency
        ),
        skipped=_skipped(found),
    )


def refuse_absurd(period: Period, operator: Operator) -> None:
    """A slip of the pen bills nobody for a month of another age; raises `PeriodOutOfReach`."""
    now = Period.of(today(clock.now(), operator.timezone))
    first, last = now.later(-REACH_BACK), now.later(REACH_AHEAD)
    if not first <= period <= last:
        raise PeriodOutOfReach(period=period, first=first, last=last)


def _path(operator: Operator) -> str:
    return operator.path if operator.parent_id else SYSTEM.path


def _skipped(groups: Iterable[Tally]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for group in groups:
        if group.reason != NO_SKIP:
            counted[group.reason] += group.customers
    return dict(counted)


async def start(
    actor: Actor,
    period: Period,
    operator_id: int | None = None,
    *,
    profiles: Sequence[int] = (),
    days: Days | None = None,
) -> BillRun:
    """Begin a run over the customers whom the actor sees, or find the one that is going on for the
    same month, operator, profiles and zones.

    `days` are the first and the last on which spans begin that are billed, of kinds that bill day
    by day.
    """
    actor.require("bill.run")
    operator = await operators.reached_by(actor, operator_id)
    refuse_absurd(period, operator)
    billed_id, zones = operator.id if operator.parent_id else None, reach.zones(actor)
    async with db.transaction():
        await db.lock("bill run")
        for going in await BillRun.filter(
            period=str(period), operator_id=billed_id, status=RunStatus.RUNNING
        ):
            if (going.profiles, _days(going), _zones(going)) == (
                list(profiles), days, zones,
            ):  # fmt: skip
                return going
        run = await BillRun.create(
            period=str(period),
            operator_id=billed_id,
            profiles=list(profiles),
            zone_ids=None if zones is None else list(zones),
            since_on=days and days[0],
            upto_on=days and days[1],
            last_customer=await queries.runs.last_customer(),
            started_at=clock.now(),
            staff_id=actor.staff_id,
        )
        await audit.note(
            actor, "bill.run", "bill_run", run.id, operator_id=operator.id,
            after={"period": str(period)},
        )  # fmt: skip
    return run


def _zones(run: BillRun) -> tuple[int, ...] | None:
    return None if run.zone_ids is None else tuple(run.zone_ids)


def _days(run: BillRun) -> Days | None:
    return (run.since_on, run.upto_on) if run.since_on and run.upto_on else None


class Step(NamedTuple):
    """What one step of a run billed; nothing where another process took the batch."""

    made: Made | None


def a_pace() -> Pace:
    """For one run: who has a bill already costs next to nothing, and tells nothing of the next."""
    return Pace(1_000, least=100, most=10_000)


async def steps(run: BillRun, *, pace: Pace | None = None) -> AsyncIterator[Step]:
    """Bill everybody whom the run has not come to yet, a batch at each step."""
    pace = pace or a_pace()
    while (done := await step(run, pace=pace)) is not None:
        yield done


async def step(run: BillRun, *, pace: Pace) -> Step | None:
    """Bill the next batch of customers and bring `run` up to date; None when nobody is left.

    Several processes may step one run: each batch is done by one of them. A customer whose bill
    the database refuses is counted as failed, and the rest goes on.
    """
    async with pace.batch() as batch:
        return await _step(run, batch)


async def _step(run: BillRun, batch: Batch) -> Step | None:
    scope = await _scope(run)
    last, customers = await whom.next_chunk(scope, batch.size)
    if not customers:
        await db.advance(run, RunStatus.DONE, of=[RunStatus.RUNNING], finished_at=clock.now())
        await run.refresh_from_db()
        return None
    try:
        made = await _bill(run, replace(scope, upto=last), customers)
    except IntegrityError:
        if customers > 1:
            await run.refresh_from_db()
            batch.size = customers // 2
            return await _step(run, batch)
        log.exception("bill refused run=%s customer=%s", run.id, last)
        made = await _pass_over(run, last)
    if made is None:
        await run.refresh_from_db()
        return Step(None)
    batch.items = customers
    return Step(made if made.bills else None)


async def _scope(run: BillRun) -> Scope:
    """Whom the run has not come to yet."""
    path = _path(await operators.get(run.operator_id)) if run.operator_id else SYSTEM.path
    return Scope(
        Period.parse(run.period), path, run.cursor, run.last_customer, tuple(run.profiles),
        _days(run), _zones(run),
    )  # fmt: skip


async def _bill(run: BillRun, scope: Scope, customers: int) -> Made | None:
    """Bill a batch, with what was done added to the run's figures; None where it is another's."""
    async with db.transaction():
        if not await _is_ours(run, scope.upto):
            return None
        likely = customers if run.made else 0  # the first batch tells whether it is a second run
        made, skipped = await making.make(scope, run.id, clock.now(), likely=likely)
        figures = await _count(run, made, skipped)
        if made.bills:
            await events.publish(BillsMade(run.id, made.first_id, made.last_id))
    run.update_from_dict({"cursor": scope.upto, **figures})
    return made


async def _is_ours(run: BillRun, last: int) -> bool:
    """Take the batch up to the customer `last`, unless another process has."""
    return await batches.take(run, run.cursor, last, status=RunStatus.RUNNING)


async def _count(run: BillRun, made: Made, skipped: Mapping[str, int]) -> dict[str, Any]:
    """Write the run's figures, which are as we know them since its batch is ours."""
    figures = {
        "made": run.made + made.bills,
        "billed_minor": run.billed_minor + made.total_minor,
        "skipped": dict(Counter(run.skipped) + Counter(skipped)),
    }
    await BillRun.filter(id=run.id).update(**figures)
    return figures


async def _pass_over(run: BillRun, last: int) -> Made | None:
    """Count a customer as failed; None where another process came by first."""
    async with db.transaction():
        if not await _is_ours(run, last):
            return None
        none = Made(run.id, 0, 0, 0, 0)
        figures = await _count(run, none, {"failed": 1})
    run.update_from_dict({"cursor": last, **figures})
    return none


async def carry_on(
    progress: Callable[[BillRun], Awaitable[None]] | None = None, *, pace: Pace | None = None
) -> list[BillRun]:
    """Finish every run that is going on, also one that a process left behind; the runs.

    `progress` hears of each batch. Other work of this process gets its turn between batches.
    """
    going = await BillRun.filter(status=RunStatus.RUNNING).order_by("id")
    for run in going:
        async for _ in steps(run, pace=pace):
            if progress is not None:
                await progress(run)
        if progress is not None:
            await progress(run)
    return going


async def status(run_id: int) -> BillRun:
    """Where a run stands; raises `NotFound`."""
    run = await BillRun.get_or_none(id=run_id)
    if run is None:
        raise NotFound(what="bill-run", given=run_id)
    return run
