"""Bill runs as staff see them: which goes on, how it stands, and who has no bill after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain import clock, reach, tables
from domain.billing import billrun, queries
from domain.billing.charging import scope as scopes
from domain.billing.charging import whom
from domain.billing.charging.scope import Scope
from domain.billing.charging.writing import Made
from domain.billing.models import BillRun
from domain.billing.states import RunStatus
from domain.billing.views import RunView
from domain.calendar import Period
from domain.customers import catalog
from domain.errors import NotFound
from domain.money import Money, in_order
from domain.staff import operators
from domain.staff.models import Operator
from domain.staff.rights import SYSTEM, Actor

_ACCOUNTED_FOR = ("has-bill", "left")


@dataclass(frozen=True, slots=True)
class Unbilled:
    """A customer without a bill for the month; `reason` is one of `billrun.SKIPS`, or `bill` for
    one whom the next run bills."""

    id: int
    code: str
    name: str
    reason: str


async def going(actor: Actor, period: Period, operator_id: int | None = None) -> RunView | None:
    """The run for the month and operator that is going on now, if one is."""
    actor.require("bill.run")
    operator = await operators.reached_by(actor, operator_id)
    going = BillRun.filter(
        period=str(period),
        operator_id=operator.id if operator.parent_id else None,
        status=RunStatus.RUNNING,
    )
    if not reach.is_limited(actor):
        going = going.filter(zone_ids__isnull=True)
    seen = (run for run in await going.order_by("id") if _is_seen(actor, run))
    return next((tables.view(RunView, run) for run in seen), None)


def _is_seen(actor: Actor, run: BillRun) -> bool:
    """Whether it bills nobody out of the actor's zones."""
    return reach.covers(actor, run.zone_ids)


async def begin(actor: Actor, period: Period, operator_id: int | None = None) -> int:
    """Begin a run, or find the one that is going on, as `billrun.start`; its id."""
    return int((await billrun.start(actor, period, operator_id)).id)


async def get(actor: Actor, run_id: int) -> RunView:
    """A run over customers whom the actor sees; raises `NotFound`."""
    actor.require("bill.run")
    run = await billrun.status(run_id)
    if not (_is_seen(actor, run) and await reach.of_operator(actor, run.operator_id)):
        raise NotFound(what="bill-run", given=run_id)
    return tables.view(RunView, run)


async def of(run: BillRun | RunView) -> Operator:
    """Whose customers the run bills."""
    return await (operators.get(run.operator_id) if run.operator_id else operators.root())


async def billed(run: BillRun | RunView) -> tuple[Money, ...]:
    """What the run's bills came to, see `money.in_order`.

    The run counts minor units only: they are asked for where they may be of several currencies.
    """
    operator = await of(run)
    if await catalog.currencies(operator.path) == [operator.currency]:
        return (Money(run.billed_minor, operator.currency),)
    found = await queries.runs.billed(run.id)
    return in_order((Money(int(row.amount), row.currency) for row in found), operator.currency)


async def amounts(parts: Sequence[Made], operator: Operator) -> tuple[Money, ...]:
    """What the bills of these parts of a run came to, see `money.in_order`."""
    these = " OR ".join(f"({part.where()})" for part in parts) or "FALSE"
    found = await queries.runs.amounts(these)
    return in_order((Money(int(row.amount), row.currency) for row in found), operator.currency)


async def unbilled(
    actor: Actor,
    period: Period,
    operator_id: int | None = None,
    *,
    offset: int = 0,
    limit: int = 8,
) -> tuple[Sequence[Unbilled], int]:
    """A page of the customers without a bill for the month and why, and how many they are."""
    actor.require("bill.run")
    operator = await operators.reached_by(actor, operator_id)
    last = await queries.runs.last_customer()
    scope = Scope(period, operator.path if operator.parent_id else SYSTEM.path, 0, last)
    parts = await scopes.parts(scope, clock.now())
    without = ", ".join(f"'{reason}'" for reason in _ACCOUNTED_FOR)
    seen, values = reach.sql(actor)
    reasons, which = whom.reasons(parts), f"t.reason NOT IN ({without}) AND {seen}"
    total = await queries.runs.count_unbilled(reasons, which, values)
    found = await queries.runs.unbilled(reasons, which, values, limit=limit, offset=offset)
    return [Unbilled(*row) for row in found], total
