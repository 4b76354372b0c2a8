"""What a payment page shows comes in one reading, for one link or for many."""

from __future__ import annotations

import pytest

from domain import db
from domain.accounts.models import Gateway
from domain.errors import NoGateway, NotFound
from domain.money import Money
from domain.payments import attempts, held, links, page, papers, posting, verifying
from domain.payments.page import PageState
from domain.payments.states import AttemptStatus, VerificationStatus
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast, Moment
from tests.domain.payments.conftest import Shop
from tests.fakes import router_ports
from tests.sealing import VAULT


async def test_a_page_is_of_one_customer_with_what_is_due(shop: Shop, cast: Cast) -> None:
    second = await builders.a_bill(shop.customer, total=150, period="2026-11")
    await builders.a_bill(cast.karim, total=77)

    found = await page.read(links.token_of(shop.link))

    assert (found.code, found.name, found.package) == ("1001", "Rahim Uddin", "Home")
    assert found.due == Money(1150_00)
    assert [bill.left for bill in found.bills] == [Money(1000_00), Money(150_00)]
    assert found.bills[1].number == second.number
    assert (found.state, found.is_new, found.paid_id) == (PageState.OPEN, True, None)
    assert (found.attempt, found.claim) == (None, None)


async def test_many_are_read_in_the_order_asked_for(shop: Shop, cast: Cast) -> None:
    other, other_token = await links.make(SYSTEM, cast.karim, for_nothing=True)
    mine = links.token_of(shop.link)

    found = await page.read_many([other_token, "0" * 22, mine, other_token, "x" * 5000])

    assert [each.link_id if each else None for each in found] == [
        other.id, None, shop.link.id, other.id, None,
    ]  # fmt: skip
    with pytest.raises(NotFound):
        await page.read("0" * 22)


async def test_the_state_follows_the_link_and_what_is_due(
    shop: Shop, cast: Cast, moment: Moment
) -> None:
    token = links.token_of(shop.link)

    async def state() -> PageState:
        return (await page.read(token)).state

    moment.move(days=8)
    assert await state() is PageState.EXPIRED
    await links.expire_due()
    assert await state() is PageState.EXPIRED
    await posting.record(cast.bina, cast.rahim, Money(1000_00))
    assert await state() is PageState.PAID
    await db.run("UPDATE link SET closed_why = 'revoked'")
    assert await state() is PageState.REVOKED


async def test_the_newest_attempt_claim_and_payment_are_shown(shop: Shop) -> None:
    await shop.start(Money(100_00))
    newest = await shop.start(Money(200_00))
    await verifying.submit(
        shop.link, shop.manual, txn_id="8N7A6D5C", sender="", amount=Money(300_00)
    )

    found = await page.read(links.token_of(shop.link))
    assert found.attempt is not None
    assert (found.attempt.ref, found.attempt.amount) == (newest.ref, Money(200_00))
    assert found.attempt.status is AttemptStatus.INITIATED
    assert found.claim is not None
    assert (found.claim.txn_id, found.claim.status) == ("8N7A6D5C", VerificationStatus.SUBMITTED)

    shop.pay.paid(newest.ref)
    await attempts.find_out(newest, shop.gateway, None, shop.ports)
    assert (await page.read(links.token_of(shop.link))).paid_id is not None


async def test_papers_are_the_pages_own(shop: Shop, cast: Cast) -> None:
    newer = await builders.a_bill(shop.customer, total=150)
    other = await builders.a_bill(cast.karim, total=77)
    found = await page.read(links.token_of(shop.link))

    first = await papers.invoice_of(found, None, pay_url="http://pay.test/p/x", language="bn")
    assert (first.due, first.language) == (Money(1000_00), "bn")
    assert first.customer_mobile == "•••••••••111"
    asked = await papers.invoice_of(found, newer.id, pay_url="", language="en")
    assert asked.number == newer.number
    with pytest.raises(NotFound):
        await papers.invoice_of(found, other.id, pay_url="", language="en")
    with pytest.raises(NotFound):
        await papers.receipt_of(found, language="en")


async def test_a_held_customer_is_found_by_what_they_know(shop: Shop, cast: Cast) -> None:
    found = await held.by_number("1001", "01711-111111")
    assert (found.customer_id, found.due, found.is_held) == (
        cast.rahim.id, Money(1000_00), False,
    )  # fmt: skip
    assert (await held.by_number("rahim", "01711-111111")).customer_id == cast.rahim.id
    ports, _ = router_ports(VAULT)
    by_address = await held.by_address("10.0.0.11", ports)
    assert by_address is not None
    assert by_address.code == "1001"
    assert await held.by_address("10.0.0.99", ports) is None
    assert await held.by_address("", ports) is None

    token = await held.fresh_link(cast.rahim.id)
    assert (await page.read(token)).code == "1001"
    await Gateway.all().update(enabled=False)
    with pytest.raises(NoGateway):
        await held.fresh_link(cast.rahim.id)
