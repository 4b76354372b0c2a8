"""The calendar month: everybody is billed for the month from its first day to its last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.billing.charging import monthly
from domain.billing.charging.kind import LineSql, SpanSql
from domain.calendar import Period, days_in_month


class CalendarMonth:
    """One bill a calendar month, made on the profile's day of it."""

    name = "calendar"
    is_by_day = False

    def spans(self, month: Period) -> Sequence[SpanSql]:
        days = days_in_month(month.starts_on)
        whole = SpanSql(
            starts=(month.starts_on,),
            key=f"'{month}'",
            starts_on=f"'{month.starts_on}'",
            ends_on=f"'{month.ends_on}'",
            days=str(days),
            left=f"({days + 1} - CAST(substr(c.joined_on, 9, 2) AS BIGINT))",
        )
        return (whole,)

    def lines(self, span: SpanSql) -> Sequence[LineSql]:
        return monthly.lines(span)

    def run_days(self, month: Period, bill_day: int) -> Sequence[date]:
        return (month.on(bill_day),)
