"""The billing kinds there are, by the name that billing profiles call them."""

from __future__ import annotations

from collections.abc import Mapping

from domain.billing.charging.anniversary_month import AnniversaryMonth
from domain.billing.charging.by_purchase import ByPurchase
from domain.billing.charging.calendar_month import CalendarMonth
from domain.billing.charging.daily_prepaid import DailyPrepaid
from domain.billing.charging.kind import Kind

_ALL: tuple[Kind, ...] = (CalendarMonth(), AnniversaryMonth(), DailyPrepaid(), ByPurchase())
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
