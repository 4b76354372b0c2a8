"""Prepaid by the day: each day of service is charged to the balance when it begins.

No bill run makes these bills: a day begins whenever the one before it ends, or a recharge brings
service back. What follows then is in `served_days`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.billing.charging.kind import LineSql, SpanSql
from domain.calendar import Period

NAME = "daily"


class DailyPrepaid:
    """No spans that a month could tell: days begin with recharges."""

    name = NAME
    is_by_day = True

    def spans(self, month: Period) -> Sequence[SpanSql]:
        return ()

    def lines(self, span: SpanSql) -> Sequence[LineSql]:
        return ()

    def run_days(self, month: Period, bill_day: int) -> Sequence[date]:
        return ()
