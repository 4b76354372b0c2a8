"""A month's figures as rows of a file, from every side."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence

from domain.calendar import Period
from domain.money import Money
from domain.ports.lists import Cell, Column, Kind, Listed
from domain.reports import summary as figures
from domain.reports.charts import parts_of
from domain.reports.summary import Figures, Summary
from domain.staff.rights import Actor

_COLUMNS = (
    Column("list-part", Kind.WORD, 18),
    Column("list-name", width=26),
    Column("list-billed", Kind.AMOUNT),
    Column("list-collected", Kind.AMOUNT),
    Column("list-outstanding", Kind.AMOUNT),
    Column("list-credited", Kind.AMOUNT),
    Column("list-in-hand", Kind.AMOUNT),
    Column("list-currency", width=10),
)


async def listed(actor: Actor, period: Period) -> Listed:
    """The whole month: its sums, each side, ages, who took it and how it came.

    The rows of one part add up to the month; those of several parts say the same money again.
    """
    actor.require("summary.see")
    found = await figures.in_each_currency(actor, period)

    async def pages() -> AsyncIterator[Sequence[Sequence[Cell]]]:
        for each in found:
            yield list(_rows(each))

    return Listed(f"summary-{period}", "list-summary", _COLUMNS, pages())


def _rows(found: Summary) -> Iterator[Sequence[Cell]]:
    yield _whole("list-part-all", "", found.total)
    for side in ("operator", "zone", "package", "month"):
        for part in parts_of(found, side):
            yield _whole(f"list-{side}", part.name, part.figures)
    old = found.ageing
    ages = {
        "not-due": old.not_due, "30": old.to_30, "60": old.to_60, "90": old.to_90,
        "over": old.over_90,
    }  # fmt: skip
    for age, amount in ages.items():
        yield _some(f"age-{age}", "", outstanding=amount)
    for who in found.collectors:
        yield _some("list-taken-by", who.name, collected=who.collected, in_hand=who.in_hand)
    for method, taken in found.by_method.items():
        yield _some(f"method-{method}", "", collected=taken.collected)


def _whole(part: str, name: str, sums: Figures) -> Sequence[Cell]:
    amounts = (sums.billed, sums.collected, sums.outstanding, sums.credited)
    return (part, name, *amounts, None, sums.billed.currency)


def _some(
    part: str,
    name: str,
    *,
    collected: Money | None = None,
    outstanding: Money | None = None,
    in_hand: Money | None = None,
) -> Sequence[Cell]:
    amounts = (collected, outstanding, in_hand)
    currency = next(each.currency for each in amounts if each is not None)
    return (part, name, None, collected, outstanding, None, in_hand, currency)
