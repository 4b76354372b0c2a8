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
    """A span of service that begins in a month, for each customer; reads `c` alone.

    It begins on one of the days `starts`, the same for everybody where there is only one. A
    customer has one bill for a `key`, which begins with the month, `2026-11`. None is longer than a
    year.
    """

    starts: Sequence[date]
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

    def spans(self, month: Period) -> Sequence[SpanSql]:
        """Each customer's spans that begin in the month, the earlier first; none where none does.

        No two of them begin on the same days.
        """

    def lines(self, span: SpanSql) -> Sequence[LineSql]:
        """What stands on a bill, in this order, before charges and VAT."""

    def run_days(self, month: Period, bill_day: int) -> Sequence[date]:
        """The days of the month on which spans are billed by themselves.

        Where it `is_by_day`, all days on which one begins; else one, or none where none begins.
        """

    @property
    def is_by_day(self) -> bool:
        """Whether such a day bills the spans that begin on it, or else all of the month."""
