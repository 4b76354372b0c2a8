"""Lists of bills: filtered, page by page, and never beyond what a person may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.billing import bills
from domain.billing.bills import BillFilter
from domain.billing.models import Bill
from domain.billing.states import BillStatus
from domain.errors import RightLacking
from domain.money import Money
from domain.staff.rights import Actor
from tests.builders import a_bill, a_customer
from tests.cast import Cast
from tests.domain.billing import money_in

TODAY = date(2026, 11, 21)


@pytest.fixture
async def five(cast: Cast) -> dict[str, Bill]:
    """Rahim's paid, late and void bills, Karim's, and one of South."""
    theirs = await a_customer("Theirs", operator=cast.south, zone=cast.gulshan, package=cast.swift)
    made = {
        "paid": await a_bill(cast.rahim, total=100, due_on=date(2026, 10, 1), period="2026-10"),
        "late": await a_bill(cast.rahim, total=200, due_on=date(2026, 11, 11)),
        "void": await a_bill(cast.rahim, total=300),
        "karim": await a_bill(cast.karim, total=400),
        "theirs": await a_bill(theirs, total=500),
    }
    await money_in.pay(cast.rahim, Money(15_000))
    await bills.void(cast.asha, made["void"].id, "wrong")
    return made


async def shown(actor: Actor, five: dict[str, Bill], **wanted: Any) -> list[str]:
    names = {bill.id: name for name, bill in five.items()}
    return [names[row.id] for row in await bills.page(actor, BillFilter(**wanted))]


async def test_everybody_sees_their_subtree_and_zones(cast: Cast, five: dict[str, Bill]) -> None:
    assert await shown(cast.asha, five) == ["theirs", "karim", "void", "late", "paid"]
    assert await shown(cast.bina, five) == ["karim", "void", "late", "paid"]
    assert await shown(cast.chand, five) == ["void", "late", "paid"]
    assert await shown(cast.esha, five) == ["theirs"]
    with pytest.raises(RightLacking):
        await bills.page(cast.dipa, BillFilter())


async def test_each_filter_keeps_what_it_names(cast: Cast, five: dict[str, Bill]) -> None:
    asha = cast.asha
    assert await shown(asha, five, operator_id=cast.south.id) == ["theirs"]
    assert await shown(asha, five, zone_id=cast.uttara.id) == ["karim"]
    assert await shown(asha, five, package_id=cast.swift.id) == ["theirs"]
    assert await shown(asha, five, customer_id=cast.karim.id) == ["karim"]
    assert await shown(asha, five, period="2026-10") == ["paid"]
    assert await shown(asha, five, statuses=frozenset({BillStatus.PAID})) == ["paid"]
    open_ = frozenset({BillStatus.UNPAID, BillStatus.PARTIAL})
    assert await shown(asha, five, statuses=open_) == ["theirs", "karim", "late"]
    assert await shown(asha, five, issued_from=TODAY, issued_to=TODAY) == list(five)[::-1]
    assert await shown(asha, five, issued_to=date(2026, 11, 20)) == []
    assert await shown(asha, five, overdue_days=10, on=TODAY) == ["late"]
    assert await shown(asha, five, overdue_days=11, on=TODAY) == []
    assert await shown(asha, five, zone_id=cast.mirpur.id, overdue_days=1, on=TODAY) == ["late"]


async def test_a_row_says_who_what_and_how_much(cast: Cast, five: dict[str, Bill]) -> None:
    (row,) = await bills.page(cast.asha, BillFilter(overdue_days=1, on=TODAY))
    assert (row.number, row.customer_code, row.customer_name) == (
        "NORTH-2026-000002", "1001", "Rahim Uddin",
    )  # fmt: skip
    assert (row.operator, row.zone, row.package) == ("North Net", "Mirpur", "Home")
    assert (row.total, row.paid, row.due) == (Money(20_000), Money(5_000), Money(15_000))
    assert (row.status, row.due_on) == (BillStatus.PARTIAL, date(2026, 11, 11))
    (gone,) = await bills.page(cast.asha, BillFilter(statuses=frozenset({BillStatus.VOID})))
    assert gone.due == Money(0)


async def test_pages_by_key_and_by_number_meet_every_bill_once(
    cast: Cast, five: dict[str, Bill]
) -> None:
    seen: list[int] = []
    after: int | None = None
    while page := await bills.page(cast.asha, BillFilter(), after=after, limit=2):
        seen += [row.id for row in page]
        after = page[-1].id
    assert seen == [bill.id for bill in five.values()][::-1]
    second = await bills.page(cast.asha, BillFilter(), offset=2, limit=2)
    assert [row.id for row in second] == seen[2:4]


async def test_totals_count_void_bills_and_do_not_sum_them(
    cast: Cast, five: dict[str, Bill]
) -> None:
    (of_rahim,) = await bills.totals(cast.asha, BillFilter(customer_id=cast.rahim.id))
    assert (of_rahim.bills, of_rahim.total, of_rahim.paid) == (3, Money(30_000), Money(15_000))
    assert await bills.totals(cast.esha, BillFilter(customer_id=cast.rahim.id)) == []
