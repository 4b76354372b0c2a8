"""How bills are called, where they stand, and suspension by the profile's terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.billing import rules
from domain.billing.rules import OpenBill, SuspensionTerms
from domain.billing.states import BillStatus
from domain.money import Money

TODAY = date(2026, 11, 21)
TERMS = SuspensionTerms(
    auto_suspend=True,
    grace_days=3,
    over_minor=None,
    least_part_minor=0,
    exempt=False,
    promised_until=None,
)
amounts = st.integers(min_value=1, max_value=10**9).map(Money)
rates = st.integers(min_value=0, max_value=10_000)


def taka(amount: int) -> Money:
    return Money(amount * 100)


def test_numbers_are_padded_and_may_grow_beyond() -> None:
    assert rules.number_of("north", 2026, 123) == "NORTH-2026-000123"
    assert rules.number_of("north", 2026, 1_234_567) == "NORTH-2026-1234567"


@pytest.mark.parametrize(
    ("paid", "status"),
    [
        (0, BillStatus.UNPAID),
        (1, BillStatus.PARTIAL),
        (99, BillStatus.PARTIAL),
        (100, BillStatus.PAID),
    ],
)
def test_a_bill_stands_by_what_is_paid(paid: int, status: BillStatus) -> None:
    assert rules.status_of(100, paid) is status


def test_every_move_of_a_bill_is_between_known_states_and_void_is_final() -> None:
    assert set(rules.MAY) == set(BillStatus)
    assert rules.MAY[BillStatus.VOID] == frozenset()
    assert [one for one in BillStatus if BillStatus.VOID in rules.MAY[one]] == [BillStatus.UNPAID]


def bill(days_late: int, taka_open: int = 1000) -> OpenBill:
    return OpenBill(TODAY - timedelta(days=days_late), taka_open * 100)


@pytest.mark.parametrize(
    ("bills", "terms", "rule"),
    [
        ([], TERMS, ""),
        ([bill(3)], TERMS, ""),
        ([bill(4)], TERMS, "overdue"),
        ([bill(4)], replace(TERMS, auto_suspend=False), ""),
        ([bill(4)], replace(TERMS, exempt=True), ""),
        ([bill(4)], replace(TERMS, promised_until=TODAY), ""),
        ([bill(4)], replace(TERMS, promised_until=TODAY - timedelta(days=1)), "overdue"),
        ([bill(4)], replace(TERMS, least_part_minor=100_000), ""),
        ([bill(4)], replace(TERMS, least_part_minor=99_999), "overdue"),
        ([bill(-5)], replace(TERMS, over_minor=99_999), "threshold"),
        ([bill(-5)], replace(TERMS, over_minor=100_000), ""),
        ([bill(-5, 600), bill(-9, 600)], replace(TERMS, over_minor=100_000), "threshold"),
    ],
)
def test_suspension_follows_the_terms(
    bills: list[OpenBill], terms: SuspensionTerms, rule: str
) -> None:
    assert rules.suspension_rule(bills, terms, TODAY) == rule


@pytest.mark.parametrize(
    ("bills", "terms", "restored"),
    [
        ([], TERMS, True),
        ([bill(4)], TERMS, False),
        ([bill(1)], TERMS, False),  # the grace days are used up
        ([bill(0)], TERMS, True),
        ([bill(4, 100)], replace(TERMS, least_part_minor=10_000), True),
        ([bill(4, 101)], replace(TERMS, least_part_minor=10_000), False),
        ([bill(4)], replace(TERMS, promised_until=TODAY), True),
        ([bill(4)], replace(TERMS, auto_suspend=False), False),
        ([bill(-5)], replace(TERMS, over_minor=5), False),
    ],
)
def test_reconnection_follows_the_terms(
    bills: list[OpenBill], terms: SuspensionTerms, restored: bool
) -> None:
    assert rules.may_restore(bills, terms, TODAY) is restored


@given(
    st.lists(st.builds(bill, st.integers(-40, 40), st.integers(1, 5000)), max_size=4),
    st.integers(0, 500_000),
    st.none() | st.integers(0, 500_000),
)
def test_nobody_is_to_be_suspended_and_restored_at_once(
    bills: list[OpenBill], least: int, over: int | None
) -> None:
    terms = replace(TERMS, least_part_minor=least, over_minor=over)
    if rules.suspension_rule(bills, terms, TODAY):
        assert not rules.may_restore(bills, terms, TODAY)
