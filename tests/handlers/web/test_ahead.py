"""A customer who is charged by the day pays for days to come on the page of a link."""

from __future__ import annotations

import pytest

from domain import clock
from domain.accounts.models import Gateway
from domain.billing import bills, dues, prepaid
from domain.billing.models import Bill, BillingProfile
from domain.customers.models import Customer, CustomerStatus
from domain.money import Money
from domain.payments import links, posting
from domain.payments.models import Attempt, Link, Payment
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.payments import books
from tests.handlers.web.conftest import Answer, Visitor


@pytest.fixture
async def rahim(visitor: Visitor, cast: Cast) -> Customer:
    """Charged 20 a day, with money for three more days, and nothing due."""
    by_day = await BillingProfile.create(code="by-day", name="By the day", cycle="daily")
    package = await builders.a_package("day", price=20, priced_per="day")
    for bill in await Bill.all():
        await bills.void(cast.asha, bill.id, "wrong")
    await Customer.filter(id=visitor.customer.id).update(
        billing_profile_id=by_day.id, package_id=package.id
    )
    customer = await Customer.get(id=visitor.customer.id)
    await posting.record(SYSTEM, customer, Money(80_00))
    await prepaid.begin_all("here")
    await prepaid.charge_due(clock.now())
    visitor.link, visitor.token = await links.make(SYSTEM, customer)
    return customer


async def send(visitor: Visitor, **fields: str) -> Answer:
    """Send the form of the page."""
    page = await visitor.get(f"/p/{visitor.token}/ahead")
    data = {"form": page.value("form"), "lang": "en", "gateway": "bkash-main", **fields}
    return await visitor.post(f"/p/{visitor.token}/ahead", data=data)


async def test_a_week_is_paid_ahead_and_counts_once(visitor: Visitor, rahim: Customer) -> None:
    assert "Pay for days to come" in (await visitor.get()).text
    page = await visitor.get(f"/p/{visitor.token}/ahead")
    assert "Service is paid until 25 Nov 2026" in page.text
    assert "৳140 · until 2 Dec 2026" in page.text
    assert "<script" not in page.html

    assert (await send(visitor, amount="140.00")).status == 303
    assert (await send(visitor, amount="140.00")).status == 303
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)
    for _ in range(3):
        await visitor.get(f"/return/bkash-main?ref={attempt.ref}&status=success")

    assert await Payment.filter(amount_minor=140_00).count() == 1
    assert await dues.advance_of(rahim.id) == Money(200_00)
    assert "until 2 Dec 2026" in (await visitor.get(f"/p/{visitor.token}/ahead")).text
    await books.assert_they_hold()


async def test_who_has_run_out_pays_and_is_on_again(
    visitor: Visitor, rahim: Customer, moment: Moment
) -> None:
    for _ in range(8):
        moment.move(days=1)
        await prepaid.charge_due(moment.now)
    assert (await Customer.get(id=rahim.id)).status is CustomerStatus.EXPIRED
    visitor.link, visitor.token = await links.make(SYSTEM, rahim)

    assert (await send(visitor, other="40")).status == 303
    attempt = await Attempt.get()
    visitor.pay.paid(attempt.ref)
    await visitor.get(f"/return/bkash-main?ref={attempt.ref}&status=success")

    assert (await Customer.get(id=rahim.id)).status is CustomerStatus.ACTIVE
    assert await dues.advance_of(rahim.id) == Money(20_00)


@pytest.mark.parametrize("typed", ["5", "-20", "many", "1000000"])
async def test_what_does_not_pay_for_a_day_is_refused_and_kept_in_its_field(
    visitor: Visitor, rahim: Customer, typed: str
) -> None:
    sent = await send(visitor, other=typed)

    assert sent.status == 422
    assert "write one from ৳20 to" in sent.text
    assert sent.value("other") == typed
    assert not await Attempt.exists()


async def test_a_gateway_that_asks_is_told_and_what_is_wrong_with_it_is_said(
    visitor: Visitor, rahim: Customer
) -> None:
    options = {"title": "bKash", "asks": ["wallet"]}
    await Gateway.filter(id=visitor.gateway.id).update(options=options)
    page = await visitor.get(f"/p/{visitor.token}/ahead?lang=bn")
    assert "আপনার bKash অ্যাকাউন্টের মোবাইল নম্বর" in page.text
    assert "01711" not in page.html

    refused = await send(visitor, amount="140.00", **{"answer-wallet": "12"})
    assert refused.status == 422
    assert "That is no mobile number" in refused.text
    assert refused.value("answer-wallet") == "12"
    assert (await send(visitor, amount="140.00", **{"answer-wallet": "01912345678"})).status == 303

    assert visitor.pay.started[0].answers == {"wallet": "+8801912345678"}


async def test_two_payments_are_two_and_last_as_long_as_both(
    visitor: Visitor, rahim: Customer
) -> None:
    for amount in ("140.00", "300.00"):
        sent = await send(visitor, amount=amount)
        assert sent.status == 303
        attempt = await Attempt.all().order_by("-id").first()
        assert attempt is not None
        visitor.token = links.token_of(await Link.get(id=attempt.link_id))  # as it comes back
        visitor.pay.paid(attempt.ref, txn_id=attempt.ref)
        await visitor.get(f"/return/bkash-main?ref={attempt.ref}&status=success")

    assert await dues.advance_of(rahim.id) == Money(500_00)
    await books.assert_they_hold()


async def test_a_link_that_was_paid_leads_on_by_a_fresh_one(
    visitor: Visitor, rahim: Customer
) -> None:
    await links.close_settled(rahim.id)

    sent = await send(visitor, amount="140.00")

    assert sent.status == 303
    assert (await Attempt.get()).link_id != visitor.link.id


async def test_who_is_billed_by_the_month_pays_nothing_ahead_here(visitor: Visitor) -> None:
    page = await visitor.get(f"/p/{visitor.token}/ahead")
    assert (page.status, page.location) == (303, f"/p/{visitor.token}")
    assert "Pay for days to come" not in (await visitor.get()).text
