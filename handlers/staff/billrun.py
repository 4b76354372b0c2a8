"""Bill runs: what one would do, doing it in the background, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain import clock, reach
from domain.billing import billrun, missed, runs
from domain.billing.charging.whom import NO_SKIP
from domain.billing.missed import Month
from domain.billing.runs import Unbilled
from domain.billing.states import RunStatus
from domain.billing.views import RunView
from domain.calendar import Period, Span, today
from domain.customers import offers
from domain.messaging import notices
from domain.outreach import hearing
from domain.ports import Ports
from domain.staff import operators
from domain.staff.rights import Actor
from handlers.staff import filters
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, Watch, in_rows
from handlers.ui.turns import Turn

OFFERED = 40


@command("billrun", right="bill.run", args="[MONTH] [OPERATOR]", home=7)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/billrun 2026-12 north`: what would be billed; nothing is done yet."""
    on = today(clock.now(), actor.timezone)
    known = [place for place in await filters.places(actor) if place.kind == "operator"]
    wanted = filters.read(turn.words, known, lambda _word: (), on)
    first, last = (
        Period.of(date.fromisoformat(day) if day else on) for day in (wanted.since, wanted.until)
    )
    unread = (*wanted.unread, *((str(last),) if last != first else ()))
    if unread:
        return await _unread(actor, first, wanted.operator, unread)
    return await plan(actor, ports, str(first), wanted.operator)


async def _unread(actor: Actor, month: Period, operator_id: int, words: Sequence[str]) -> Screen:
    """What is unread may have named a month or an operator: nobody is billed on a guess."""
    name = await _name(actor, operator_id)
    without = Button(
        Text("billrun-without", period=month, operator=name), "billrun.plan",
        (str(month), operator_id),
    )  # fmt: skip
    rows: list[Row] = [(without,)]
    if len(await operators.reached(actor)) > 1:
        rows.append((Button(Text("bills-by-operator"), "billrun.whose", (str(month),)),))
    return Screen((Text("billrun-unread", words=" ".join(words)[:100]),), (*rows, guide.HOME))


@screen("billrun.plan", right="bill.run")
async def plan(actor: Actor, ports: Ports, period: str, operator_id: int = 0) -> Screen:
    """How many bills over how much, who is left out and why; or the run that goes on already."""
    month = Period.parse(period)
    going = await runs.going(actor, month, operator_id or None)
    if going is not None:
        return (await card(actor, ports, going.id)).below(Text("billrun-goes-on"))
    would = await billrun.plan(actor, month, operator_id or None)
    start = Button(
        Text("billrun-start", bills=would.bills), "billrun.start", (period, operator_id), once=True
    )
    blocks: list[Block] = [
        Lines(
            Text("billrun-title", period=month),
            Text("billrun-operator", operator=await _name(actor, operator_id)),
            await _where(reach.zones(actor)),
        ),
        Text("billrun-would", bills=would.bills, amount=would.amounts, customers=would.customers)
        if would.bills
        else Text("billrun-nothing"),
    ]
    if would.skipped:
        blocks.append(_skipped(would.skipped))
    if month < Period.of(today(clock.now(), actor.timezone)):
        blocks.append(Text("billrun-as-then"))
    return Screen(
        tuple(blocks),
        (
            (start,) if would.bills else (),
            *await _waiting(actor),
            *await _others(actor, month, operator_id),
        ),
    )


async def _waiting(actor: Actor) -> list[Row]:
    """Months that nobody was there to bill."""
    return [
        (
            Button(
                Text("billrun-missed-open", period=month.period),
                "report.billrun-missed",
                _args(month, profiles),
            ),
        )
        for month, profiles in (await missed.waiting(actor))[:OFFERED]
    ]


def _args(month: Month, profiles: Sequence[int]) -> tuple[str, int, str]:
    return str(month.period), month.operator_id or 0, ",".join(map(str, profiles))


def _month(period: str, operator_id: int, profiles: str) -> tuple[Month, list[int]]:
    of = Month(Period.parse(period), operator_id or None)
    return of, [int(each) for each in profiles.split(",")]


async def _name(actor: Actor, operator_id: int) -> str:
    return str((await operators.get(operator_id or actor.operator_id)).name)


def _skipped(skipped: Mapping[str, int]) -> Lines:
    return Lines(
        Text("billrun-left-out"),
        *(
            Text("billrun-skip", customers=count, why=Text(f"billrun-skip-{reason}"))
            for reason, count in sorted(skipped.items(), key=lambda each: -each[1])
        ),
    )


async def _others(actor: Actor, month: Period, operator_id: int) -> tuple[Row, ...]:
    """Other months, other operators, and who would still be without."""
    before, after = month.previous(), month.next()
    rows: list[Row] = [
        (
            Button(Text("billrun-month-before", period=before), "billrun.plan",
                   (str(before), operator_id)),
            Button(Text("billrun-month-after", period=after), "billrun.plan",
                   (str(after), operator_id)),
        )
    ]  # fmt: skip
    if len(await operators.reached(actor)) > 1:
        rows.append((Button(Text("bills-by-operator"), "billrun.whose", (str(month),)),))
    rows.append((_missing_button(str(month), operator_id), *guide.HOME))
    return tuple(rows)


def _missing_button(period: str, operator_id: int) -> Button:
    return Button(Text("billrun-missing"), "billrun.missing", (period, operator_id))


@action("billrun.whose", right="bill.run", refresh="billrun.plan")
async def whose(turn: Turn, actor: Actor, ports: Ports, period: str) -> Screen:
    """For which operator; its own operators are billed with it."""
    buttons = [
        Button(Text("plain", value=row.name), "billrun.plan", (period, row.id))
        for row in (await operators.reached(actor))[:OFFERED]
    ]
    back = (Button(Text("back"), "billrun.plan", (period,)),)
    return Screen((Text("bills-ask-operator"),), (*in_rows(buttons), back))


@action("billrun.start", right="bill.run", refresh="billrun.plan")
async def start(turn: Turn, actor: Actor, ports: Ports, period: str, operator_id: int) -> Screen:
    """Begin; whoever comes second sees the run that goes on."""
    month = Period.parse(period)
    going = await runs.going(actor, month, operator_id or None)
    shown = await card(actor, ports, await runs.begin(actor, month, operator_id or None))
    return shown.below(Text("billrun-goes-on")) if going else shown


@screen("billrun", right="bill.run")
async def card(actor: Actor, ports: Ports, run_id: int) -> Screen:
    """A run while it goes on, and its result."""
    run = await runs.get(actor, run_id)
    shown = await _stands(run)
    missing: Row = (_missing_button(run.period, run.operator_id or 0),)
    return replace(
        shown,
        buttons=(
            missing if run.status is RunStatus.DONE else (),
            (Button(Text("refresh"), "billrun", (run.id,)), *guide.HOME),
        ),
        watch=Watch("billrun", (run.id,), f"billrun:{run.id}"),
    )


@screen("report.billrun", right="bill.run")
async def told(actor: Actor, ports: Ports, run_id: int) -> Screen:
    """The same for a group: a run that the calendar began, and what came of it."""
    return await _stands(await runs.get(actor, run_id))


@screen("report.billrun-missed", right="bill.run")
async def missed_month(
    actor: Actor, ports: Ports, period: str, operator_id: int, profiles: str
) -> Screen:
    """A month that nobody was there to bill: what billing it now would do, or what became of it."""
    month, whose = _month(period, operator_id, profiles)
    stands = await missed.look(actor, month, whose)
    title = Lines(
        Text("billrun-missed-title", period=month.period),
        Text("billrun-operator", operator=await _name(actor, operator_id)),
    )
    if stands.plan is None:
        became = "billrun-missed-begun" if stands.run_id else "billrun-missed-left"
        return Screen((title, Text(became, who=stands.who)))
    would, args = stands.plan, (period, operator_id, profiles)
    start = Button(Text("billrun-start", bills=would.bills), "billrun.make-up", args, once=True)
    leave = Button(Text("billrun-missed-leave"), "billrun.leave-out", args, once=True)
    told = Text("billrun-would", bills=would.bills, amount=would.amounts, customers=would.customers)
    return Screen(
        (
            title,
            Text("billrun-missed-why"),
            told if would.bills else Text("billrun-nothing"),
            *([_skipped(would.skipped)] if would.skipped else []),
            Text("billrun-as-then"),
        ),
        ((start,) if would.bills else (), (leave,)),
        watch=Watch("report.billrun-missed", args, f"billrun-missed:{month.period}:{operator_id}"),
    )


@action("billrun.make-up", right="bill.run", refresh="report.billrun-missed")
async def make_up(
    turn: Turn, actor: Actor, ports: Ports, period: str, operator_id: int, profiles: str
) -> Screen:
    """Bill the month that was missed."""
    await missed.bill(actor, *_month(period, operator_id, profiles))
    return await missed_month(actor, ports, period, operator_id, profiles)


@action("billrun.leave-out", right="bill.run", refresh="report.billrun-missed")
async def leave_out(
    turn: Turn, actor: Actor, ports: Ports, period: str, operator_id: int, profiles: str
) -> Screen:
    """Let the month go without bills."""
    await missed.leave_out(actor, *_month(period, operator_id, profiles))
    return await missed_month(actor, ports, period, operator_id, profiles)


async def _stands(run: RunView) -> Screen:
    done = run.status is RunStatus.DONE
    operator = await runs.of(run)
    blocks: list[Block] = [
        Lines(
            Text("billrun-title", period=_days(run)),
            Text("billrun-operator", operator=operator.name),
            await _where(run.zone_ids),
        ),
        Text(
            "billrun-done" if done else "billrun-so-far",
            bills=run.made,
            amount=await runs.billed(run),
        ),
    ]
    if done and run.made:
        blocks.append(await _told(operator.id))
    if run.skipped:
        blocks.append(_skipped(run.skipped))
    return Screen(tuple(blocks), progress=None if done else (run.cursor, max(run.last_customer, 1)))


async def _where(zone_ids: Sequence[int] | None) -> Text | None:
    """Where the customers are who are billed, if not everywhere."""
    names = await offers.zone_names(zone_ids)
    return Text("billrun-zones", zones=names) if names else None


def _days(run: RunView) -> Period | Span:
    if run.since_on and run.upto_on:
        return Span(run.since_on, run.upto_on)
    return Period.parse(run.period)


async def _told(operator_id: int) -> Text:
    """Whether the customers hear of their bills."""
    can, can_not = await hearing.tell(operator_id, notices.BILL_CREATED)
    if not can:
        return Text("billrun-untold")
    return Text("billrun-told-some" if can_not else "billrun-told")


@screen("billrun.missing", right="bill.run")
async def missing(
    actor: Actor, ports: Ports, period: str, operator_id: int = 0, offset: int = 0
) -> Screen:
    """Customers without a bill for the month, and why."""
    month = Period.parse(period)
    rows, total = await runs.unbilled(actor, month, operator_id or None, offset=offset)
    would = await billrun.plan(actor, month, operator_id or None) if total else None
    told: list[Text] = []
    now: Row = ()
    if would is not None and would.bills:
        told = [Text("billrun-missing-now", bills=would.bills, amount=would.amounts)]
        label = Text("billrun-start", bills=would.bills)
        now = (Button(label, "billrun.start", (period, operator_id), once=True),)
    return Screen(
        (
            Text("billrun-missing-title", period=month),
            Text("billrun-missing-count", customers=total) if total else Text("billrun-all-billed"),
            *told,
        ),
        (
            now,
            *((_customer(row, period, operator_id),) for row in rows),
            paging.by_offset(
                "billrun.missing", period, operator_id, offset=offset, shown=len(rows), total=total
            ),
            (Button(Text("back"), "billrun.plan", (period, operator_id)),),
        ),
    )


def _customer(row: Unbilled, period: str, operator_id: int) -> Button:
    """Whom the next run bills can be billed at once; what is in the way of others is theirs."""
    why = Text(f"billrun-skip-{row.reason}")
    label = Text("billrun-missing-row", name=row.name, id=row.code, why=why)
    if row.reason == NO_SKIP:
        return Button(label, "bill.foreseen", (row.id, period, operator_id))
    return Button(label, "customer", (row.id,))
