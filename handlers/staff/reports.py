"""Figures: the summary of a month, and the digest that comes in the evening."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from domain import clock
from domain.billing import collecting, restoring
from domain.calendar import Period, today
from domain.chat.models import Digest
from domain.errors import Outdated
from domain.money import total
from domain.network import holding
from domain.ports import Document, Ports
from domain.ports.lists import Listed
from domain.reports import charts, figure_list
from domain.reports import digest as digests
from domain.reports import summary as reports
from domain.reports.summary import Ageing, Came, Collector, Part, Summary
from domain.staff import people
from domain.staff.rights import Actor
from handlers.staff import list_files
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Block, Button, Lines, Screen, Text
from handlers.ui.turns import Turn

SIDES = ("operator", "zone", "package", "month")
SHOWN = 12


@command("summary", right="summary.see", args="[MONTH]", home=7)
async def summary(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/summary 2026-10`; this month without one."""
    on = today(clock.now(), actor.timezone)
    period = Period.parse(turn.text, on) if turn.text.strip() else Period.of(on)
    return await month(actor, ports, str(period))


@screen("summary", right="summary.see")
async def month(actor: Actor, ports: Ports, period: str) -> Screen:
    """One month: billed, collected, outstanding, how old, who collected."""
    found = await reports.in_each_currency(actor, Period.parse(period))
    shown = Period.parse(period)
    sides = tuple(
        Button(Text(f"summary-by-{side}"), "summary.by", (period, side)) for side in SIDES
    )
    return Screen(
        (Text("summary-title", period=shown), *_apart(found, _whole)),
        (
            sides[:2],
            sides[2:],
            (
                Button(Text("earlier"), "summary", (str(shown.previous()),)),
                Button(Text("later"), "summary", (str(shown.next()),)),
            ),
            (_chart(period),),
            list_files.buttons("summary", period),
            guide.HOME,
        ),
    )


def _chart(period: str, side: str = "") -> Button:
    return Button(Text("summary-chart"), "summary.chart", (period, side))


@action("summary.chart", right="summary.see", refresh="summary")
async def chart(turn: Turn, actor: Actor, ports: Ports, period: str, side: str) -> Screen:
    """The month, or one side of it, as a picture."""
    if side not in ("", *SIDES):
        raise Outdated
    seen = await charts.month(actor, Period.parse(period), side)

    async def make() -> Document:
        return Document(f"summary-{period}.png", "image/png", await ports.papers.chart(seen))

    return Screen((Text("summary-title", period=Period.parse(period)),), paper=make, edit=False)


@list_files.of("summary")
async def whole(actor: Actor, packed: str) -> Listed:
    """The month from every side, as a file."""
    return await figure_list.listed(actor, Period.parse(packed))


def _apart(
    found: Sequence[Summary], told: Callable[[Summary], tuple[Block, ...]]
) -> tuple[Block, ...]:
    """What is told of each currency, under its name where there are several."""
    if len(found) == 1:
        return told(found[0])
    return tuple(
        block
        for each in found
        for block in (Text("summary-currency", currency=each.total.billed.currency), *told(each))
    )


def _whole(found: Summary) -> tuple[Block, ...]:
    return (*_totals(found), _ageing(found.ageing), *_collectors(found))


def _totals(found: Summary) -> tuple[Block, ...]:
    return (
        Lines(
            Text("summary-billed", amount=found.total.billed, count=found.bills),
            Text("summary-collected", amount=found.total.collected),
            Text("summary-credited", amount=found.total.credited) if found.total.credited else None,
            Text("summary-outstanding", amount=found.total.outstanding),
            Text("summary-rate", rate=Fraction(found.rate_bp, 10_000), paid=found.paid_bills),
        ),
    )


def _ageing(found: Ageing) -> Lines:
    return Lines(
        Text("ageing-title"),
        Text("ageing-not-due", amount=found.not_due),
        Text("ageing-30", amount=found.to_30),
        Text("ageing-60", amount=found.to_60),
        Text("ageing-90", amount=found.to_90),
        Text("ageing-over", amount=found.over_90),
    )


def _collectors(found: Summary | Came) -> tuple[Block, ...]:
    """Who took it and how it came: either adds up to what was collected."""
    if not found.by_method:
        return ()
    named, others = found.collectors[:SHOWN], found.collectors[SHOWN:]
    return (
        Lines(
            Text("collectors-title"),
            *(
                Text("collectors-line", name=each.name, count=each.payments, amount=each.collected)
                for each in named
            ),
            _others(others) if others else None,
            Text("collectors-online", count=found.online.payments, amount=found.online.collected)
            if found.online.payments
            else None,
        ),
        Lines(
            Text("methods-title"),
            *(
                Text("collectors-line", name=Text(f"method-{method}"), count=taken.payments,
                     amount=taken.collected)
                for method, taken in found.by_method.items()
            ),
        ),
    )  # fmt: skip


def _others(rest: Sequence[Collector]) -> Text:
    amount = total([each.collected for each in rest], rest[0].collected.currency)
    payments = sum(each.payments for each in rest)
    return Text("collectors-others", people=len(rest), count=payments, amount=amount)


@screen("summary.by", right="summary.see")
async def by_side(actor: Actor, ports: Ports, period: str, side: str) -> Screen:
    """The same month seen by operator, zone, package, or beside the months before."""
    found = await reports.in_each_currency(actor, Period.parse(period))

    def told(each: Summary) -> tuple[Block, ...]:
        return _side(each, side)

    return Screen(
        (
            Text(
                "summary-side",
                period=Period.parse(period),
                side=Text(f"summary-by-{side}"),
            ),
            *_apart(found, told),
        ),
        ((_chart(period, side),), (Button(Text("back"), "summary", (period,)),)),
    )


def _side(found: Summary, side: str) -> tuple[Block, ...]:
    parts = charts.parts_of(found, side)
    shown, rest = parts[:SHOWN], parts[SHOWN:]
    return (*(_part(each) for each in shown), *((_rest(found, rest),) if rest else ()))


def _rest(found: Summary, rest: Sequence[Part]) -> Lines:
    """Those that have no place, so that what is shown adds up to the month."""
    currency = found.total.billed.currency
    return Lines(
        Text("summary-more", count=len(rest)),
        Text("summary-billed-short", amount=total([p.figures.billed for p in rest], currency)),
        Text("summary-collected", amount=total([p.figures.collected for p in rest], currency)),
        Text("summary-outstanding", amount=total([p.figures.outstanding for p in rest], currency)),
    )


def _part(each: Part) -> Lines:
    return Lines(
        Text("summary-part", name=each.name or Text("summary-none")),
        Text("summary-billed-short", amount=each.figures.billed),
        Text("summary-collected", amount=each.figures.collected),
        Text("summary-credited", amount=each.figures.credited) if each.figures.credited else None,
        Text("summary-outstanding", amount=each.figures.outstanding),
    )


@screen("report.digest", right="summary.see")
async def digest(
    actor: Actor, ports: Ports, day: str, operator_id: int, every: str = "daily"
) -> Screen:
    """What came in a day, a week or a month, and where the month stands."""
    on, of = date.fromisoformat(day), Digest(every)
    reader = await people.reader_of(operator_id)
    found = await reports.in_each_currency(reader, Period.of(on))
    days = digests.days_of(of, on)
    came = {
        each.total.billed.currency: await reports.came(reader, days, each.total.billed.currency)
        for each in found
    }

    def told(each: Summary) -> tuple[Block, ...]:
        in_days = came[each.total.billed.currency]
        if of is Digest.MONTHLY:
            return _whole(each)
        return (
            Lines(Text("digest-came", amount=in_days.all.collected, count=in_days.all.payments)),
            *_collectors(in_days),
            Text("digest-month", period=each.period),
            *_totals(each),
            _ageing(each.ageing),
        )

    return Screen(
        (
            Text(f"digest-title-{of}", on=on, days=days),
            *_apart(found, told),
            *await _collection(reader),
            *await _not_as_they_should(reader),
        )
    )


async def _collection(reader: Actor) -> tuple[Block, ...]:
    """How many of whom something is open stand where in collection, as it is now."""
    found = await collecting.counted(reader)
    if not found:
        return ()
    named = [
        Text("digest-collection", status=Text(f"collection-{each}"), customers=count)
        for each, count in found.items()
    ]
    return (Lines(Text("digest-collection-title"), *named),)


async def _not_as_they_should(reader: Actor) -> tuple[Block, ...]:
    """Whose service a person should look at."""
    unheld, waiting = await holding.counted(reader), await restoring.count_waiting(reader)
    unserved = await holding.count_unserved(reader)
    for counted in (unheld, unserved):
        counted.pop(holding.ON_THE_WAY, None)
    if not unheld and not waiting and not unserved:
        return ()
    return (
        Lines(
            Text("unheld-title", count=sum(unheld.values())) if unheld else None,
            Text("held-waiting", count=waiting) if waiting else None,
            Text("unserved-title", count=sum(unserved.values())) if unserved else None,
            Text("digest-held"),
        ),
    )
