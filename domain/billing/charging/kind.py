"""What a billing kind says of itself; everything else about bills is written once, for all kinds.

The SQL of a kind reads the rows `c` (customer), `p` (package) and `f` (billing profile).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain.billing.states import LineKind
from domain.calendar import Period


@dataclass(frozen=True, slots=True)
class SpanSql:
    """The span of service that begins in a month, for each customer; reads `c` alone.

    A customer has one bill for a `key`, which begins with the month, `2026-11`.
    """

    key: str
    starts_on: str
    ends_on: str
    days: str  # from the first to the last
    left: str  # from `joined_on` to the last, where they joined in the span


@dataclass(frozen=True, slots=True)
class LineSql:
    """A line that stands on the bills of a kind; the lines of a bill add up to what is billed.

    One of zero is left out unless it is `always` there. `used` is a condition on the table
    `billing_profile`: where none fulfils it, nobody has the line.
    """

    kind: LineKind
    label: str
    amount: str
    always: bool = False
    used: str = ""


class Kind(Protocol):
    """A billing kind, by the `name` that billing profiles call it."""

    @property
    def name(self) -> str:
        """As it is written in `cycle` of a billing profile."""

    def span(self, month: Period) -> SpanSql:
        """Each customer's span that begins in the month."""

    def starts(self, month: Period) -> Sequence[date]:
        """The days of the month on which a span may begin."""

    def lines(self, span: SpanSql) -> Sequence[LineSql]:
        """What stands on a bill, in this order, before charges and VAT."""

    def run_days(self, month: Period, bill_day: int) -> Sequence[date]:
        """The days of the month on which spans are billed by themselves, see `is_by_day`."""

    @property
    def is_by_day(self) -> bool:
        """Whether such a day bills the spans that begin on it, or else all of the month."""
