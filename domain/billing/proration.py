"""A part of what a span of service costs, for those of its days that remain: pure computation.

The first of the days that remain counts. The rest is rounded half up once, what is before it is
the whole less the rest: the two halves of a span are the span, and so is their VAT.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.calendar import Span
from domain.money import Money

WHOLE_BP = 10_000


def days_of(span: Span) -> int:
    """How many days of service it is."""
    return (span.ends_on - span.starts_on).days + 1


def days_from(span: Span, on: date) -> int:
    """How many of them are left on a day, that day counted."""
    return min(max((span.ends_on - on).days + 1, 0), days_of(span))


@dataclass(frozen=True, slots=True)
class Worth:
    """What service is worth: the `amount` as prices have it, and its VAT, which is in the amount
    where prices hold it and comes on top where not."""

    amount: Money
    vat: Money
    is_within: bool = False

    @property
    def net(self) -> Money:
        """Without VAT."""
        return self.amount - self.vat if self.is_within else self.amount

    @property
    def total(self) -> Money:
        """What is paid for it."""
        return self.amount if self.is_within else self.amount + self.vat

    @property
    def on_top(self) -> Money:
        """The VAT that is a line of its own on a bill."""
        return Money(0, self.vat.currency) if self.is_within else self.vat

    def rest(self, left: int, days: int) -> Worth:
        """The part for the days that are left."""
        return Worth(self.amount.share(left, days), self.vat.share(left, days), self.is_within)

    def less(self, other: Worth) -> Worth:
        """What is left of it without the other."""
        return Worth(self.amount - other.amount, self.vat - other.vat, self.is_within)


def priced(amount: Money, rate_bp: int, *, is_within: bool) -> Worth:
    """The amount with its VAT, as a bill has it."""
    base = WHOLE_BP + rate_bp if is_within else WHOLE_BP
    return Worth(amount, amount.share(rate_bp, base), is_within)


def rest_of_price(
    price: Money, span: Span, on: date, rate_bp: int, *, is_within: bool = False
) -> Worth:
    """What the days from `on` to the end of the span cost at a price for the whole of it."""
    part = price.share(days_from(span, on), days_of(span))
    return priced(part, rate_bp, is_within=is_within)


@dataclass(frozen=True, slots=True)
class Covered:
    """Days of service that are billed, and for what; `span` is the whole one that they are of."""

    span: Span
    first_on: date
    worth: Worth

    def rest(self, on: date) -> Worth:
        """What the days from `on` to the last were billed for."""
        days = Span(self.first_on, self.span.ends_on)
        return self.worth.rest(days_from(days, on), days_of(days))

    def first_left(self, on: date) -> date:
        """The first of the days that are left on a day."""
        return max(on, self.first_on)


class Difference(NamedTuple):
    """By how much the books go up, or down where it is below zero."""

    net: Money
    vat: Money

    @property
    def total(self) -> Money:
        """What the customer owes for it, or has back."""
        return self.net + self.vat


class Booked(NamedTuple):
    """What is billed and what is credited; at least one of them is there unless nothing is left."""

    bill: Difference | None
    note: Difference | None


def booked(back: Worth, charge: Worth) -> Booked:
    """How giving back one thing and charging for another is booked: by their difference.

    Where its VAT goes the other way than the rest, as after a change of the rate, both are booked
    whole.
    """
    net, vat = charge.net - back.net, charge.vat - back.vat
    signs = {amount.minor > 0 for amount in (net, vat) if amount}
    if not signs:
        return Booked(None, None)
    if signs == {True}:
        return Booked(Difference(net, vat), None)
    if signs == {False}:
        return Booked(None, Difference(-net, -vat))
    return Booked(Difference(charge.net, charge.vat), Difference(back.net, back.vat))
