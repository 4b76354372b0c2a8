"""Parts of a span: the halves are the whole, to the unit, whatever the price, the day, the VAT."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.billing import proration
from domain.billing.proration import Booked, Covered, Difference, Worth
from domain.calendar import Span
from domain.money import Money

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
minor = st.integers(0, 10**9)
rates = st.integers(0, 3_000)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(st.dates(date(2024, 1, 1), date(2031, 12, 31)))
    return Span(first, first + timedelta(days=draw(st.integers(27, 30))))


@st.composite
def worths(draw: st.DrawFn) -> Worth:
    amount, rate = Money(draw(minor)), draw(rates)
    return proration.priced(amount, rate, is_within=draw(st.booleans()))


def tk(amount: str) -> Money:
    return Money(int(Fraction(amount) * 100))


@given(worth=worths(), span=spans(), day=st.integers(0, 30))
def test_the_two_halves_of_a_span_are_the_span_and_so_is_their_vat(
    worth: Worth, span: Span, day: int
) -> None:
    left = proration.days_from(span, span.starts_on + timedelta(days=day))
    rest = worth.rest(left, proration.days_of(span))
    used = worth.less(rest)
    for of in ("amount", "vat", "net", "total"):
        assert getattr(rest, of) + getattr(used, of) == getattr(worth, of)
        assert Money(0) <= getattr(rest, of) <= getattr(worth, of)


@given(amount=minor, span=spans(), day=st.integers(0, 30))
def test_a_rest_is_rounded_half_up_and_once(amount: int, span: Span, day: int) -> None:
    on = min(span.starts_on + timedelta(days=day), span.ends_on)
    exact = Fraction(
        amount * ((span.ends_on - on).days + 1), (span.ends_on - span.starts_on).days + 1
    )
    rest = proration.rest_of_price(Money(amount), span, on, 0)
    assert rest.amount.minor == int(exact + Fraction(1, 2))


@given(worth=worths(), span=spans(), days=st.lists(st.integers(0, 30), min_size=1, max_size=4))
def test_what_comes_back_of_a_rest_is_never_more_than_was_billed(
    worth: Worth, span: Span, days: list[int]
) -> None:
    covered = Covered(span, span.starts_on, worth)
    for day in sorted(days):
        on = min(span.starts_on + timedelta(days=day), span.ends_on)
        rest = covered.rest(on)
        assert rest.total <= covered.worth.total
        covered = Covered(span, covered.first_left(on), rest)


@given(back=worths(), charge=worths())
def test_what_is_booked_is_the_difference_and_never_below_zero(back: Worth, charge: Worth) -> None:
    made = proration.booked(back, charge)
    none = Difference(Money(0), Money(0))
    bill, note = made.bill or none, made.note or none
    assert bill.net - note.net == charge.net - back.net
    assert bill.vat - note.vat == charge.vat - back.vat
    assert min(bill.net, bill.vat, note.net, note.vat) >= Money(0)
    assert made.bill is None or made.bill.total
    assert made.note is None or made.note.total


@pytest.mark.parametrize(
    ("price", "span", "on", "cost"),
    [
        ("1000", NOVEMBER, date(2026, 11, 1), "1000"),
        ("1000", NOVEMBER, date(2026, 11, 16), "500"),
        ("1000", NOVEMBER, date(2026, 11, 30), "33.33"),
        ("900", Span(date(2026, 10, 1), date(2026, 10, 31)), date(2026, 10, 17), "435.48"),
        ("1000", Span(date(2027, 1, 31), date(2027, 2, 27)), date(2027, 2, 14), "500"),
        ("1000", Span(date(2027, 2, 28), date(2027, 3, 30)), date(2027, 3, 16), "483.87"),
    ],
)
def test_the_day_itself_counts_and_a_month_of_its_own_has_its_own_days(
    price: str, span: Span, on: date, cost: str
) -> None:
    assert proration.rest_of_price(tk(price), span, on, 0).amount == tk(cost)


def test_vat_within_the_price_is_taken_from_it_and_on_top_is_added() -> None:
    on = date(2026, 11, 16)
    within = proration.rest_of_price(tk("1050"), NOVEMBER, on, 500, is_within=True)
    assert (within.net, within.vat, within.total) == (tk("500"), tk("25"), tk("525"))
    on_top = proration.rest_of_price(tk("1000"), NOVEMBER, on, 500)
    assert (on_top.net, on_top.vat, on_top.total) == (tk("500"), tk("25"), tk("525"))


def test_where_the_rate_has_changed_both_are_booked_whole() -> None:
    back = proration.priced(tk("500"), 1_500, is_within=False)
    charge = proration.priced(tk("600"), 500, is_within=False)
    assert proration.booked(back, charge) == Booked(
        Difference(tk("600"), tk("30")), Difference(tk("500"), tk("75"))
    )
