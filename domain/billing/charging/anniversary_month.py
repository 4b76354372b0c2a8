"""The anniversary month: from a customer's renewal day to the day before the next.

The renewal day is the customer's own, else the day of the month on which they joined; where a
month is shorter, its last day: min(day, last day), for 29 to 31 alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from domain.billing.charging import monthly
from domain.billing.charging.kind import LineSql, SpanSql
from domain.calendar import Period, days_in_month

_DAY = "COALESCE(c.renewal_day, CAST(substr(c.joined_on, 9, 2) AS BIGINT))"


def _within(days: int) -> str:
    """The renewal day in a month of so many days."""
    return _DAY if days == 31 else f"(CASE WHEN {_DAY} > {days} THEN {days} ELSE {_DAY} END)"


def _dated(month: Period, day: str) -> str:
    return f"('{month}-' || substr(CAST(100 + {day} AS TEXT), 2))"


def _days_of(month: Period) -> Sequence[date]:
    return [month.starts_on + timedelta(days=day) for day in range(days_in_month(month.starts_on))]


class AnniversaryMonth:
    """One bill a month of the customer's own, made on the day that it begins."""

    name = "anniversary"
    is_by_day = True

    def spans(self, month: Period) -> Sequence[SpanSql]:
        days = days_in_month(month.starts_on)
        first, renewed = _within(days), _within(days_in_month(month.next().starts_on))
        starts_on = _dated(month, first)
        joined = "CAST(substr(c.joined_on, 9, 2) AS BIGINT)"
        whole = SpanSql(
            starts=_days_of(month),
            key=starts_on,
            starts_on=starts_on,
            ends_on=f"(CASE WHEN {renewed} = 1 THEN '{month.ends_on}'"
            f" ELSE {_dated(month.next(), f'{renewed} - 1')} END)",
            days=f"({days} - {first} + {renewed})",
            left=f"(CASE WHEN substr(c.joined_on, 1, 7) = '{month}' THEN {days} ELSE 0 END"
            f" - {joined} + {renewed})",
        )
        return (whole,)

    def lines(self, span: SpanSql) -> Sequence[LineSql]:
        return monthly.lines(span)

    def run_days(self, month: Period, bill_day: int) -> Sequence[date]:
        return _days_of(month)
