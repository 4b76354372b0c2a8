"""The cast and the builders keep what they say, since every other test stands on them."""

from __future__ import annotations

from domain.billing.models import Bill
from domain.ledger.models import Entry
from tests import builders
from tests.cast import NOW, Cast, Moment


async def test_operators_hang_under_the_isp(cast: Cast) -> None:
    assert cast.north.path == f"{cast.isp.path}{cast.north.id}/"
    assert cast.asha.sees(cast.south.path)
    assert not cast.esha.sees(cast.north.path)


async def test_an_amount_owed_is_a_bill_with_its_entries(cast: Cast) -> None:
    customer = await builders.a_customer(owes=500)

    bill = await Bill.get(customer_id=customer.id)

    assert (bill.number, bill.total_minor) == ("NORTH-2026-000001", 50_000)
    assert [entry.amount_minor for entry in await Entry.filter(cause_id=bill.id)] == [50_000]


async def test_time_stands_still_until_it_is_moved(moment: Moment) -> None:
    moment.move(days=1)

    assert (moment.now - NOW).days == 1
