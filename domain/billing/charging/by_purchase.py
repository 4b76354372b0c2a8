"""What is bought has no spans: each purchase is a bill of its own, made when it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.billing.charging import monthly
from domain.billing.charging.kind import LineSql, SpanSql
from domain.calendar import Period


class ByPurchase:
    """No bill run bills those who buy a package with a validity, at a hotspot."""

    name = "hotspot"
    is_by_day = False

    def spans(self, month: Period) -> Sequence[SpanSql]:
        return ()

    def lines(self, span: SpanSql) -> Sequence[LineSql]:
        return monthly.lines(span)

    def run_days(self, month: Period, bill_day: int) -> Sequence[date]:
        return ()
