"""The month's figures as bars: what a picture of them says."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from domain.billing.papers import issuer_of
from domain.calendar import Period
from domain.money import total
from domain.ports import Bar, BarGroup, ChartFacts
from domain.reports import summary as figures
from domain.reports.summary import Collector, Part, Summary
from domain.staff import operators
from domain.staff.rights import Actor

BARS = 10  # of a side; what is further is one bar more
_SIDES = ("zone", "package", "operator")  # that an overview tries, until one has several parts


async def month(actor: Actor, period: Period, side: str = "") -> Sequence[ChartFacts]:
    """The picture of a month, of one side of it where one is named; one for each currency."""
    found = await figures.in_each_currency(actor, period)
    whose = actor.operator_id or (await operators.root()).id
    issuer = await issuer_of(whose)
    return [
        ChartFacts(
            language=actor.language,
            issuer=issuer,
            period=period,
            currency=each.total.billed.currency,
            sums=(
                ("chart-billed", each.total.billed),
                ("chart-collected", each.total.collected),
                ("chart-outstanding", each.total.outstanding),
                ("chart-rate", Fraction(each.rate_bp, 10_000)),
            ),
            groups=_groups(each, side),
        )
        for each in found
    ]


def _groups(found: Summary, side: str) -> Sequence[BarGroup]:
    if side:
        return [of_side(found, side)]
    groups = [of_side(found, "month"), _ageing(found)]
    several = [name for name in _SIDES if len(parts_of(found, name)) > 1]
    groups += [of_side(found, several[0])] if several else []
    return [*groups, of_side(found, "collector")] if found.collectors else groups


def parts_of(found: Summary, side: str) -> Sequence[Part]:
    """The month seen from one side."""
    parts: dict[str, Sequence[Part]] = {
        "operator": found.by_operator,
        "zone": found.by_zone,
        "package": found.by_package,
        "month": found.by_month,
    }
    return parts[side]


def of_side(found: Summary, side: str) -> BarGroup:
    """The bars of one side: those that have no place of their own are one together."""
    if side == "collector":
        return _collectors(found.collectors)
    shown, rest = parts_of(found, side)[:BARS], parts_of(found, side)[BARS:]
    bars = [_bar(part, side) for part in shown]
    if rest:
        sums = [[getattr(part.figures, name) for part in rest] for name in _NAMED]
        currency = found.total.billed.currency
        bars.append(Bar("", [total(each, currency) for each in sums], "chart-others"))
    return BarGroup(f"summary-by-{side}", [f"chart-{name}" for name in _NAMED], bars)


_NAMED = ("billed", "collected", "outstanding")


def _bar(part: Part, side: str) -> Bar:
    amounts = [getattr(part.figures, name) for name in _NAMED]
    if side == "month":
        return Bar(Period.parse(part.name), amounts)
    return Bar(part.name, amounts, "" if part.name else "summary-none")


def _ageing(found: Summary) -> BarGroup:
    ages = ("not-due", "30", "60", "90", "over")
    old = found.ageing
    amounts = (old.not_due, old.to_30, old.to_60, old.to_90, old.over_90)
    bars = [Bar("", [each], f"age-{age}") for age, each in zip(ages, amounts, strict=True)]
    return BarGroup("chart-ageing", ["chart-outstanding"], bars)


def _collectors(found: Sequence[Collector]) -> BarGroup:
    bars = [Bar(each.name, [each.collected, each.in_hand]) for each in found[:BARS]]
    if rest := found[BARS:]:
        currency = rest[0].collected.currency
        sums = [total([each.collected for each in rest], currency),
                total([each.in_hand for each in rest], currency)]  # fmt: skip
        bars.append(Bar("", sums, "chart-others"))
    return BarGroup("chart-collectors", ["chart-collected", "chart-in-hand"], bars)
