"""The page of worked examples is what the program does: its tables are read and done again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from domain.billing import byhand, package_changes
from domain.billing.models import BillingProfile, BillLine, VatMode
from domain.billing.proration import Worth
from domain.calendar import Period
from domain.customers.models import Customer
from domain.money import Money, from_major
from tests.builders import a_customer, a_package
from tests.cast import Cast, Moment
from tests.domain.billing import books
from tests.house.rules import ROOT

PAGE = ROOT / "docs/operations/12-worked-examples.md"
Row = Mapping[str, str]


def rows(chapter: str) -> list[Row]:
    """The rows of the table in a chapter, by its headings."""
    text = PAGE.read_text().partition(f"## {chapter}\n")[2].partition("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def tk(text: str) -> Money:
    return from_major(Decimal(text), "BDT")


def on(text: str) -> date:
    return date.fromisoformat(text)


async def customer_of(row: Row, price: str, **values: Any) -> Customer:
    """Who has joined then, on the terms of the row."""
    rate, _, how = row["VAT"].partition(" % ")
    profile = await BillingProfile.create(
        code="example",
        name="Example",
        cycle=row["Cycle"],
        proration=True,
        vat_rate_bp=0 if rate == "none" else int(rate) * 100,
        vat_mode=VatMode.INCLUSIVE if how == "within" else VatMode.EXCLUSIVE,
    )
    package = await a_package("old", price=tk(price))
    return await a_customer(
        package=package, billing_profile=profile, joined_on=on(row["Joined"]), **values
    )


def it_is(moment: Moment, day: date) -> None:
    moment.now = datetime.combine(day, time(6), UTC)


async def billed_part(bill_id: int) -> Money:
    lines = await BillLine.filter(bill_id=bill_id).exclude(kind="vat")
    return Money(sum(line.amount_minor for line in lines))


@pytest.mark.parametrize("row", rows("A first month"), ids=lambda row: " ".join(row.values()))
async def test_a_first_month(cast: Cast, moment: Moment, row: Row) -> None:
    it_is(moment, on(row["Joined"]))
    customer = await customer_of(row, row["Price"], discount_minor=tk(row["Discount"]).minor)
    bill = await byhand.make(cast.bina, customer.id, Period.of(on(row["Joined"])))
    left = (bill.ends_on - on(row["Joined"])).days + 1
    days = (bill.ends_on - bill.starts_on).days + 1
    assert (bill.starts_on, bill.ends_on) == (on(row["Bill from"]), on(row["To"]))
    assert f"{left} of {days}" == row["Days"]
    assert await billed_part(bill.id) == tk(row["Part"])
    assert (bill.vat_minor, bill.total_minor) == (
        tk(row["VAT of it"]).minor,
        tk(row["Total"]).minor,
    )


@pytest.mark.parametrize("row", rows("Another package"), ids=lambda row: " ".join(row.values()))
async def test_another_package(cast: Cast, moment: Moment, row: Row) -> None:
    changed = on(row["Changed"])
    it_is(moment, changed)
    customer = await customer_of(row, row["Old price"])
    await _billed(cast, customer, changed)
    new = await a_package("new", price=tk(row["New price"]))
    made = await package_changes.change(cast.bina, customer.id, new.id)
    (part,) = made.parts
    days = (part.billed.span.ends_on - part.billed.span.starts_on).days + 1
    assert f"{part.left} of {days}" == row["Days left"]
    assert (part.back.amount, part.charge.amount) == (tk(row["Back"]), tk(row["Charge"]))
    assert Money(made.shown.more_minor) == tk(row["Bill or note"])
    await books.assert_they_hold()


async def _billed(cast: Cast, customer: Customer, day: date) -> None:
    """For the month of theirs that the day is in, which may begin in the one before."""
    month = Period.of(day)
    if customer.joined_on.day > day.day and (await _profile(customer)).cycle == "anniversary":
        month = month.previous()
    await byhand.make(cast.bina, customer.id, month)


async def _profile(customer: Customer) -> BillingProfile:
    return await BillingProfile.get(id=customer.billing_profile_id)


async def test_the_second_change_of_the_page(cast: Cast, moment: Moment) -> None:
    assert "1000.00 × 10 / 20 = 500.00 and charges 3000 × 10 / 30 = 1000.00" in PAGE.read_text()
    it_is(moment, date(2026, 11, 11))
    row = {"Cycle": "calendar", "VAT": "none", "Joined": "2026-01-01"}
    customer = await customer_of(row, "1000")
    await byhand.make(cast.bina, customer.id, Period(2026, 11))
    await package_changes.change(cast.bina, customer.id, cast.swift.id)
    it_is(moment, date(2026, 11, 21))
    fast = await a_package("fast", price=3000)
    (part,) = (await package_changes.change(cast.bina, customer.id, fast.id)).parts
    assert part.back == Worth(tk("500"), tk("0"))
    assert part.charge == Worth(tk("1000"), tk("0"))
